#pragma once

#include <QHashFunctions>
#include <QString>

namespace Marathon {

/// An opaque identifier of one kind of thing; the tag keeps kinds from being mixed up. An empty one means "none".
template <typename Tag>
class Id
{
public:
    Id() = default;
    explicit Id(QString text)
        : m_text(std::move(text))
    {}

    const QString &toString() const { return m_text; }
    bool isEmpty() const { return m_text.isEmpty(); }
    friend bool operator==(const Id &left, const Id &right) { return left.m_text == right.m_text; }
    friend bool operator<(const Id &left, const Id &right) { return left.m_text < right.m_text; }

private:
    QString m_text;
};

template <typename Tag>
size_t qHash(const Id<Tag> &id, size_t seed = 0)
{
    return ::qHash(id.toString(), seed);
}

} // namespace Marathon
