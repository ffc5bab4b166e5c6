#include "server/http/Representation.h"

#include "shared/core/Gzip.h"

#include <QCryptographicHash>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Below this a coding saves no packet.
constexpr qsizetype smallestCoded = 512;

struct Offer
{
    QByteArray coding;
    QByteArray suffix;
    QByteArray body;
};

/// The weight of a coding, 0 to 1000; -1 when the field does not speak of it.
int weightOf(const QByteArray &acceptEncoding, QByteArrayView coding)
{
    int weight = -1;
    for (const QByteArray &entry : acceptEncoding.split(',')) {
        const QByteArrayList parts = entry.split(';');
        const QByteArray name = parts.first().trimmed().toLower();
        const bool isExact = QByteArrayView(name) == coding || (name == "x-gzip" && coding == QByteArrayView("gzip"));
        if (!isExact && !(name == "*" && weight < 0))
            continue;
        double quality = 1;
        for (const QByteArray &parameter : parts.sliced(1)) {
            if (parameter.trimmed().toLower().startsWith("q="))
                quality = parameter.trimmed().sliced(2).toDouble();
        }
        weight = static_cast<int>(std::clamp(quality, 0.0, 1.0) * 1000);
        if (isExact)
            return weight;
    }
    return weight;
}

const Offer &best(const QByteArray &acceptEncoding, const QList<Offer> &offers)
{
    // Identity comes first and stays when nothing else is wanted, even if it was refused: some answer beats none.
    qsizetype chosen = 0;
    int chosenWeight = std::max(0, weightOf(acceptEncoding, "identity"));
    for (qsizetype index = 1; index < offers.size(); ++index) {
        const int weight = weightOf(acceptEncoding, offers[index].coding);
        if (weight > 0 && weight >= chosenWeight) {
            chosen = index;
            chosenWeight = weight;
        }
    }
    return offers[chosen];
}

bool names(const QByteArray &ifNoneMatch, QByteArrayView etag)
{
    for (const QByteArray &entry : ifNoneMatch.split(',')) {
        QByteArrayView tag = QByteArrayView(entry).trimmed();
        if (tag == QByteArrayView("*"))
            return true;
        if (tag.startsWith("W/")) // Weak comparison, as the field asks for.
            tag = tag.sliced(2);
        if (tag == etag)
            return true;
    }
    return false;
}

} // namespace

Representation represented(const QByteArray &body, const QByteArray &contentType, const QByteArray &cacheControl)
{
    Representation made {contentType,  QCryptographicHash::hash(body, QCryptographicHash::Sha256).toHex().first(32),
                         cacheControl, body,
                         {},           {}};
    if (body.size() >= smallestCoded) {
        const QByteArray coded = gzipped(body);
        if (coded.size() < body.size())
            made.gzip = coded;
    }
    return made;
}

HttpResponse conditional(const HttpRequest &request, const Representation &representation)
{
    QList<Offer> offers {{"identity"_ba, {}, representation.identity}};
    if (!representation.gzip.isEmpty())
        offers.append({"gzip"_ba, "-gz"_ba, representation.gzip});
    if (!representation.brotli.isEmpty())
        offers.append({"br"_ba, "-br"_ba, representation.brotli});
    const Offer &chosen = best(request.headers.value("Accept-Encoding"), offers);

    const QByteArray etag = '"' + representation.etag + chosen.suffix + '"';
    HttpResponse response;
    response.headers.add("ETag"_ba, etag);
    response.headers.add("Cache-Control"_ba, representation.cacheControl);
    if (offers.size() > 1)
        response.headers.add("Vary"_ba, "Accept-Encoding"_ba);
    if (names(request.headers.value("If-None-Match"), etag)) {
        response.status = 304;
        return response;
    }
    response.headers.add("Content-Type"_ba, representation.contentType);
    if (!chosen.suffix.isEmpty())
        response.headers.add("Content-Encoding"_ba, chosen.coding);
    response.body = chosen.body;
    return response;
}

HttpResponse conditional(const HttpRequest &request, const QByteArray &body, const QByteArray &etag,
                         const QByteArray &gzipBody, const QByteArray &contentType)
{
    return conditional(request, Representation {contentType, etag, "no-cache"_ba, body, gzipBody, {}});
}

} // namespace Marathon
