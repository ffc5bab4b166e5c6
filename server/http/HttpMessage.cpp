#include "server/http/HttpMessage.h"

namespace Marathon {

namespace {

bool isSameName(QByteArrayView left, QByteArrayView right)
{
    return left.compare(right, Qt::CaseInsensitive) == 0;
}

} // namespace

void HttpHeaders::set(QByteArray name, QByteArray value)
{
    m_fields.removeIf([&name](const auto &field) { return isSameName(field.first, name); });
    add(std::move(name), std::move(value));
}

QByteArray HttpHeaders::value(QByteArrayView name) const
{
    for (const auto &[fieldName, fieldValue] : m_fields) {
        if (isSameName(fieldName, name))
            return fieldValue;
    }
    return {};
}

bool HttpHeaders::contains(QByteArrayView name) const
{
    return std::ranges::any_of(m_fields, [name](const auto &field) { return isSameName(field.first, name); });
}

QString HttpRequest::cookie(QByteArrayView name) const
{
    for (const auto &[fieldName, fieldValue] : headers.fields()) {
        if (!isSameName(fieldName, "Cookie"))
            continue;
        for (const QByteArray &part : fieldValue.split(';')) {
            const qsizetype equals = part.indexOf('=');
            if (equals > 0 && QByteArrayView(part).first(equals).trimmed() == name)
                return QString::fromUtf8(QByteArrayView(part).sliced(equals + 1).trimmed());
        }
    }
    return {};
}

} // namespace Marathon
