#include "server/ops/Backup.h"
#include "server/ops/BackupFile.h"
#include "shared/core/Gzip.h"
#include "tests/ops/BackupBench.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QTest>
#include <QTextStream>

#include <thread>

using namespace Marathon;

namespace {

const Instant now {Duration(1'769'680'000'000)};

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s cannot be read", qPrintable(path));
    return file.readAll();
}

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("%s cannot be written", qPrintable(path));
}

QByteArrayList linesOf(const QString &path)
{
    const std::unique_ptr<GzipLines> lines = required(GzipLines::open(path));
    QByteArrayList list;
    while (!required(lines->atEnd()))
        list.append(required(lines->next()));
    return list;
}

/// Lines as somebody would make them who knows the format: with a fitting trailer.
void writeSigned(const QString &path, QByteArrayList lines)
{
    lines.removeLast();
    const QByteArray text = lines.join('\n') + '\n';
    const qint64 rows = std::count_if(lines.begin(), lines.end(), [](auto &line) { return line.startsWith('['); });
    const QByteArray hash = QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex();
    write(path, gzipped(text + trailerLine({rows, QString::fromLatin1(hash)})));
}

qsizetype lineOf(const QByteArrayList &lines, const QByteArray &part)
{
    for (qsizetype index = 0; index < lines.size(); ++index) {
        if (lines[index].contains(part))
            return index;
    }
    qFatal("no line has %s", part.constData());
}

using Edit = std::function<void(QByteArrayList &lines)>;

} // namespace

Q_DECLARE_METATYPE(Edit)

#define OK(result) QVERIFY2(result.isOk(), qPrintable(result.isOk() ? QString() : result.error().message))

