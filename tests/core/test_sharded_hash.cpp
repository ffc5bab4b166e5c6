#include "shared/core/ShardedHash.h"

#include <QMap>
#include <QRandomGenerator>
#include <QTest>

using namespace Marathon;

/// A table in parts says the same as one in a piece, and its copies stay as they were.
class TestShardedHash : public QObject
{
    Q_OBJECT

private slots:
    void anythingDoneToItIsWhatAMapWouldSay()
    {
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        ShardedHash<int, int> hash;
        QMap<int, int> map;
        compare(hash, map);
        for (int step = 0; step < 5'000; ++step) {
            const int key = int(random.bounded(800));
            switch (random.bounded(4)) {
            case 0:
                QCOMPARE(hash.remove(key), map.remove(key) > 0);
                break;
            case 1:
                hash[key] += step;
                map[key] += step;
                break;
            default:
                hash.insert(key, step);
                map.insert(key, step);
                break;
            }
            QCOMPARE(hash.contains(key), map.contains(key));
            QCOMPARE(hash.value(key), map.value(key));
            if (step % 250 == 0)
                compare(hash, map);
        }
        compare(hash, map);
        hash.clear();
        QVERIFY(hash.isEmpty());
        QCOMPARE(hash.begin(), hash.end());
    }

    void aCopyKeepsWhatItHad()
    {
        ShardedHash<int, int> hash;
        QMap<int, int> map;
        for (int key = 0; key < 1'000; ++key)
            hash[key] = map[key] = key;
        const ShardedHash<int, int> copy = hash;
        for (int key = 0; key < 1'000; key += 3) {
            hash.insert(key, -1);
            hash.remove(key + 1);
        }
        compare(copy, map);
    }

    void aFoundEntryIsTheOneThatWasLookedFor()
    {
        ShardedHash<int, int> hash;
        for (int key = 0; key < 1'000; ++key)
            hash.insert(key, 2 * key);
        for (int key = 0; key < 1'000; ++key) {
            const auto found = hash.constFind(key);
            QVERIFY(found != hash.constEnd());
            QCOMPARE(found.key(), key);
            QCOMPARE(*found, 2 * key);
        }
        QCOMPARE(hash.constFind(1'000), hash.constEnd());
    }

private:
    static void compare(const ShardedHash<int, int> &hash, const QMap<int, int> &map)
    {
        QMap<int, int> seen;
        for (auto entry = hash.begin(); entry != hash.end(); ++entry) {
            QVERIFY(!seen.contains(entry.key()));
            seen.insert(entry.key(), *entry);
        }
        QCOMPARE(seen, map);
        QCOMPARE(hash.size(), map.size());
        QCOMPARE(hash.isEmpty(), map.isEmpty());
        QList<int> keys = hash.keys();
        std::sort(keys.begin(), keys.end());
        QCOMPARE(keys, map.keys());
    }
};

QTEST_GUILESS_MAIN(TestShardedHash)
#include "test_sharded_hash.moc"
