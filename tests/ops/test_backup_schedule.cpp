#include "server/ops/Backup.h"
#include "server/ops/BackupSchedule.h"
#include "server/store/SqliteStore.h"
#include "tests/ops/BackupBench.h"
#include "tests/support/FakeClock.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace Marathon;
using namespace std::chrono_literals;

namespace {

Instant at(const char *text)
{
    const std::optional<Instant> instant = fromRfc3339(QString::fromLatin1(text));
    if (!instant)
        qFatal("no time: %s", text);
    return *instant;
}

int warnings = 0;

void countWarnings(QtMsgType type, const QMessageLogContext &, const QString &)
{
    warnings += type == QtWarningMsg ? 1 : 0;
}

/// A schedule over a contest, with a clock that a test moves.
class Rehearsal
{
public:
    explicit Rehearsal(BackupPlan plan = {})
        : schedule(
              [this](StoreMode mode) {
                  ++opened;
                  return SqliteStore::open(bench.path(u"contest.db"_s), mode);
              },
              bench.path(u"backups"_s), plan, clock)
    {
        BackupBench::fill(*bench.open(u"contest.db"_s));
    }
    QStringList files() const
    {
        return QDir(bench.path(u"backups"_s)).entryList(QDir::Files | QDir::Hidden, QDir::Name);
    }
    void lookAfter(Duration time)
    {
        clock.advance(time);
        schedule.look();
    }

    BackupBench bench;
    FakeClock clock;
    int opened = 0;
    BackupSchedule schedule;
};

} // namespace

class TestBackupSchedule : public QObject
{
    Q_OBJECT

private slots:
    void aFileNameIsItsTime()
    {
        QCOMPARE(backupFileName(at("2026-01-29T05:30:00.999Z")), u"marathon-20260129-053000.backup.gz"_s);
        QCOMPARE(backupTime(u"marathon-20260129-053000.backup.gz"_s), at("2026-01-29T05:30:00Z"));
    }

