#pragma once

#include "shared/protocol/Json.h"

namespace Marathon {

/// Reads what BinaryWriter wrote. Bytes that are cut off or damaged never lead outside of them: the rest reads as
/// nothing, and isWhole() is false.
class BinaryReader
{
public:
    static constexpr bool isReader = true;
    explicit BinaryReader(QByteArrayView bytes)
        : m_at(bytes.data())
        , m_end(bytes.data() + bytes.size())
    {}

    template <typename T>
    void operator()(const char *, T &value)
    {
        take(value);
    }
    template <typename T>
    void maybe(const char *, T &value)
    {
        take(value);
    }
    bool isWhole() const { return m_isWhole; }
    bool isAtEnd() const { return m_at == m_end; }

    void take(QString &text);
    void take(QByteArray &bytes);
    void take(double &number);
    void take(QJsonObject &object);
    void take(PrivateText &text);
    void take(PrivateJson &json);
    void take(Instant &instant) { instant = Instant(Duration(takeNumber())); }
    void take(Duration &duration) { duration = Duration(takeNumber()); }
    template <typename Tag>
    void take(Id<Tag> &id)
    {
        QString text;
        take(text);
        id = Id<Tag>(std::move(text));
    }
    template <std::integral T>
    void take(T &number)
    {
        number = static_cast<T>(takeNumber());
    }
    template <NamedEnum Enum>
    void take(Enum &value)
    {
        const qint64 number = takeNumber();
        if (number < 0 || number >= qint64(std::size(EnumNames<Enum>::rows)))
            return fail();
        value = static_cast<Enum>(number);
    }
    template <typename T>
    void take(std::optional<T> &value)
    {
        bool isThere = false;
        take(isThere);
        value.reset();
        if (isThere)
            take(value.emplace());
    }
    template <typename T>
    void take(QList<T> &list)
    {
        const qsizetype count = takeCount();
        list.clear();
        list.reserve(std::min<qsizetype>(count, 1024)); // a damaged count must not take all memory
        for (qsizetype index = 0; index < count && m_isWhole; ++index)
            take(list.emplaceBack());
    }
    template <typename T>
    void take(QSet<T> &set)
    {
        QList<T> items;
        take(items);
        set = QSet<T>(items.begin(), items.end());
    }
    template <typename T>
    void take(QMap<QString, T> &map)
    {
        const qsizetype count = takeCount();
        map.clear();
        for (qsizetype index = 0; index < count && m_isWhole; ++index) {
            QString key;
            take(key);
            take(map[key]);
        }
    }
    template <typename T>
    void take(T &value)
    {
        describe(*this, value);
    }

private:
    void fail()
    {
        m_isWhole = false;
        m_at = m_end;
    }
    qint64 takeNumber();
    /// Of things that take a byte or more each, so never more than bytes are left.
    qsizetype takeCount();

    const char *m_at;
    const char *m_end;
    bool m_isWhole = true;
};

} // namespace Marathon
