#include "server/store/Migrations.h"
#include "server/store/SqliteStore.h"
#include "shared/core/Text.h"

#include <QDir>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>
#include <QTemporaryDir>
#include <QTest>
#include <QUuid>

using namespace Marathon;
using namespace Qt::Literals::StringLiterals;

namespace {

const QString steps = u":/sql/sqlite"_s;
const QString pairs = QStringLiteral(MARATHON_SOURCE_DIR "/tests/data/migrations/");

/// The steps as they were released. They never change: databases out there have been through them.
struct ReleasedStep
{
    QLatin1StringView file;
    QLatin1StringView sha256;
};
constexpr std::array released {
    ReleasedStep {"0001_start.sql"_L1, "c5774f83e78801533a82223181c09d2bc7d35d838587708a922de42d5dc369bf"_L1},
    ReleasedStep {"0002_views.sql"_L1, "22c058eaf0baf0cd732293ecfd58b6bc21d391288e38537e0db116a5910e1e64"_L1},
};

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s cannot be read", qPrintable(path));
    return file.readAll();
}

QStringList stepFiles()
{
    return QDir(steps).entryList(QDir::Files, QDir::Name);
}

QString pairName(int version)
{
    return pairs + QString::number(version).rightJustified(4, u'0');
}

/// A database file of its own.
class Database
{
public:
    Database()
        : m_name(QUuid::createUuid().toString())
    {
        m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_name);
        m_database.setDatabaseName(path());
        if (!m_database.open())
            qFatal("no database: %s", qPrintable(m_database.lastError().text()));
    }
    ~Database()
    {
        m_database = {};
        QSqlDatabase::removeDatabase(m_name);
    }
    QString path() const { return m_folder.filePath(u"marathon.db"_s); }
    QSqlDatabase &sql() { return m_database; }
    void close() { m_database.close(); }

    /// Through the steps up to this version, as the program of that time did.
    void bring(int version)
    {
        QTemporaryDir folder;
        for (const QString &file : stepFiles().first(version))
            QFile::copy(steps + u'/' + file, folder.filePath(file));
        if (const Result<void> done = migrateSqlite(m_database, folder.path()); !done)
            qFatal("%s", qPrintable(done.error().message));
    }
    void run(const QByteArray &script)
    {
        for (const QString &part : QString::fromUtf8(script).split(u"\n\n"_s, Qt::SkipEmptyParts)) {
            if (part.trimmed().startsWith(u"--"))
                continue;
            QSqlQuery query(m_database);
            if (!query.exec(part))
                qFatal("%s: %s", qPrintable(part), qPrintable(query.lastError().text()));
        }
    }
    int version() { return rows(u"PRAGMA user_version"_s).first().toInt(); }
    QStringList rows(const QString &statement)
    {
        QStringList list;
        QSqlQuery query(m_database);
        if (!query.exec(statement))
            qFatal("%s: %s", qPrintable(statement), qPrintable(query.lastError().text()));
        while (query.next()) {
            QStringList values;
            for (int column = 0; column < query.record().count(); ++column) {
                const QVariant value = query.value(column);
                values.append(value.isNull() ? u"null"_s
                              : value.typeId() == QMetaType::QByteArray
                                  ? u"X'"_s + QString::fromLatin1(value.toByteArray().toHex()) + u'\''
                                  : value.toString());
            }
            list.append(values.join(u" | "_s));
        }
        return list;
    }
    /// Every row of every table and view, in a form for people and for comparing.
    QString dump()
    {
        QString text;
        for (const QString &name :
             rows(u"SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name"_s)) {
            QStringList all = rows(u"SELECT * FROM "_s + name);
            all.sort();
            text += u"## "_s + name + u'\n' + all.join(u'\n') + (all.isEmpty() ? u"\n"_s : u"\n\n"_s);
        }
        return text;
    }
    QStringList schema() { return rows(u"SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"_s); }

private:
    QTemporaryDir m_folder;
    QString m_name;
    QSqlDatabase m_database;
};

} // namespace

