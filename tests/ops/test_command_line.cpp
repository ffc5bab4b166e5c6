#include "server/CommandLine.h"
#include "server/ops/DataLock.h"
#include "server/store/SqliteStore.h"
#include "tests/import/ContestFolderBuilder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Marathon;

namespace {

/// The command line over a data directory of its own, with a server that only notes what it was told.
class Shell
{
public:
    int run(const QString &line)
    {
        QStringList arguments = line.split(u' ', Qt::SkipEmptyParts);
        for (QString &argument : arguments)
            argument.replace("@DATA"_L1, dataPath())
                .replace("@FOLDER"_L1, folder.path())
                .replace("@FILES"_L1, files.path());
        out.clear();
        err.clear();
        QTextStream outStream(&out);
        QTextStream errStream(&err);
        CommandLine commandLine({outStream, errStream,
                                 [this]() -> Result<QString> {
                                     return password.isEmpty()
                                                ? Result<QString>(Error {ErrorKind::Invalid, u"no password"_s})
                                                : Result<QString>(password);
                                 },
                                 [this](const ServeOptions &options) {
                                     served = options.config;
                                     return 0;
                                 },
                                 environment});
        return commandLine.run(arguments);
    }
    QString dataPath() const { return files.filePath(u"data"_s); }
    QString write(const QString &name, const QByteArray &content) const
    {
        QFile file(files.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write");
        return file.fileName();
    }
    QByteArray read(const QString &name) const
    {
        QFile file(files.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir files;
    ContestFolderBuilder folder;
    QString password;
    QMap<QString, QString> environment;
    ServerConfig served;
    QString out;
    QString err;
};

} // namespace

#define RUNS(shell, line) QVERIFY2(shell.run(line) == 0, qPrintable(shell.err))

class TestCommandLine : public QObject
{
    Q_OBJECT

private slots:
    void aContestIsRunFromTheShell()
    {
        Shell shell;
        shell.password = u"gravel otter lamp"_s;
        RUNS(shell, u"staff add ann --role admin --data @DATA"_s);
        QVERIFY(!(QFileInfo(shell.dataPath()).permissions() & (QFile::ReadGroup | QFile::ReadOther)));
        RUNS(shell, u"contest import @FOLDER --data @DATA"_s);
        QVERIFY2(shell.out.contains("Small Contest"_L1), qPrintable(shell.out));
        shell.write(u"list.csv"_s, "participant_id,name,email,college,department,hall,seat\nP1,Ada,ada@x.org,C,D,H1,"
                                   "1\nP2,Bob,bob@x.org,C,D,H2,1\n");
        RUNS(shell, u"participants import @FILES/list.csv --passwords-out @FILES/passwords.csv --data @DATA"_s);
        QCOMPARE(shell.read(u"passwords.csv"_s).count("\r\n"), 3);
        QVERIFY(!(QFileInfo(shell.files.filePath(u"passwords.csv"_s)).permissions() &
                  (QFile::ReadGroup | QFile::ReadOther)));
        QVERIFY(!shell.out.contains("password\r\n"_L1));
        RUNS(shell, u"policy --preset Observe --data @DATA"_s);
        RUNS(shell, u"contest state live --data @DATA"_s);
        RUNS(shell, u"round state 1 active --data @DATA"_s);
        RUNS(shell, u"status --data @DATA"_s);
        QVERIFY(shell.out.contains("is live, policy Observe"_L1) && shell.out.contains("2 participants"_L1));
        RUNS(shell, u"export results --format json --hall H2 --data @DATA"_s);
        QCOMPARE(QJsonDocument::fromJson(shell.out.toUtf8()).array().size(), 1);
        RUNS(shell, u"export participants --out @FILES/people.csv --data @DATA"_s);
        QCOMPARE(shell.out, QString());
        QVERIFY(shell.read(u"people.csv"_s).startsWith("participant_id,name,email,"));
        RUNS(shell, u"verify --data @DATA --database sqlite"_s);
        QVERIFY(shell.out.contains("is whole"_L1));
    }

    void generatedPasswordsArePrintedOnce()
    {
        Shell shell;
        RUNS(shell, u"contest import @FOLDER --data @DATA"_s);
        shell.write(u"list.csv"_s,
                    "participant_id,name,email,college,department,hall,seat\nP1,Ada,ada@x.org,C,D,H1,1\n");
        RUNS(shell, u"participants import @FILES/list.csv --dry-run --data @DATA"_s);
        QVERIFY(!shell.out.contains("P1,Ada,"_L1));
        RUNS(shell, u"participants import @FILES/list.csv --data @DATA"_s);
        QVERIFY(shell.out.contains("P1,Ada,"_L1));
        RUNS(shell, u"participants import @FILES/list.csv --data @DATA"_s);
        QVERIFY(!shell.out.contains("P1,Ada,"_L1));
    }

    void nothingIsImportedWhenPasswordsCannotBeWrittenDown()
    {
        Shell shell;
        RUNS(shell, u"contest import @FOLDER --data @DATA"_s);
        shell.write(u"list.csv"_s,
                    "participant_id,name,email,college,department,hall,seat\nP1,Ada,ada@x.org,C,D,H1,1\n");
        QCOMPARE(shell.run(u"participants import @FILES/list.csv --passwords-out @FILES/nowhere/p.csv --data @DATA"_s),
                 1);
        RUNS(shell, u"status --data @DATA"_s);
        QVERIFY(shell.out.contains("0 participants"_L1));
    }

    void policySettingsComeFromAFile()
    {
        Shell shell;
        RUNS(shell, u"contest import @FOLDER --data @DATA"_s);
        shell.write(u"policy.json"_s, R"({"limit": 25})");
        RUNS(shell, u"policy --preset Standard --file @FILES/policy.json --data @DATA"_s);
        QVERIFY2(shell.out.contains("limit 25"_L1), qPrintable(shell.out));
        shell.write(u"policy.json"_s, "limit: 25");
        QCOMPARE(shell.run(u"policy --file @FILES/policy.json --data @DATA"_s), 1);
    }

    void everyCommandHasHelp_data()
    {
        QTest::addColumn<QString>("command");
        for (const char *command : {"",         "serve",           "contest", "contest import", "contest state",
                                    "round",    "round state",     "policy",  "participants",   "participants import",
                                    "staff",    "staff add",       "problem", "problem verify", "export",
                                    "verify",   "backup",          "restore", "migrate-store",  "status",
                                    "database", "database prepare"})
            QTest::newRow(*command ? command : "none") << QString::fromLatin1(command);
    }
    void everyCommandHasHelp()
    {
        QFETCH(QString, command);
        Shell shell;
        QCOMPARE(shell.run(command + u" --help"_s), 0);
        QVERIFY(shell.out.contains("--help"_L1));
        const bool isGroup =
            QStringList({u""_s, u"contest"_s, u"round"_s, u"participants"_s, u"staff"_s, u"problem"_s, u"database"_s})
                .contains(command);
        QCOMPARE(shell.out.contains("--data"_L1), !isGroup);
        QVERIFY(!QFileInfo::exists(shell.dataPath()));
    }

    void aPasswordInAnAddressIsNeverRepeated_data()
    {
        QTest::addColumn<QString>("line");
        QTest::newRow("nobody there") << u"status --database postgresql://me:s3cret-word@127.0.0.1:1/db"_s;
        QTest::newRow("serving") << u"serve --database postgresql://me:s3cret-word@127.0.0.1:port/db --data @DATA"_s;
        QTest::newRow("preparing") << u"database prepare --database postgresql://me:s3cret-word@127.0.0.1:1/db"_s;
        QTest::newRow("moving") << u"migrate-store --data @DATA --to postgresql://me:s3cret-word@127.0.0.1:1/db"_s;
    }
    void aPasswordInAnAddressIsNeverRepeated()
    {
        QFETCH(QString, line);
        Shell shell;
        shell.run(line);
        QVERIFY2(!shell.err.contains("s3cret"_L1) && !shell.out.contains("s3cret"_L1), qPrintable(shell.err));
        if (!line.startsWith(u"serve"_s))
            QVERIFY(!shell.err.isEmpty());
    }

    void thePreparationNeedsAnAddress()
    {
        Shell shell;
        QCOMPARE(shell.run(u"database prepare --data @DATA"_s), 1);
        QVERIFY2(shell.err.contains("--database postgresql://"_L1), qPrintable(shell.err));
    }

    void wrongUsageIsExitCode2_data()
    {
        QTest::addColumn<QString>("line");
        QTest::newRow("nothing") << u""_s;
        QTest::newRow("unknown command") << u"explode"_s;
        QTest::newRow("group without a command") << u"contest"_s;
        QTest::newRow("argument missing") << u"contest import"_s;
        QTest::newRow("unknown option") << u"status --loudly"_s;
        QTest::newRow("no number") << u"round state one active"_s;
        QTest::newRow("role missing") << u"staff add ann"_s;
        QTest::newRow("nothing to restore") << u"restore"_s;
        QTest::newRow("moving nowhere") << u"migrate-store"_s;
        QTest::newRow("no database") << u"status --database mysql://host/db"_s;
    }
    void wrongUsageIsExitCode2()
    {
        QFETCH(QString, line);
        Shell shell;
        QCOMPARE(shell.run(line), 2);
        QVERIFY(!shell.err.isEmpty() && shell.out.isEmpty());
        QCOMPARE(shell.err.contains("postgresql://"_L1), line.contains("mysql"_L1));
    }

    void refusalsAreExitCode1_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("said");
        QTest::newRow("no data directory") << u"status --data @FILES/nowhere"_s << u"--data"_s;
        QTest::newRow("nothing to verify") << u"verify --data @FILES/nowhere"_s << u"no database"_s;
        QTest::newRow("nothing to back up") << u"backup --data @FILES/nowhere"_s << u"no database"_s;
        QTest::newRow("nothing to move") << u"migrate-store --to sqlite:@FILES/elsewhere --data @FILES/nowhere"_s
                                         << u"no database"_s;
        QTest::newRow("moving to no place") << u"migrate-store --to elsewhere --data @DATA"_s << u"sqlite:DIR"_s;
        QTest::newRow("backup where nothing can be written")
            << u"backup --out @FILES/nowhere/x.gz --data @DATA"_s << u"cannot be written"_s;
        QTest::newRow("no such backup") << u"restore @FILES/none.gz --data @FILES/nowhere"_s << u"none.gz"_s;
        QTest::newRow("no such backup to verify") << u"verify @FILES/none.gz --data @DATA"_s << u"none.gz"_s;
        QTest::newRow("restore over a contest") << u"restore @FOLDER/contest.yaml --data @DATA"_s << u"empty place"_s;
        QTest::newRow("comparing with no place")
            << u"restore @FOLDER/contest.yaml --compare there --data @FILES/nowhere"_s << u"sqlite:DIR"_s;
        QTest::newRow("folder without a contest") << u"contest import @FILES --data @DATA"_s << u"contest.yaml"_s;
        QTest::newRow("no such folder") << u"contest import @FILES/nowhere --data @DATA"_s << u"nowhere"_s;
        QTest::newRow("unknown contest state")
            << u"contest state running --data @DATA"_s << u"draft, scheduled, live"_s;
        QTest::newRow("unknown round state") << u"round state 1 running --data @DATA"_s << u"locked, countdown"_s;
        QTest::newRow("no such round") << u"round state 9 active --data @DATA"_s << u"no round 9"_s;
        QTest::newRow("unknown preset") << u"policy --preset Harsh --data @DATA"_s << u"Supervised"_s;
        QTest::newRow("no such list") << u"participants import @FILES/none.csv --data @DATA"_s << u"none.csv"_s;
        QTest::newRow("no password") << u"staff add ann --role admin --data @DATA"_s << u"password"_s;
        QTest::newRow("unknown export") << u"export gossip --data @DATA"_s << u"violations"_s;
        QTest::newRow("export where nothing can be written")
            << u"export results --out @FILES/nowhere/x.csv --data @DATA"_s << u"cannot be written"_s;
    }
    void refusalsAreExitCode1()
    {
        QFETCH(QString, line);
        QFETCH(QString, said);
        static Shell shell;
        if (!QFileInfo::exists(shell.dataPath()))
            RUNS(shell, u"contest import @FOLDER --data @DATA"_s);
        QCOMPARE(shell.run(line), 1);
        QVERIFY2(shell.err.contains(said), qPrintable(shell.err));
        QCOMPARE(shell.out, QString());
        QVERIFY(!QFileInfo::exists(shell.files.filePath(u"nowhere"_s)));
    }

    void aDirectoryInUseIsSaidToBe()
    {
        Shell shell;
        RUNS(shell, u"contest import @FOLDER --data @DATA"_s);
        const auto lock = DataLock::acquire(DataDirectory(shell.dataPath()));
        QVERIFY(lock.isOk());
        QCOMPARE(shell.run(u"status --data @DATA"_s), 1);
        QVERIFY(shell.err.contains("is in use by"_L1));
        RUNS(shell, u"verify --data @DATA"_s);
    }

    void aContestIsBackedUpRestoredComparedAndMoved()
    {
        Shell shell;
        RUNS(shell, u"contest import @FOLDER --data @DATA"_s);
        shell.write(u"list.csv"_s,
                    "participant_id,name,email,college,department,hall,seat\nP1,Ada,ada@x.org,C,D,H1,1\n");
        RUNS(shell, u"participants import @FILES/list.csv --data @DATA"_s);
        // Also while something has the directory, as a server would.
        {
            const auto lock = DataLock::acquire(DataDirectory(shell.dataPath()));
            QVERIFY(lock.isOk());
            RUNS(shell, u"backup --data @DATA"_s);
            QCOMPARE(shell.run(u"migrate-store --to sqlite:@FILES/moved --data @DATA"_s), 1);
            QVERIFY2(shell.err.contains("is in use by"_L1), qPrintable(shell.err));
        }
        const QStringList made = QDir(shell.dataPath() + u"/backups"_s).entryList({u"marathon-*.backup.gz"_s});
        QCOMPARE(made.size(), 1);
        RUNS(shell, u"backup --out @FILES/mine.gz --data @DATA"_s);
        QVERIFY2(shell.out.contains("mine.gz"_L1) && shell.out.contains("is whole"_L1), qPrintable(shell.out));
        QVERIFY2(shell.err.contains("100 %"_L1), qPrintable(shell.err));
        RUNS(shell, u"verify @FILES/mine.gz --data @FILES/nowhere"_s);
        QVERIFY2(shell.out.contains("is whole"_L1), qPrintable(shell.out));
        QVERIFY(!QFileInfo::exists(shell.files.filePath(u"nowhere"_s)));

        RUNS(shell, u"restore @FILES/mine.gz --compare sqlite:@DATA --data @FILES/restored"_s);
        QVERIFY2(shell.out.contains("are the same in both places"_L1), qPrintable(shell.out));
        RUNS(shell, u"status --data @FILES/restored"_s);
        QVERIFY2(shell.out.contains("1 participants"_L1), qPrintable(shell.out));
        QCOMPARE(shell.run(u"restore @FILES/mine.gz --data @FILES/restored"_s), 1);
        QVERIFY2(shell.err.contains("empty place"_L1), qPrintable(shell.err));

        RUNS(shell, u"migrate-store --to sqlite:@FILES/moved --data @DATA"_s);
        RUNS(shell, u"verify --data @FILES/moved"_s);
        QVERIFY2(shell.out.contains("is whole"_L1), qPrintable(shell.out));

        QByteArray bytes = shell.read(u"mine.gz"_s);
        bytes.chop(1);
        shell.write(u"torn.gz"_s, bytes);
        QCOMPARE(shell.run(u"restore @FILES/torn.gz --data @FILES/torn"_s), 1);
        QVERIFY2(shell.err.contains("cut off"_L1), qPrintable(shell.err));
        QCOMPARE(shell.run(u"status --data @FILES/torn"_s), 0);
        QVERIFY2(shell.out.contains("no contest yet"_L1), qPrintable(shell.out));
    }

    void aChangedLedgerIsFound()
    {
        Shell shell;
        RUNS(shell, u"contest import @FOLDER --data @DATA"_s);
        {
            QSqlDatabase raw = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"raw"_s);
            raw.setDatabaseName(DataDirectory(shell.dataPath()).databasePath());
            QVERIFY(raw.open());
            QSqlQuery query(raw);
            QVERIFY(query.exec(u"DROP TRIGGER ledger_is_append_only_update"_s));
            QVERIFY(query.exec(u"UPDATE ledger SET actor = 'staff:other' WHERE seq = 2"_s));
        }
        QSqlDatabase::removeDatabase(u"raw"_s);
        QCOMPARE(shell.run(u"verify --data @DATA"_s), 1);
        QVERIFY2(shell.err.contains("Entry 2"_L1), qPrintable(shell.err));
    }

