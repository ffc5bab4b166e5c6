#pragma once

#include "shared/protocol/Json.h"

namespace Marathon {

/// Appends values to bytes, for files of this program alone: whole numbers in as few bytes as they need (zigzag, seven
/// bits a byte), texts with their length. Fields have no names, so reader and writer must agree on binaryLayout().
class BinaryWriter
{
public:
    static constexpr bool isReader = false;

    template <typename T>
    void operator()(const char *, const T &value)
    {
        put(value);
    }
    /// Always written: what is left out in JSON has a default, and a default costs a byte here.
    template <typename T>
    void maybe(const char *, const T &value)
    {
        put(value);
    }
    const QByteArray &bytes() const { return m_bytes; }
    void reserve(qsizetype size) { m_bytes.reserve(size); }

    void put(const QString &text);
    void put(const QByteArray &bytes);
    void put(double number);
    void put(const QJsonObject &object) { put(toBytes(object)); }
    void put(const PrivateText &text);
    void put(const PrivateJson &json);
    void put(Instant instant) { put(static_cast<qint64>(instant.time_since_epoch().count())); }
    void put(Duration duration) { put(static_cast<qint64>(duration.count())); }
    template <typename Tag>
    void put(const Id<Tag> &id)
    {
        put(id.toString());
    }
    template <std::integral T>
    void put(const T &number)
    {
        putNumber(static_cast<qint64>(number));
    }
    template <NamedEnum Enum>
    void put(const Enum &value)
    {
        putNumber(static_cast<qint64>(value));
    }
    template <typename T>
    void put(const std::optional<T> &value)
    {
        put(value.has_value());
        if (value)
            put(*value);
    }
    template <typename T>
    void put(const QList<T> &list)
    {
        putNumber(list.size());
        for (const T &item : list)
            put(item);
    }
    /// In order, so that equal sets give equal bytes.
    template <typename T>
    void put(const QSet<T> &set)
    {
        QList<T> sorted(set.begin(), set.end());
        std::sort(sorted.begin(), sorted.end());
        put(sorted);
    }
    template <typename T>
    void put(const QMap<QString, T> &map)
    {
        putNumber(map.size());
        for (auto entry = map.begin(); entry != map.end(); ++entry) {
            put(entry.key());
            put(entry.value());
        }
    }
    /// Structs: everything that has describe().
    template <typename T>
    void put(const T &value)
    {
        describe(*this, const_cast<T &>(value));
    }

private:
    void putNumber(qint64 number);

    QByteArray m_bytes;
};

} // namespace Marathon