class TestBackup : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const auto store = m_bench.open(u"good.db"_s);
        BackupBench::fill(*store);
        m_good = m_bench.path(u"good.backup.gz"_s);
        OK(backup(*store, m_good, now, {}));
        m_content = BackupBench::contentOf(*store);
        m_rows = BackupBench::rowsIn(*store);
    }

    void aRestoredPlaceHoldsTheSameRows()
    {
        const auto place = m_bench.open(u"restored.db"_s);
        const Result<RestoreReport> restored = restore(m_good, *place, {});
        OK(restored);
        QCOMPARE(BackupBench::contentOf(*place), m_content);
        QCOMPARE(BackupBench::rowsIn(*place), m_rows);
        QCOMPARE(restored->header.contest, u"test"_s);
        QCOMPARE(restored->header.madeAt, now);
        QCOMPARE(restored->audit.contests.size(), 1);
        QCOMPARE(restored->audit.contests.first().entries, restored->header.seq);
        QVERIFY(restored->header.seq > 20);
        // A backup of what was restored has the same rows, and the place goes on.
        const QString again = m_bench.path(u"again.backup.gz"_s);
        OK(backup(*place, again, now, {}));
        QCOMPARE(linesOf(again), linesOf(m_good));
        place->select(ContestId(u"test"_s));
        BackupBench::addIncidents(*place, 3);
        OK(verifyStore(*place, {}));
    }

    void everyTableHasRowsHere()
    {
        const QByteArrayList lines = linesOf(m_good);
        const BackupHeader header = required(fromJson<BackupHeader>(required(parseObject(lines.first()))));
        for (const TableSpec &table : durableTables())
            QVERIFY2(header.rows.value(QString(table.name)) > 0, table.name.data());
    }

    void onlyTheOwnerReadsIt()
    {
        QVERIFY(!(QFileInfo(m_good).permissions() &
                  (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther)));
    }

    void anEmptyStoreIsBackedUpAndRestored()
    {
        const auto empty = m_bench.open(u"empty.db"_s);
        const QString path = m_bench.path(u"empty.backup.gz"_s);
        OK(backup(*empty, path, now, {}));
        const auto place = m_bench.open(u"empty-too.db"_s);
        const Result<RestoreReport> restored = restore(path, *place, {});
        OK(restored);
        QCOMPARE(restored->header.contest, QString());
        QCOMPARE(BackupBench::rowsIn(*place), 0);
    }

    void anAbandonedBackupLeavesNoFile()
    {
        const auto store = m_bench.open(u"good.db"_s);
        QTemporaryDir folder;
        const Result<BackupReport> made =
            backup(*store, folder.filePath(u"x.gz"_s), now, [](qint64, qint64) { return false; });
        QVERIFY(!made.isOk());
        QCOMPARE(made.error().kind, ErrorKind::Unavailable);
        QVERIFY(QDir(folder.path()).isEmpty());
        // The store is free again.
        QCOMPARE(BackupBench::contentOf(*store), m_content);
        OK(backup(*store, folder.filePath(u"x.gz"_s), now, {}));
    }

    void aFolderThatIsMissingIsNamed()
    {
        const auto store = m_bench.open(u"good.db"_s);
        const Result<BackupReport> made = backup(*store, m_bench.path(u"nowhere/x.gz"_s), now, {});
        QVERIFY(!made.isOk());
        QVERIFY2(made.error().message.contains("nowhere/x.gz"_L1), qPrintable(made.error().message));
    }

    void aFlippedByteIsNoticedWhereverItIs()
    {
        const QByteArray good = bytesOf(m_good);
        const QString path = m_bench.path(u"flipped.gz"_s);
        // Bytes 4 to 9 of a gzip header say when and where it was made (RFC 1952); they carry nothing of ours.
        for (qsizetype at = 0; at < good.size(); at += at < 30 || at > good.size() - 30 ? 1 : 29) {
            if (at >= 4 && at < 10)
                continue;
            QByteArray changed = good;
            changed[at] = char(changed[at] ^ 0xff);
            write(path, changed);
            const Result<RestoreReport> verified = verifyBackup(path, {});
            QVERIFY2(!verified.isOk(), qPrintable(u"byte %1"_s.arg(at)));
            QCOMPARE(verified.error().kind, ErrorKind::Invalid);
        }
    }

    void aTornFileIsRefused_data()
    {
        const QByteArray good = bytesOf(m_good);
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("one byte") << good.first(1);
        QTest::newRow("half of the gzip header") << good.first(5);
        QTest::newRow("only the gzip header") << good.first(10);
        QTest::newRow("half") << good.first(good.size() / 2);
        QTest::newRow("without the checksum") << good.chopped(8);
        QTest::newRow("without the last byte") << good.chopped(1);
        QTest::newRow("a byte more") << good + 'x';
        QTest::newRow("twice") << good + good;
        QTest::newRow("not compressed") << linesOf(m_good).join('\n') + '\n';
        QTest::newRow("compressed something else") << gzipped("hello\n");
        QTest::newRow("compressed nothing") << gzipped("");
        QTest::newRow("compressed JSON") << gzipped("{\"a\":1}\n");
        QTest::newRow("without its trailer")
            << gzipped(linesOf(m_good).mid(0, linesOf(m_good).size() - 1).join('\n') + '\n');
    }
    void aTornFileIsRefused()
    {
        QFETCH(QByteArray, bytes);
        refused(bytes, {});
    }

    void aChangedFileIsRefused_data()
    {
        QTest::addColumn<Edit>("edit");
        QTest::addColumn<bool>("isSigned");
        QTest::addColumn<QString>("said");
        QTest::newRow("newer format") << Edit([](QByteArrayList &lines) {
            lines[0].replace("\"marathon_backup\":1", "\"marathon_backup\":2");
        }) << true << u"newer program"_s;
        QTest::newRow("a row changed") << Edit([](QByteArrayList &lines) {
            const qsizetype at = lineOf(lines, "p3@example.org");
            lines[at].replace("p3@example.org", "x3@example.org");
        }) << false << u"SHA-256"_s;
        QTest::newRow("two rows swapped") << Edit([](QByteArrayList &lines) {
            const qsizetype at = lineOf(lines, "p3@example.org");
            lines.swapItemsAt(at, at + 1);
        }) << false << u"SHA-256"_s;
        QTest::newRow("a row missing") << Edit([](QByteArrayList &lines) {
            lines.removeAt(lineOf(lines, "p3@example.org"));
        }) << true << u"people has 5 rows instead of 6"_s;
        QTest::newRow("a row twice") << Edit([](QByteArrayList &lines) {
            const qsizetype at = lineOf(lines, "p3@example.org");
            lines.insert(at, lines[at]);
        }) << true << u"people has 7 rows instead of 6"_s;
        QTest::newRow("a table missing") << Edit([](QByteArrayList &lines) {
            const qsizetype at = lineOf(lines, "\"table\":\"settings\"");
            lines.erase(lines.begin() + at, lines.end() - 1);
        }) << true << u"settings is missing"_s;
        QTest::newRow("a table of another program") << Edit([](QByteArrayList &lines) {
            const qsizetype at = lineOf(lines, "\"table\":\"settings\"");
            lines[at].replace("value", "other");
        }) << true << u"not expected"_s;
        QTest::newRow("a row too short") << Edit([](QByteArrayList &lines) {
            lines[lineOf(lines, "[\"secret\"")] = "[\"secret\"]";
        }) << true << u"settings cannot be read"_s;
        QTest::newRow("a text where a number belongs") << Edit([](QByteArrayList &lines) {
            const qsizetype at = lineOf(lines, "\"page\",");
            lines[at].replace("\"page\",", "\"page\",\"x\" ,").replace("\"x\" ,1", "\"x\"");
        }) << true << u"client_streams cannot be read"_s;
        QTest::newRow("no base64") << Edit([](QByteArrayList &lines) {
            const qsizetype at = lineOf(lines, "asked a neighbour");
            lines[at].replace("\"c2Fsd", "\"!!!!!");
        }) << true << u"private_texts cannot be read"_s;
        QTest::newRow("a row before any table")
            << Edit([](QByteArrayList &lines) { lines.insert(1, "[1]"); }) << true << u"row of no table"_s;
        QTest::newRow("something after its end")
            << Edit([](QByteArrayList &lines) { lines.append("[\"more\"]"); }) << false << u"follows its end"_s;
        // Signed again, but the rows do not fit together: whoever made it made them up.
        QTest::newRow("an entry's actor changed, signed again") << Edit([](QByteArrayList &lines) {
            const qsizetype at = lineOf(lines, "staff:tester");
            lines[at].replace("staff:tester", "staff:nobody");
        }) << true << u"was changed: its hash does not fit"_s;
        QTest::newRow("a source changed, signed again") << Edit([](QByteArrayList &lines) {
            const qsizetype at = lineOf(lines, QByteArray("draft of P2").toBase64());
            lines[at].replace(QByteArray("draft of P2").toBase64(), QByteArray("draft of P0").toBase64());
        }) << true << u"was changed: its hash does not fit"_s;
    }
    void aChangedFileIsRefused()
    {
        QFETCH(Edit, edit);
        QFETCH(bool, isSigned);
        QFETCH(QString, said);
        QByteArrayList lines = linesOf(m_good);
        edit(lines);
        QVERIFY(lines != linesOf(m_good));
        const QString path = m_bench.path(u"changed.gz"_s);
        if (isSigned)
            writeSigned(path, lines);
        else
            write(path, gzipped(lines.join('\n') + '\n'));
        refused(bytesOf(path), said);
    }

    void aPlaceWithSomethingInItIsLeftAsItIs()
    {
        const auto place = m_bench.open(u"taken.db"_s);
        Batch batch;
        batch.settings.insert(u"secret"_s, u"ours"_s);
        required(place->begin({}));
        QVERIFY(place->commit(batch).isOk());
        const QString before = BackupBench::contentOf(*place);
        const Result<RestoreReport> restored = restore(m_good, *place, {});
        QVERIFY(!restored.isOk());
        QCOMPARE(restored.error().kind, ErrorKind::Conflict);
        QVERIFY2(restored.error().message.contains("settings"_L1), qPrintable(restored.error().message));
        QCOMPARE(BackupBench::contentOf(*place), before);
        const auto good = m_bench.open(u"good.db"_s);
        const Result<AuditReport> moved = moveStore(*good, *place, now, {});
        QVERIFY(!moved.isOk());
        QCOMPARE(moved.error().kind, ErrorKind::Conflict);
        QCOMPARE(BackupBench::contentOf(*place), before);
    }

    void aRestoreThatIsCutOffLeavesNothing_data()
    {
        QTest::addColumn<int>("steps");
        QTest::newRow("at once") << 0;
        QTest::newRow("while rows are written") << 1;
        QTest::newRow("while they are read back") << 3;
    }
    void aRestoreThatIsCutOffLeavesNothing()
    {
        QFETCH(int, steps);
        const auto large = m_bench.open(u"large.db"_s);
        if (BackupBench::rowsIn(*large) == 0) {
            BackupBench::fill(*large);
            BackupBench::addIncidents(*large, 2500);
        }
        const QString path = m_bench.path(u"large.backup.gz"_s);
        OK(backup(*large, path, now, {}));
        const QString name = u"cut-%1.db"_s.arg(steps);
        {
            const auto place = m_bench.open(name);
            int seen = 0;
            const Result<RestoreReport> restored = restore(path, *place, [&](qint64 done, qint64 total) {
                if (done > total)
                    qFatal("more than everything");
                return seen++ < steps;
            });
            QVERIFY(!restored.isOk());
            QCOMPARE(seen, steps + 1);
        }
        const auto place = m_bench.open(name);
        QCOMPARE(BackupBench::rowsIn(*place), 0);
        OK(restore(path, *place, {}));
        QCOMPARE(BackupBench::contentOf(*place), BackupBench::contentOf(*large));
    }

    void aBackupIsOfOneMomentWhileAServerWrites()
    {
        {
            const auto store = m_bench.open(u"busy.db"_s);
            BackupBench::fill(*store);
        }
        std::atomic<bool> isStopped = false;
        std::thread writer([&] {
            const auto store = m_bench.open(u"busy.db"_s);
            while (!isStopped)
                BackupBench::addIncidents(*store, 3);
        });
        qint64 seq = 0;
        int backups = 0;
        QString failure;
        while (backups < 8 && failure.isEmpty()) {
            const auto store = m_bench.open(u"busy.db"_s, StoreMode::ReadOnly);
            const QString path = m_bench.path(u"busy.backup.gz"_s);
            const Result<BackupReport> made = backup(*store, path, now, {});
            const Result<RestoreReport> verified = verifyBackup(path, {});
            if (!made || !verified)
                failure = made ? verified.error().message : made.error().message;
            else if (made->header.seq < seq)
                failure = u"an older state"_s;
            else if (made->header.seq > seq)
                ++backups; // something was written in between
            seq = made ? made->header.seq : seq;
        }
        isStopped = true;
        writer.join();
        QVERIFY2(failure.isEmpty(), qPrintable(failure));
    }

    void whatDoesNotFitTogetherIsFound_data()
    {
        QTest::addColumn<QStringList>("statements");
        QTest::addColumn<QString>("said");
        QTest::newRow("an entry's actor")
            << QStringList {u"UPDATE ledger SET actor = 'staff:other' WHERE seq = 2"_s} << u"Entry 2"_s;
        QTest::newRow("an entry's body")
            << QStringList {u"UPDATE ledger SET body = replace(body, '{', '{ ') WHERE seq = 7"_s} << u"Entry 7"_s;
        QTest::newRow("another way to write the same moment")
            << QStringList {u"UPDATE ledger SET at = replace(at, 'Z', '+00:00') WHERE seq = 3"_s} << u"Entry 3"_s;
        QTest::newRow("an entry in the middle is gone")
            << QStringList {u"DELETE FROM ledger WHERE seq = 5"_s} << u"Entry 5 of the ledger is missing"_s;
        QTest::newRow("the last entry is gone")
            << QStringList {u"DELETE FROM ledger WHERE seq = (SELECT max(seq) FROM ledger)"_s} << u"at the end"_s;
        QTest::newRow("the whole ledger is gone") << QStringList {u"DELETE FROM ledger"_s} << u"at the end"_s;
        QTest::newRow("a source is changed")
            << QStringList {u"UPDATE blobs SET bytes = X'00' WHERE sha = (SELECT source_sha FROM drafts LIMIT 1)"_s}
            << u"was changed"_s;
        QTest::newRow("a draft's source is gone")
            << QStringList {u"DELETE FROM blobs WHERE sha = (SELECT source_sha FROM drafts LIMIT 1)"_s}
            << u"a draft or a problem refers to it"_s;
        QTest::newRow("a submission's source is gone")
            << QStringList {u"DELETE FROM blobs WHERE sha = (SELECT source_sha FROM submissions LIMIT 1)"_s}
            << u"of the ledger refers to it"_s;
        QTest::newRow("a test of a problem is gone")
            << QStringList {u"DELETE FROM blobs WHERE length(bytes) = 256"_s} << u"a draft or a problem refers to it"_s;
        QTest::newRow("a private text is changed")
            << QStringList {u"UPDATE private_texts SET text = 'nothing happened' WHERE text LIKE 'asked%'"_s}
            << u"was changed"_s;
        QTest::newRow("private texts are gone") << QStringList {u"DELETE FROM private_texts"_s} << u"private text"_s;
        QTest::newRow("a problem cannot be read")
            << QStringList {u"UPDATE problems SET document = '{'"_s} << u"Revision 1 of the problem \"a\""_s;
        QTest::newRow("a person of no contest")
            << QStringList {u"UPDATE people SET contest_id = 'other' WHERE participant_id = 'P1'"_s}
            << u"\"other\", which is missing"_s;
    }
    void whatDoesNotFitTogetherIsFound()
    {
        QFETCH(QStringList, statements);
        QFETCH(QString, said);
        BackupBench bench;
        {
            const auto store = bench.open(u"x.db"_s);
            BackupBench::fill(*store);
            OK(verifyStore(*store, {}));
        }
        bench.tamper(u"x.db"_s, statements);
        const auto store = bench.open(u"x.db"_s);
        const Result<AuditReport> report = verifyStore(*store, {});
        QVERIFY(!report.isOk());
        QCOMPARE(report.error().kind, ErrorKind::Internal);
        QVERIFY2(report.error().message.contains(said), qPrintable(report.error().message));
        // A backup of it is made, says the same, and cannot be put anywhere.
        OK(backup(*store, bench.path(u"x.gz"_s), now, {}));
        const Result<RestoreReport> verified = verifyBackup(bench.path(u"x.gz"_s), {});
        QVERIFY(!verified.isOk());
        QCOMPARE(verified.error().message, report.error().message);
        const auto place = bench.open(u"y.db"_s);
        QVERIFY(!restore(bench.path(u"x.gz"_s), *place, {}).isOk());
        QVERIFY(!moveStore(*store, *place, now, {}).isOk());
        QCOMPARE(BackupBench::rowsIn(*place), 0);
    }

    void anErasedPrivateTextIsNoFault()
    {
        BackupBench bench;
        {
            const auto store = bench.open(u"x.db"_s);
            BackupBench::fill(*store);
        }
        bench.tamper(u"x.db"_s, {u"UPDATE private_texts SET salt = X'', text = ''"_s});
        OK(verifyStore(*bench.open(u"x.db"_s), {}));
    }

    void aMovedStoreHoldsTheSame()
    {
        const auto from = m_bench.open(u"good.db"_s);
        const auto to = m_bench.open(u"moved.db"_s);
        const Result<AuditReport> moved = moveStore(*from, *to, now, {});
        OK(moved);
        QCOMPARE(moved->rows, m_rows);
        QCOMPARE(BackupBench::contentOf(*to), m_content);
        QCOMPARE(BackupBench::contentOf(*from), m_content);
    }

    /// Also the measure of docs/operations.md: MARATHON_BACKUP_EVENTS=1000000.
    void aLargeLedgerIsNotHeldInMemory()
    {
        bool isGiven = false;
        const int asked = qEnvironmentVariableIntValue("MARATHON_BACKUP_EVENTS", &isGiven);
        const auto store = m_bench.open(u"measured.db"_s);
        BackupBench::fill(*store);
        BackupBench::addIncidents(*store, isGiven ? asked : 20'000);
        const QString path = m_bench.path(u"measured.gz"_s);
        QElapsedTimer timer;
        const auto measured = [&timer](const char *what) {
            QTextStream(stdout) << what << ": " << double(timer.restart()) / 1000 << " s" << Qt::endl;
        };
        timer.start();
        const Result<BackupReport> made = backup(*store, path, now, {});
        OK(made);
        measured("backup");
        OK(verifyBackup(path, {}));
        measured("verify of the backup");
        OK(verifyStore(*store, {}));
        measured("verify of the store");
        const auto place = m_bench.open(u"measured-too.db"_s);
        timer.restart();
        OK(restore(path, *place, {}));
        measured("restore");
        QTextStream(stdout) << made->header.seq << " entries, " << made->header.rowCount() << " rows, "
                            << double(made->bytes) / 1048576 << " MiB; database "
                            << double(QFileInfo(m_bench.path(u"measured.db"_s)).size()) / 1048576 << " MiB" << Qt::endl;
        QCOMPARE(BackupBench::contentOf(*place), BackupBench::contentOf(*store));
    }

private:
    /// Neither verify nor restore take it, with a reason that names the file, and the place stays empty.
    void refused(const QByteArray &bytes, const QString &said)
    {
        const QString path = m_bench.path(u"refused.gz"_s);
        write(path, bytes);
        const Result<RestoreReport> verified = verifyBackup(path, {});
        QVERIFY(!verified.isOk());
        const auto place = m_bench.open(u"never.db"_s);
        const Result<RestoreReport> restored = restore(path, *place, {});
        QVERIFY(!restored.isOk());
        QCOMPARE(restored.error().message, verified.error().message);
        QVERIFY2(restored.error().message.contains(said.isEmpty() ? u"refused.gz"_s : said),
                 qPrintable(restored.error().message));
        QCOMPARE(BackupBench::rowsIn(*place), 0);
    }

    BackupBench m_bench;
    QString m_good;
    QString m_content;
    qint64 m_rows = 0;
};

QTEST_GUILESS_MAIN(TestBackup)
#include "test_backup.moc"
