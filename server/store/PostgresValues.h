#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QtEndian>

namespace Marathon {

/// The values of a PostgreSQL statement in the binary form of the protocol. Nothing is quoted, so nothing can be quoted
/// wrongly: a text is its bytes, and one that PostgreSQL cannot hold (with U+0000) is refused by the database instead
/// of being cut (postgresql.org/docs/current/protocol-message-formats.html; array_recv for arrays).
using PostgresValues = QList<QByteArray>;

/// UTF-8 that is stored as text, where QByteArray alone means bytea.
struct Utf8
{
    QByteArray bytes;
};

/// One value of the three types that the tables have, and the number of its type in pg_type.
struct PostgresElement
{
    qint32 type = 0;
    QByteArray bytes;

    PostgresElement(const QString &text)
        : type(25)
        , bytes(text.toUtf8())
    {}
    PostgresElement(const Utf8 &text)
        : type(25)
        , bytes(text.bytes)
    {}
    PostgresElement(const QByteArray &bytea)
        : type(17)
        , bytes(bytea)
    {}
    PostgresElement(qint64 number)
        : type(20)
        , bytes(sizeof number, Qt::Uninitialized)
    {
        qToBigEndian(number, bytes.data());
    }
};

/// A value on its own.
inline QByteArray postgresValue(const PostgresElement &element)
{
    return element.bytes;
}

/// A one-dimensional array: what `read` gives for each of the rows (QString, Utf8, QByteArray or qint64).
template <typename Rows, typename Read>
QByteArray postgresArray(const Rows &rows, Read read)
{
    using Type = decltype(read(*rows.begin()));
    const auto number = [](qint32 value) {
        QByteArray bytes(sizeof value, Qt::Uninitialized);
        qToBigEndian(value, bytes.data());
        return bytes;
    };
    // Dimensions, whether there are nulls, type; then length and lower bound of the dimension, unless it is empty.
    QByteArray array = number(rows.isEmpty() ? 0 : 1) + number(0) + number(PostgresElement(std::decay_t<Type> {}).type);
    if (!rows.isEmpty())
        array += number(qint32(rows.size())) + number(1);
    for (const auto &row : rows) {
        const PostgresElement element(read(row));
        array += number(qint32(element.bytes.size()));
        array += element.bytes;
    }
    return array;
}

/// The values themselves as an array.
template <typename Rows>
QByteArray postgresArray(const Rows &values)
{
    return postgresArray(values, [](const auto &value) { return value; });
}

} // namespace Marathon