    void settingsComeFromFileEnvironmentAndOptionsInThisOrder()
    {
        Shell shell;
        shell.write(u"server.conf"_s, "# a comment\nlisten = 0.0.0.0:9000\nio_threads = 3\nmetrics_public = "
                                      "yes\n\ntrusted_proxies = 10.0.0.1, ::1\n");
        shell.environment = {{u"MARATHON_IO_THREADS"_s, u"5"_s},
                             {u"MARATHON_LOG_LEVEL"_s, u"debug"_s},
                             {u"MARATHON_DATA"_s, u"elsewhere"_s}};
        RUNS(shell, u"serve --config @FILES/server.conf --listen [::1]:8081 --data @DATA"_s);
        QCOMPARE(shell.served.listenAddress, QHostAddress(QHostAddress::LocalHostIPv6));
        QCOMPARE(shell.served.listenPort, 8081);
        QCOMPARE(shell.served.ioThreads, 5);
        QCOMPARE(shell.served.logLevel, LogLevel::Debug);
        QCOMPARE(shell.served.metricsPublic, true);
        QCOMPARE(shell.served.trustedProxies,
                 QList<QHostAddress>({QHostAddress(u"10.0.0.1"_s), QHostAddress(QHostAddress::LocalHostIPv6)}));
        QCOMPARE(shell.served.data, shell.dataPath());
        QCOMPARE(shell.served.maxConnectionsPerAddress, 2000);
        RUNS(shell, u"serve"_s);
        QCOMPARE(shell.served.data, u"elsewhere"_s);
        QCOMPARE(shell.served.listenAddress, QHostAddress(QHostAddress::LocalHost));
        QCOMPARE(shell.served.listenPort, 8080);
    }

