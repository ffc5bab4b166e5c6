#include "server/import/MarkdownPage.h"

#include <QRegularExpression>
#include <algorithm>
#include <array>
#include <md4c-html.h>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

struct ImageType
{
    QLatin1StringView suffix;
    QLatin1StringView mediaType;
};

constexpr std::array imageTypes {
    ImageType {".png"_L1, "image/png"_L1},   ImageType {".jpg"_L1, "image/jpeg"_L1},
    ImageType {".jpeg"_L1, "image/jpeg"_L1}, ImageType {".gif"_L1, "image/gif"_L1},
    ImageType {".webp"_L1, "image/webp"_L1}, ImageType {".svg"_L1, "image/svg+xml"_L1},
};

constexpr std::array linkSchemes {"http://"_L1, "https://"_L1, "mailto:"_L1};

void append(const MD_CHAR *text, MD_SIZE size, void *target)
{
    static_cast<QByteArray *>(target)->append(text, static_cast<qsizetype>(size));
}

/// The address as the author meant it: md4c escapes `&` and `'` and percent-encodes other special characters.
QString unescaped(const QString &address)
{
    QString text = address;
    text.replace("&amp;"_L1, "&"_L1).replace("&#x27;"_L1, "'"_L1);
    return QString::fromUtf8(QByteArray::fromPercentEncoding(text.toUtf8()));
}

QString placeIn(const QString &file, const QString &markdown, const QString &address)
{
    const qsizetype position = std::max<qsizetype>(0, markdown.indexOf(address));
    return u"%1:%2"_s.arg(file).arg(markdown.left(position).count(u'\n') + 1);
}

bool isAllowedLink(const QString &address)
{
    return std::any_of(linkSchemes.begin(), linkSchemes.end(), [&address](QLatin1StringView scheme) {
        return address.startsWith(scheme, Qt::CaseInsensitive);
    });
}

/// The image as a data: URI, or an empty text and a finding.
QString inlined(const QString &name, const QString &place, const ImageLoader &load, ImportFindings &findings)
{
    if (name.isEmpty() || name.contains(u':') || name.contains(u'\\') || name.startsWith(u'/') ||
        name.split(u'/').contains(u".."_s)) {
        findings.add(place,
                     u"The image `%1` is not beside the text. Put the file there and name it without a path."_s.arg(
                         name.left(80)));
        return {};
    }
    const auto type = std::find_if(imageTypes.begin(), imageTypes.end(), [&name](const ImageType &row) {
        return name.endsWith(row.suffix, Qt::CaseInsensitive);
    });
    if (type == imageTypes.end()) {
        findings.add(place, u"The image `%1` has no known type. Use png, jpg, gif, webp or svg."_s.arg(name.left(80)));
        return {};
    }
    const std::optional<QByteArray> bytes = load(name);
    return bytes ? u"data:%1;base64,%2"_s.arg(type->mediaType, QString::fromLatin1(bytes->toBase64())) : QString();
}

} // namespace

QString renderMarkdown(const QString &markdown, const QString &file, const ImageLoader &load, ImportFindings &findings)
{
    const QByteArray source = markdown.toUtf8();
    QByteArray output;
    constexpr unsigned flags = MD_FLAG_NOHTML | MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH;
    if (md_html(source.constData(), static_cast<MD_SIZE>(source.size()), append, &output, flags, 0) != 0) {
        findings.add(file, u"The text cannot be read as Markdown. Simplify its tables and links."_s);
        return {};
    }

    // The renderer writes every `<` of the text as `&lt;`, so these tags are its own: what is checked is what is shown.
    static const QRegularExpression reference(u"<(a href|img src)=\"([^\"]*)\""_s);
    const QString html = QString::fromUtf8(output);
    QString page;
    qsizetype copied = 0;
    for (auto matches = reference.globalMatch(html); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        const QString address = unescaped(match.captured(2));
        const QString place = placeIn(file, markdown, address);
        page += html.sliced(copied, match.capturedStart() - copied);
        copied = match.capturedEnd();
        if (match.captured(1) == "img src"_L1) {
            page += u"<img src=\"%1\""_s.arg(inlined(address, place, load, findings));
        } else {
            if (!isAllowedLink(address))
                findings.add(place,
                             u"The link `%1` is not allowed. Use a full address with http, https or mailto."_s.arg(
                                 address.left(80)));
            page += match.captured(0);
        }
    }
    return page + html.sliced(copied);
}

} // namespace Marathon