class TestMigrations : public QObject
{
    Q_OBJECT

private slots:
    void stepsAreNumberedInOrder();
    void aReleasedStepNeverChanges();
    void fromEachVersionTheRowsArriveWhole_data();
    void fromEachVersionTheRowsArriveWhole();
    void everyWayLeadsToTheSameTables_data() { versions(); }
    void everyWayLeadsToTheSameTables();
    void aSecondTimeChangesNothing();
    void aDatabaseOfANewerProgramIsRefusedAndLeftAlone();
    void aFileThatIsNoDatabaseIsRefused();
    void anInterruptedStepLeavesTheVersionBeforeWhole();
    void theLedgerCannotBeChangedAfterwards();

private:
    static void versions();
};

void TestMigrations::versions()
{
    QTest::addColumn<int>("version");
    for (int version = 0; version <= int(stepFiles().size()); ++version)
        QTest::addRow("from version %d", version) << version;
}

void TestMigrations::stepsAreNumberedInOrder()
{
    const QStringList files = stepFiles();
    QVERIFY(!files.isEmpty());
    for (qsizetype index = 0; index < files.size(); ++index)
        QVERIFY2(files[index].startsWith(QString::number(index + 1).rightJustified(4, u'0') + u'_'),
                 qPrintable(files[index]));
    // What is in the program is what is in the tree.
    QCOMPARE(QDir(QStringLiteral(MARATHON_SOURCE_DIR "/sql/sqlite")).entryList(QDir::Files, QDir::Name), files);
}

void TestMigrations::aReleasedStepNeverChanges()
{
    QStringList names;
    for (const ReleasedStep &step : released) {
        names.append(QString(step.file));
        QVERIFY2(sha256Hex(contentOf(steps + u'/' + step.file)) == step.sha256,
                 qPrintable(step.file + u" was changed. Databases have been through it: write a new step instead."_s));
    }
    QVERIFY2(names == stepFiles(), "A step is new. Add it to the table `released` here, with the SHA-256 of its file.");
}

void TestMigrations::fromEachVersionTheRowsArriveWhole_data()
{
    QTest::addColumn<int>("version");
    for (int version = 1; version <= int(stepFiles().size()); ++version)
        QTest::addRow("from version %d", version) << version;
}

void TestMigrations::fromEachVersionTheRowsArriveWhole()
{
    QFETCH(int, version);
    const QString before = pairName(version) + u"-before.sql"_s;
    const QString after = pairName(version) + u"-after.txt"_s;
    QVERIFY2(QFile::exists(before),
             qPrintable(u"Write %1: rows of every table as version %2 keeps them."_s.arg(before).arg(version)));
    Database database;
    database.bring(version);
    QCOMPARE(database.version(), version);
    database.run(contentOf(before));
    for (const QString &table : database.rows(u"SELECT name FROM sqlite_master WHERE type = 'table'"_s))
        QVERIFY2(!database.rows(u"SELECT * FROM "_s + table).isEmpty(),
                 qPrintable(u"%1 has no row for %2."_s.arg(before, table)));

    const Result<void> done = migrateSqlite(database.sql());
    QVERIFY2(done.isOk(), done ? "" : qPrintable(done.error().message));
    QCOMPARE(database.version(), int(stepFiles().size()));
    QVERIFY2(QFile::exists(after),
             qPrintable(u"Write %1, after reading it with care:\n"_s.arg(after) + database.dump()));
    QCOMPARE(database.dump(), QString::fromUtf8(contentOf(after)));
    QCOMPARE(database.rows(u"PRAGMA integrity_check"_s), QStringList {u"ok"_s});
    QVERIFY(database.rows(u"PRAGMA foreign_key_check"_s).isEmpty());
}

void TestMigrations::everyWayLeadsToTheSameTables()
{
    QFETCH(int, version);
    Database fresh;
    QVERIFY(migrateSqlite(fresh.sql()).isOk());
    Database old;
    old.bring(version);
    QVERIFY(migrateSqlite(old.sql()).isOk());
    QCOMPARE(old.schema(), fresh.schema());
}

void TestMigrations::aSecondTimeChangesNothing()
{
    Database database;
    database.bring(1);
    database.run(contentOf(pairName(1) + u"-before.sql"_s));
    QVERIFY(migrateSqlite(database.sql()).isOk());
    const QString once = database.dump();
    QVERIFY(migrateSqlite(database.sql()).isOk());
    QCOMPARE(database.dump(), once);
}

