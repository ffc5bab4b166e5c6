#include "server/http/ErrorResponse.h"

#include "server/http/HttpStatus.h"
#include "shared/core/EnumTable.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

struct ErrorRow
{
    ErrorKind kind;
    int status;
};

constexpr std::array rows {
    ErrorRow {ErrorKind::Malformed, 400}, ErrorRow {ErrorKind::NotSignedIn, 401}, ErrorRow {ErrorKind::NotAllowed, 403},
    ErrorRow {ErrorKind::NotFound, 404},  ErrorRow {ErrorKind::Conflict, 409},    ErrorRow {ErrorKind::TooLarge, 413},
    ErrorRow {ErrorKind::Invalid, 422},   ErrorRow {ErrorKind::TooMany, 429},     ErrorRow {ErrorKind::NotStored, 503},
    ErrorRow {ErrorKind::Unknown, 503},   ErrorRow {ErrorKind::Unavailable, 503}, ErrorRow {ErrorKind::Internal, 500},
};
static_assert(oneRowPerKindInOrder(rows));
static_assert(rows.size() == static_cast<std::size_t>(ErrorKind::Internal) + 1);

HttpResponse problem(int status, const QString &detail, const QList<FieldError> &fields)
{
    QJsonObject object {{u"type"_s, u"about:blank"_s},
                        {u"title"_s, QString(statusTitle(status))},
                        {u"status"_s, status},
                        {u"detail"_s, detail}};
    if (!fields.isEmpty()) {
        QJsonArray errors;
        for (const FieldError &field : fields)
            errors.append(QJsonObject {{u"field"_s, field.field}, {u"detail"_s, field.detail}});
        object.insert(u"errors"_s, errors);
    }
    HttpResponse response {status, QJsonDocument(object).toJson(QJsonDocument::Compact)};
    response.headers.add("Content-Type"_ba, "application/problem+json"_ba);
    return response;
}

} // namespace

int statusOf(ErrorKind kind)
{
    return rows[static_cast<std::size_t>(kind)].status;
}

HttpResponse errorResponse(const Error &error)
{
    const int status = statusOf(error.kind);
    HttpResponse response = problem(status, error.message, error.fields);
    if (status == 401)
        response.headers.add("WWW-Authenticate"_ba, "Bearer"_ba); // RFC 9110, section 15.5.2: a 401 must have one.
    if (error.retryAfterMs > 0 || status == 503)
        response.headers.add("Retry-After"_ba, QByteArray::number(std::max(1, (error.retryAfterMs + 999) / 1000)));
    return response;
}

HttpResponse problemResponse(int status, const QString &detail)
{
    return problem(status, detail, {});
}

} // namespace Marathon