    void otherFilesAreNotOurs_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"", "marathon-.backup.gz", "marathon-20260129-053000.backup.gz.x7Bq1z",
                                 "marathon-20260129.backup.gz", "marathon-20261329-053000.backup.gz",
                                 "marathon-20260129-053000.gz", "damaged.gz", "my-20260129-053000.backup.gz",
                                 "marathon-20260129-05300.backup.gz", "marathon-20260129-0530000.backup.gz"})
            QTest::newRow(*name ? name : "empty") << QString::fromLatin1(name);
    }
    void otherFilesAreNotOurs()
    {
        QFETCH(QString, name);
        QVERIFY(!backupTime(name));
        QCOMPARE(surplusBackups({name}, 0), QStringList());
    }

    void whatIsDue_data()
    {
        QTest::addColumn<int>("every");
        QTest::addColumn<QStringList>("files");
        QTest::addColumn<bool>("isDue");
        // It is 12:00.
        const auto file = [](const char *time) {
            return u"marathon-20260129-%1.backup.gz"_s.arg(QLatin1StringView(time));
        };
        QTest::newRow("no backup yet") << 60 << QStringList() << true;
        QTest::newRow("never") << 0 << QStringList() << false;
        QTest::newRow("just younger than the interval") << 60 << QStringList {file("110001")} << false;
        QTest::newRow("just the interval") << 60 << QStringList {file("110000")} << true;
        QTest::newRow("the newest counts") << 60 << QStringList {file("113000"), file("090000")} << false;
        QTest::newRow("made this very second") << 60 << QStringList {file("120000")} << false;
        QTest::newRow("one from the future does not count") << 60 << QStringList {file("120001")} << true;
        QTest::newRow("one from the future beside a young one")
            << 60 << QStringList {file("120001"), file("115900")} << false;
        QTest::newRow("somebody else's file") << 60 << QStringList {u"notes-115900.txt"_s} << true;
    }
    void whatIsDue()
    {
        QFETCH(int, every);
        QFETCH(QStringList, files);
        QFETCH(bool, isDue);
        const Instant noon = at("2026-01-29T12:00:00Z");
        QCOMPARE(isBackupDue({.every = std::chrono::minutes(every)}, newestBackup(files, noon), noon), isDue);
    }

    void whatIsRemoved_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("keep");
        QTest::addColumn<int>("removed");
        QTest::newRow("none") << 0 << 3 << 0;
        QTest::newRow("fewer") << 2 << 3 << 0;
        QTest::newRow("just as many") << 3 << 3 << 0;
        QTest::newRow("one more") << 4 << 3 << 1;
        QTest::newRow("many more") << 9 << 1 << 8;
    }
    void whatIsRemoved()
    {
        QFETCH(int, count);
        QFETCH(int, keep);
        QFETCH(int, removed);
        QStringList files {u"notes.txt"_s, u"damaged.gz"_s};
        QStringList oldest;
        for (int hour = count; hour > 0; --hour) {
            files.append(backupFileName(at("2026-01-29T00:00:00Z") + std::chrono::hours(hour)));
            if (hour <= removed)
                oldest.prepend(files.last());
        }
        QCOMPARE(surplusBackups(files, keep), oldest);
    }

    void backupsAreMadeAndTheOldestGo()
    {
        Rehearsal rehearsal({.every = 60min, .keep = 2});
        rehearsal.schedule.start();
        QCOMPARE(rehearsal.files(), QStringList {u"marathon-20260129-053000.backup.gz"_s});
        QCOMPARE(rehearsal.schedule.state().lastBackup, rehearsal.clock.now());
        const Result<RestoreReport> verified =
            verifyBackup(rehearsal.bench.path(u"backups/"_s + rehearsal.files().first()), {});
        QVERIFY(verified.isOk());
        rehearsal.lookAfter(59min);
        QCOMPARE(rehearsal.files().size(), 1);
        QCOMPARE(rehearsal.opened, 1);
        rehearsal.lookAfter(1min);
        QCOMPARE(rehearsal.files().size(), 2);
        rehearsal.lookAfter(60min);
        QCOMPARE(rehearsal.files(),
                 QStringList({u"marathon-20260129-063000.backup.gz"_s, u"marathon-20260129-073000.backup.gz"_s}));
        QCOMPARE(rehearsal.schedule.state().lastBackup, rehearsal.clock.now());
        QCOMPARE(rehearsal.schedule.state().lastError, QString());
    }

    void aServerThatStartsAgainDoesNotMakeOneTooEarly()
    {
        Rehearsal rehearsal;
        rehearsal.schedule.start();
        QCOMPARE(rehearsal.opened, 1);
        const Instant made = rehearsal.clock.now();
        rehearsal.clock.advance(30min);
        rehearsal.schedule.start();
        QCOMPARE(rehearsal.opened, 1);
        QCOMPARE(rehearsal.schedule.state().lastBackup, made);
    }

    void neverMeansNever()
    {
        Rehearsal rehearsal({.every = 0min});
        rehearsal.schedule.start();
        rehearsal.lookAfter(100h);
        QCOMPARE(rehearsal.opened, 0);
        QVERIFY(!QDir(rehearsal.bench.path(u"backups"_s)).exists());
    }

    void aFailureIsLoggedOnceAndTriedAgainLater()
    {
        Rehearsal rehearsal;
        QFile inTheWay(rehearsal.bench.path(u"backups"_s));
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        inTheWay.close();
        warnings = 0;
        const QtMessageHandler handler = qInstallMessageHandler(&countWarnings);
        rehearsal.schedule.look();
        rehearsal.lookAfter(4min);
        rehearsal.lookAfter(1min);
        rehearsal.lookAfter(10min);
        qInstallMessageHandler(handler);
        QCOMPARE(warnings, 1);
        QVERIFY2(rehearsal.schedule.state().lastError.contains("backups"_L1),
                 qPrintable(rehearsal.schedule.state().lastError));
        QVERIFY(!rehearsal.schedule.state().lastBackup);
        QVERIFY(inTheWay.remove());
        rehearsal.lookAfter(4min);
        QCOMPARE(rehearsal.opened, 0);
        rehearsal.lookAfter(1min);
        QCOMPARE(rehearsal.opened, 1);
        QCOMPARE(rehearsal.schedule.state().lastError, QString());
        QCOMPARE(rehearsal.files().size(), 1);
        // The next one that fails is a new occurrence.
        QVERIFY(QDir(inTheWay.fileName()).removeRecursively());
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        inTheWay.close();
        qInstallMessageHandler(&countWarnings);
        rehearsal.lookAfter(60min);
        qInstallMessageHandler(handler);
        QCOMPARE(warnings, 2);
        QVERIFY(inTheWay.remove());
    }

    void nothingIsRemovedForABackupThatDoesNotVerify()
    {
        Rehearsal rehearsal({.every = 60min, .keep = 1});
        rehearsal.schedule.look();
        const QStringList good = rehearsal.files();
        const Instant made = rehearsal.clock.now();
        rehearsal.bench.tamper(u"contest.db"_s, {u"UPDATE ledger SET actor = 'staff:other' WHERE seq = 2"_s});
        const QtMessageHandler handler = qInstallMessageHandler(&countWarnings);
        rehearsal.lookAfter(60min);
        rehearsal.lookAfter(5min);
        qInstallMessageHandler(handler);
        QCOMPARE(rehearsal.opened, 3);
        QCOMPARE(rehearsal.files(), QStringList {u"damaged.gz"_s} + good);
        QVERIFY2(rehearsal.schedule.state().lastError.contains("Entry 2"_L1),
                 qPrintable(rehearsal.schedule.state().lastError));
        QCOMPARE(rehearsal.schedule.state().lastBackup, made);
    }

    void aServerThatStopsGivesItsBackupUp()
    {
        Rehearsal rehearsal;
        rehearsal.schedule.cancel();
        rehearsal.schedule.look();
        QCOMPARE(rehearsal.files(), QStringList());
        QCOMPARE(rehearsal.schedule.state().lastError, QString());
    }
};

QTEST_GUILESS_MAIN(TestBackupSchedule)
#include "test_backup_schedule.moc"
