#include "server/engine/Engine.h"
#include "server/store/SqliteStore.h"
#include "shared/protocol/Binary.h"
#include "shared/protocol/BinaryReader.h"
#include "tests/support/ContestBuilder.h"

#include <QRegularExpression>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace Marathon;

namespace {

class Nobody final : public PublicationSink
{
public:
    void published(const PublicationPtr &) override {}
};

/// A server's engine on a database file with a state file beside it, on the test's own thread.
class Server
{
public:
    explicit Server(const QTemporaryDir &folder, qint64 saveEvery = 50'000)
        : engine([path = folder.filePath(u"m.db"_s)](StoreMode mode) { return SqliteStore::open(path, mode); }, clock,
                 sink, {.stateFile = folder.filePath(u"state.bin"_s), .saveEvery = saveEvery})
    {
        if (const Result<void> started = engine.start(); !started)
            qFatal("%s", qPrintable(started.error().message));
    }
    ~Server() { engine.stop(); }
    void ask(Command command)
    {
        bool isDone = false;
        engine.post({.command = std::move(command),
                     .context = {.actor = u"staff:admin"_s, .role = Role::Admin},
                     .receiver = &engine,
                     .reply = [&](const EngineAnswer &answer) {
                         isDone = true;
                         QVERIFY(answer.result.isOk());
                     }});
        while (!isDone)
            QCoreApplication::processEvents(QEventLoop::AllEvents, 50);
    }
    void makeContest(const QString &id)
    {
        ContestConfig config = *ContestBuilder(0).state().config;
        config.id = ContestId(id);
        bool isDone = false;
        engine.post({.command = DefineContest {config},
                     .context = {.actor = u"staff:admin"_s, .role = Role::Admin},
                     .creation = ContestCreation {config.id, config.name},
                     .receiver = &engine,
                     .reply = [&](const EngineAnswer &) { isDone = true; }});
        while (!isDone)
            QCoreApplication::processEvents(QEventLoop::AllEvents, 50);
        ask(EnrolParticipants {{{ParticipantId(u"P1"_s), u"H1"_s, u"1"_s}, {ParticipantId(u"P2"_s), u"H1"_s, u"2"_s}}});
        ask(SetContestState {ContestPhase::Live});
        ask(SetRoundState {1, RoundPhase::Active});
        for (const QString &who : {u"P1"_s, u"P2"_s})
            ask(GiveConsent {ParticipantId(who), 1});
    }
    void incidents(int from, int to)
    {
        for (int number = from; number < to; ++number) {
            ReportIncident report {.participant = ParticipantId(number % 2 ? u"P1"_s : u"P2"_s),
                                   .incident = IncidentId(u"i%1"_s.arg(number)),
                                   .duration = Duration(20'000)};
            report.evidence.value.insert(u"text"_s, u"seen %1 Ünï"_s.arg(number));
            ask(report);
        }
    }
    ContestState state() const { return engine.snapshot()->state; }

    SystemClock machine;
    SharedClock clock {machine};
    Nobody sink;
    Engine engine;
};

/// Wire and ledger forms together say everything that a state says.
QByteArray everything(const ContestState &state)
{
    return toBytes(toJson(state, JsonForm::Wire)) + toBytes(toJson(state, JsonForm::Ledger));
}

void required(const Result<Outcome> &taken)
{
    if (!taken)
        qFatal("%s", qPrintable(taken.error().message));
}

ContestState busyContest()
{
    ContestBuilder contest(6);
    contest.start();
    contest.incident("P1", IncidentKind::AwayTab, Duration(70'000), "i1");
    contest.wait(Duration(90'000));
    contest.incident("P2", IncidentKind::PasteExternal, Duration(0), "i2");
    contest.act(StaffActionKind::Suspend, "P3", "asked a neighbour \"why\" ☃");
    const ActionId warned = contest.act(StaffActionKind::Warn, "P4");
    contest.wait(Duration(60'000));
    contest.submit("P1", "a", Verdict::Accepted);
    contest.submit("P2", "b", Verdict::WrongAnswer);
    required(
        contest.takeAsStaff(StaffAction {.kind = StaffActionKind::Undo, .reason = {{}, u"mistake"_s}, .undo = warned}));
    required(
        contest.takeAsStaff(PostAnnouncement {.text = QString(QChar(0xd800)) + u"half a pair"_s, .halls = {u"H1"_s}}));
    required(contest.takeAsStaff(SetRoundState {1, RoundPhase::Paused}));
    ContestState state = contest.state();
    const ParticipantId who(u"P1"_s);
    auto changed = std::make_shared<ParticipantState>(*state.participant(who));
    changed->incidents[0].now.evidence = {u"ref"_s, {{u"len"_s, 3}, {u"at"_s, QJsonArray {1, u"two"_s, true}}}};
    state.participants.insert(who, changed);
    return state;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void put(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}

} // namespace

/// The saved state is a shortcut and nothing else: it equals the fold of the ledger, or it is not used.
class TestStateFile : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void aStateSurvivesWritingAndReading()
    {
        const ContestState state = busyContest();
        QVERIFY(writeStateFile(path(), {u"e1"_s, QByteArray(32, 'h'), state}).isOk());
        QCOMPARE(QFile::permissions(path()) & ~(QFile::ReadUser | QFile::WriteUser),
                 QFile::ReadOwner | QFile::WriteOwner);
        const Result<SavedState> read = readStateFile(path());
        QVERIFY2(read.isOk(), qPrintable(read.isOk() ? QString() : read.error().message));
        QCOMPARE(read->epoch, u"e1"_s);
        QCOMPARE(read->hash, QByteArray(32, 'h'));
        QCOMPARE(everything(read->state), everything(state));
        QCOMPARE(differencesBetween(read->state, state), QStringList());
    }

    void whatDiffersIsNamed()
    {
        const ContestState state = busyContest();
        ContestState other = state;
        auto changed = std::make_shared<ParticipantState>(*state.participant(ParticipantId(u"P2"_s)));
        changed->incidents[0].now.points += 1;
        other.participants.insert(changed->id, changed);
        other.rounds[0].phase = RoundPhase::Closed;
        QCOMPARE(differencesBetween(state, other), QStringList({u"rounds"_s, u"participant P2"_s}));
    }

    void numbersAndTextsSurvive_data()
    {
        QTest::addColumn<qint64>("number");
        QTest::newRow("nothing") << qint64(0);
        QTest::newRow("below zero") << qint64(-1);
        QTest::newRow("two bytes") << qint64(64);
        QTest::newRow("largest") << std::numeric_limits<qint64>::max();
        QTest::newRow("smallest") << std::numeric_limits<qint64>::min();
    }
    void numbersAndTextsSurvive()
    {
        QFETCH(const qint64, number);
        BinaryWriter writer;
        writer.put(number);
        writer.put(u"text"_s);
        BinaryReader reader(writer.bytes());
        qint64 read = 1;
        QString text;
        reader.take(read);
        reader.take(text);
        QCOMPARE(read, number);
        QCOMPARE(text, u"text"_s);
        QVERIFY(reader.isWhole() && reader.isAtEnd());
    }

    void bytesThatAreCutOffAnywhereAreNoticed()
    {
        BinaryWriter writer;
        writer.put(busyContest());
        for (qsizetype size = 0; size < writer.bytes().size(); size += 7) {
            BinaryReader reader(QByteArrayView(writer.bytes()).first(size));
            ContestState state;
            reader.take(state);
            QVERIFY(!reader.isWhole());
        }
    }

    void anyChangedByteIsNoticed()
    {
        QVERIFY(writeStateFile(path(), {u"e1"_s, QByteArray(32, 'h'), busyContest()}).isOk());
        const QByteArray good = contentOf(path());
        for (qsizetype at = 0; at < good.size(); at += 97) {
            QByteArray bad = good;
            bad[at] = char(bad[at] ^ 0x40);
            put(path(), bad);
            const Result<SavedState> read = readStateFile(path());
            QVERIFY(!read.isOk());
            QCOMPARE(read.error().kind, ErrorKind::Invalid);
        }
    }

    void theSavedStateAndLaterEntriesAreTheFold()
    {
        // Saved after every `every` entries, at moments that nobody chose.
        for (const int every : {1, 3, 10}) {
            m_folder = std::make_unique<QTemporaryDir>();
            {
                Server server(*m_folder, every);
                server.makeContest(u"test"_s);
                server.incidents(0, 20);
                if (!QFile::exists(path()))
                    QTRY_VERIFY(QFile::exists(path()));
                QVERIFY(QFile::copy(path(), path() + u".early"_s));
                server.incidents(20, 30);
            }
            QVERIFY(QFile::remove(path()) && QFile::rename(path() + u".early"_s, path()));
            const QByteArray saved = startQuietly();
            QVERIFY(QFile::remove(path()));
            QCOMPARE(saved, startQuietly());
        }
    }

    void theSavedStateIsUsed()
    {
        makeLedger();
        Result<SavedState> saved = readStateFile(path());
        QVERIFY(saved.isOk());
        saved->state.announcements.append(Announcement {.actor = u"mark"_s});
        QVERIFY(writeStateFile(path(), *saved).isOk());
        QCOMPARE(Server(*m_folder).state().announcements.size(), 1);
    }

    void aFileThatDoesNotFitIsNotUsed_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("why");
        QTest::newRow("cut off") << u"cut"_s << u"damaged"_s;
        QTest::newRow("one byte changed") << u"byte"_s << u"damaged"_s;
        QTest::newRow("something else") << u"text"_s << u"no saved state"_s;
        QTest::newRow("another version of the program") << u"version"_s << u"another version"_s;
        QTest::newRow("another contest") << u"contest"_s << u"another contest"_s;
        QTest::newRow("another epoch") << u"epoch"_s << u"lost entries"_s;
        QTest::newRow("another entry at its end") << u"hash"_s << u"does not have its last entry"_s;
        QTest::newRow("ahead of the ledger, which was rewound") << u"ahead"_s << u"does not have its last entry"_s;
    }
    void aFileThatDoesNotFitIsNotUsed()
    {
        QFETCH(const QString, what);
        QFETCH(const QString, why);
        const QByteArray expected = makeLedger();
        Result<SavedState> saved = readStateFile(path());
        QVERIFY(saved.isOk());
        saved->state.announcements.append(Announcement {.actor = u"mark"_s});
        ContestConfig config = *saved->state.config;
        config.id = ContestId(u"other"_s);
        if (what == u"contest")
            saved->state.config = std::make_shared<const ContestConfig>(config);
        if (what == u"epoch")
            saved->epoch = u"other"_s;
        if (what == u"hash")
            saved->hash[0] = char(saved->hash[0] ^ 1);
        if (what == u"ahead")
            saved->state.lastSeq += 10;
        QVERIFY(writeStateFile(path(), *saved).isOk());
        QByteArray bytes = contentOf(path());
        if (what == u"cut")
            bytes.chop(100);
        if (what == u"byte")
            bytes[bytes.size() / 2] = char(bytes[bytes.size() / 2] ^ 1);
        if (what == u"text")
            bytes = "hello";
        if (what == u"version") {
            bytes.replace(MARATHON_VERSION, QByteArray(sizeof MARATHON_VERSION - 1, '9'));
            bytes.chop(32);
            bytes += QCryptographicHash::hash(bytes, QCryptographicHash::Blake2b_256);
        }
        put(path(), bytes);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"is not used: .*"_s + why));
        QCOMPARE(everything(Server(*m_folder).state()), expected);
    }

    void aMissingFileIsNoReasonToWarn()
    {
        const QByteArray expected = makeLedger();
        QVERIFY(QFile::remove(path()));
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        QCOMPARE(everything(Server(*m_folder).state()), expected);
    }

private:
    QString path() const { return m_folder->filePath(u"state.bin"_s); }
    QByteArray makeLedger() const
    {
        Server server(*m_folder);
        server.makeContest(u"test"_s);
        server.incidents(0, 5);
        return everything(server.state());
    }
    /// The state after a start, whose file stays as it is.
    QByteArray startQuietly() const
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        return everything(Server(*m_folder).state());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestStateFile)
#include "test_state_file.moc"