void TestMigrations::aDatabaseOfANewerProgramIsRefusedAndLeftAlone()
{
    Database database;
    QVERIFY(migrateSqlite(database.sql()).isOk());
    database.run("PRAGMA user_version = 99");
    database.close();
    const QByteArray bytes = contentOf(database.path());
    for (const StoreMode mode : {StoreMode::ReadWrite, StoreMode::ReadOnly}) {
        const Result<std::unique_ptr<Store>> store = SqliteStore::open(database.path(), mode);
        QVERIFY(!store.isOk());
        QCOMPARE(store.error().kind, ErrorKind::Unavailable);
        QVERIFY2(store.error().message.contains(u"99"_s) && store.error().message.contains(u"Update the program"_s),
                 qPrintable(store.error().message));
    }
    // Opening may turn the write-ahead log on, which is a mark in bytes 18 and 19 (sqlite.org/fileformat2.html); the
    // rest stays.
    QByteArray now = contentOf(database.path());
    for (const int position : {18, 19, 24, 25, 26, 27, 92, 93, 94, 95})
        now[position] = bytes[position];
    QCOMPARE(now, bytes);
}

void TestMigrations::aFileThatIsNoDatabaseIsRefused()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"marathon.db"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(8192, 'x'));
    file.close();
    const Result<std::unique_ptr<Store>> store = SqliteStore::open(file.fileName(), StoreMode::ReadWrite);
    QVERIFY(!store.isOk());
    QCOMPARE(store.error().kind, ErrorKind::Unavailable);
    QVERIFY2(store.error().message.contains(u"restore a backup"_s, Qt::CaseInsensitive),
             qPrintable(store.error().message));
    QCOMPARE(contentOf(file.fileName()), QByteArray(8192, 'x'));
}

void TestMigrations::anInterruptedStepLeavesTheVersionBeforeWhole()
{
    Database database;
    database.bring(1);
    database.run(contentOf(pairName(1) + u"-before.sql"_s));
    QTemporaryDir folder;
    for (const QString &file : stepFiles())
        QFile::copy(steps + u'/' + file, folder.filePath(file));
    const int known = int(stepFiles().size());
    const QString next = folder.filePath(QString::number(known + 1).rightJustified(4, u'0') + u"_next.sql"_s);
    const auto write = [&next](const QByteArray &script) {
        QFile file(next);
        return file.open(QIODevice::WriteOnly) && file.write(script) == script.size();
    };
    // It makes a table, empties another, and fails then.
    QVERIFY(write("CREATE TABLE novelties (name TEXT) STRICT;\n\nDELETE FROM settings;\n\nINSERT INTO no_such_table "
                  "VALUES (1);\n"));
    const Result<void> failed = migrateSqlite(database.sql(), folder.path());
    QVERIFY(!failed.isOk());
    QCOMPARE(failed.error().kind, ErrorKind::Unavailable);
    QVERIFY2(failed.error().message.contains(u"_next.sql"_s) && failed.error().message.contains(u"no_such_table"_s),
             qPrintable(failed.error().message));
    // The steps before it are done, and it has left nothing.
    QCOMPARE(database.version(), known);
    QCOMPARE(database.dump(), QString::fromUtf8(contentOf(pairName(1) + u"-after.txt"_s)));

    QVERIFY(write("CREATE TABLE novelties (name TEXT) STRICT;\n"));
    QVERIFY(migrateSqlite(database.sql(), folder.path()).isOk());
    QCOMPARE(database.version(), known + 1);
    QVERIFY(database.dump().contains(u"## novelties"_s));
}

void TestMigrations::theLedgerCannotBeChangedAfterwards()
{
    Database database;
    database.bring(1);
    database.run(contentOf(pairName(1) + u"-before.sql"_s));
    QVERIFY(migrateSqlite(database.sql()).isOk());
    for (const QString &statement : {u"UPDATE ledger SET actor = 'nobody'"_s, u"DELETE FROM ledger"_s}) {
        QSqlQuery query(database.sql());
        QVERIFY(!query.exec(statement));
        QVERIFY2(query.lastError().text().contains(u"append-only"_s), qPrintable(query.lastError().text()));
    }
}

QTEST_GUILESS_MAIN(TestMigrations)
#include "test_migrations.moc"