    void wrongSettingsAreNamed_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("options");
        QTest::addColumn<QString>("said");
        QTest::newRow("no port") << ""_ba << u"--listen 127.0.0.1"_s << u"--listen"_s;
        QTest::newRow("port too large") << ""_ba << u"--listen 127.0.0.1:70000"_s << u"--listen"_s;
        QTest::newRow("no address") << ""_ba << u"--listen :80"_s << u"--listen"_s;
        QTest::newRow("a name is no address") << ""_ba << u"--listen example.org:80"_s << u"--listen"_s;
        QTest::newRow("origin with a path")
            << ""_ba << u"--public-origin https://x.org/contest"_s << u"--public-origin"_s;
        QTest::newRow("origin of another scheme") << ""_ba << u"--public-origin ftp://x.org"_s << u"--public-origin"_s;
        QTest::newRow("certificate without a key") << ""_ba << u"--tls-certificate c.pem"_s << u"tls_key"_s;
        QTest::newRow("too many threads") << "io_threads = 65"_ba << u""_s << u"server.conf:1"_s;
        QTest::newRow("unknown setting") << "\nio_thread = 2"_ba << u""_s << u"did you mean io_threads?"_s;
        QTest::newRow("no value") << "listen"_ba << u""_s << u"name = value"_s;
        QTest::newRow("neither true nor false") << "metrics_public = maybe"_ba << u""_s << u"true or false"_s;
        QTest::newRow("no proxy's address") << "trusted_proxies = proxy"_ba << u""_s << u"trusted_proxies"_s;
    }
    void wrongSettingsAreNamed()
    {
        QFETCH(QByteArray, file);
        QFETCH(QString, options);
        QFETCH(QString, said);
        Shell shell;
        shell.write(u"server.conf"_s, file);
        shell.served.ioThreads = -1;
        QCOMPARE(shell.run(u"serve --config @FILES/server.conf "_s + options), 1);
        QVERIFY2(shell.err.contains(said), qPrintable(shell.err));
        QCOMPARE(shell.served.ioThreads, -1);
    }

    void aMissingSettingsFileIsSaidToBe()
    {
        Shell shell;
        QCOMPARE(shell.run(u"serve --config @FILES/none.conf"_s), 1);
        QVERIFY(shell.err.contains("none.conf"_L1));
    }

    void theOperationsPageListsTheSettings()
    {
        QFile file(QStringLiteral(MARATHON_SOURCE_DIR "/docs/operations.md"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(QString::fromUtf8(file.readAll()).contains(settingsReference()), qPrintable(settingsReference()));
    }

    void everySettingIsAnOption()
    {
        Shell shell;
        RUNS(shell, u"serve --help"_s);
        for (const SettingRow &row : settingRows())
            QVERIFY2(shell.out.contains(row.option()), row.name.data());
    }
};

QTEST_GUILESS_MAIN(TestCommandLine)
#include "test_command_line.moc"
