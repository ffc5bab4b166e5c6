#pragma once

#include <QHash>
#include <array>

namespace Marathon {

/// A hash table whose copies are cheap to change. A QHash that is shared copies all of its entries at the first change;
/// this one is many small ones, so that only the part with the changed key is copied. For large tables of which each
/// commit makes a new copy. Has the part of QHash's functions that its users need, with the same meaning.
template <typename Key, typename T>
class ShardedHash
{
    static constexpr std::size_t shardBits = 6;
    static constexpr std::size_t shardCount = std::size_t(1) << shardBits;
    using Shard = QHash<Key, T>;
    using Shards = std::array<Shard, shardCount>;

public:
    /// Goes over all values; key() names the entry.
    class const_iterator
    {
    public:
        using iterator_category = std::forward_iterator_tag;
        using difference_type = std::ptrdiff_t;
        using value_type = T;
        using pointer = const T *;
        using reference = const T &;

        const_iterator() = default;
        const Key &key() const { return m_entry.key(); }
        const T &value() const { return *m_entry; }
        const T &operator*() const { return *m_entry; }
        const T *operator->() const { return &*m_entry; }
        const_iterator &operator++()
        {
            ++m_entry;
            skipEmpty();
            return *this;
        }
        const_iterator operator++(int)
        {
            const_iterator before = *this;
            ++*this;
            return before;
        }
        bool operator==(const const_iterator &other) const
        {
            return m_shard == other.m_shard && (m_shard == shardCount || m_entry == other.m_entry);
        }

    private:
        friend class ShardedHash;
        const_iterator(const Shards &shards, std::size_t shard)
            : m_shards(&shards)
            , m_shard(shard)
        {
            if (m_shard < shardCount) {
                m_entry = (*m_shards)[m_shard].constBegin();
                skipEmpty();
            }
        }
        const_iterator(const Shards &shards, std::size_t shard, typename Shard::const_iterator entry)
            : m_shards(&shards)
            , m_shard(shard)
            , m_entry(entry)
        {}
        void skipEmpty()
        {
            while (m_entry == (*m_shards)[m_shard].constEnd()) {
                if (++m_shard == shardCount)
                    return;
                m_entry = (*m_shards)[m_shard].constBegin();
            }
        }

        const Shards *m_shards = nullptr;
        std::size_t m_shard = shardCount;
        typename Shard::const_iterator m_entry;
    };

    const_iterator begin() const { return const_iterator(m_shards, 0); }
    const_iterator end() const { return const_iterator(m_shards, shardCount); }
    const_iterator constBegin() const { return begin(); }
    const_iterator constEnd() const { return end(); }

    const_iterator constFind(const Key &key) const
    {
        const std::size_t at = place(key);
        const auto entry = m_shards[at].constFind(key);
        return entry == m_shards[at].constEnd() ? end() : const_iterator(m_shards, at, entry);
    }
    T value(const Key &key) const { return m_shards[place(key)].value(key); }
    bool contains(const Key &key) const { return m_shards[place(key)].contains(key); }
    qsizetype size() const
    {
        qsizetype sum = 0;
        for (const Shard &shard : m_shards)
            sum += shard.size();
        return sum;
    }
    bool isEmpty() const { return begin() == end(); }
    QList<Key> keys() const
    {
        QList<Key> all;
        all.reserve(size());
        for (const Shard &shard : m_shards)
            all.append(shard.keys());
        return all;
    }

    T &operator[](const Key &key) { return m_shards[place(key)][key]; }
    void insert(const Key &key, const T &value) { m_shards[place(key)].insert(key, value); }
    bool remove(const Key &key) { return m_shards[place(key)].remove(key) > 0; }
    void clear() { m_shards = {}; }

private:
    /// The upper bits: QHash takes the lower ones for its own places.
    static std::size_t place(const Key &key) { return qHash(key, 0) >> (8 * sizeof(std::size_t) - shardBits); }

    Shards m_shards;
};

} // namespace Marathon
