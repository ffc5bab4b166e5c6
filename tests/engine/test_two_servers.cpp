#include "server/engine/Engine.h"
#include "server/engine/Work.h"
#include "server/store/LedgerChain.h"
#include "server/store/PostgresStore.h"
#include "shared/protocol/EventJson.h"
#include "tests/support/ContestBuilder.h"
#include "tests/support/PrivateCluster.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>
#include <QThread>

using namespace Marathon;
using namespace std::chrono_literals;

namespace {

constexpr int participantCount = 40;

/// A machine whose clock is wrong.
class SkewedClock final : public Clock
{
public:
    explicit SkewedClock(Duration skew)
        : m_skew(skew)
    {}
    Instant now() const override { return m_machine.now() + m_skew; }

private:
    SystemClock m_machine;
    Duration m_skew;
};

/// One server's engine on a thread of its own, and what it published.
class Server final : public PublicationSink
{
public:
    Server(const QString &url, const QString &name, Duration skew = {})
        : machine(skew)
        , engine(
              [url](StoreMode mode) {
                  return PostgresStore::open({url, false}, mode);
              },
              clock, *this, {.instance = name})
    {
        engine.moveToThread(&m_thread);
        m_thread.start();
        Result<void> started;
        QMetaObject::invokeMethod(
            &engine, [&] { started = engine.start(); }, Qt::BlockingQueuedConnection);
        if (!started)
            qFatal("%s", qPrintable(started.error().message));
    }
    ~Server() override
    {
        QMetaObject::invokeMethod(
            &engine, [this] { engine.stop(); }, Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }
    void published(const PublicationPtr &publication) override
    {
        const QMutexLocker lock(&m_mutex);
        m_events += publication->events;
        m_ended += publication->endedSessions;
        m_breaks += publication->continuity == Publication::Continuity::Broken ? 1 : 0;
    }
    QList<Event> events() const
    {
        const QMutexLocker lock(&m_mutex);
        return m_events;
    }
    QList<SessionId> ended() const
    {
        const QMutexLocker lock(&m_mutex);
        return m_ended;
    }
    int breaks() const
    {
        const QMutexLocker lock(&m_mutex);
        return m_breaks;
    }
    /// Waits for the answer.
    EngineAnswer ask(EngineRequest request)
    {
        EngineAnswer got;
        bool answered = false;
        QObject receiver;
        request.receiver = &receiver;
        request.reply = [&](const EngineAnswer &answer) {
            got = answer;
            answered = true;
        };
        engine.post(std::move(request));
        while (!answered)
            QCoreApplication::processEvents(QEventLoop::AllEvents, 50);
        return got;
    }
    SnapshotPtr look() { return engine.snapshot(); }

    SkewedClock machine;
    SharedClock clock {machine};
    Engine engine;

private:
    QThread m_thread;
    mutable QMutex m_mutex;
    QList<Event> m_events;
    QList<SessionId> m_ended;
    int m_breaks = 0;
};

const CommandContext admin {.actor = u"staff:admin"_s, .role = Role::Admin};

ParticipantId pid(int number)
{
    return ParticipantId(u"P%1"_s.arg(number));
}

void makeContest(Server &server)
{
    const ContestConfig config = *ContestBuilder(0).state().config;
    EngineRequest create {
        .command = DefineContest {config}, .context = admin, .creation = ContestCreation {config.id, config.name}};
    QVERIFY(server.ask(create).result.isOk());
    EnrolParticipants enrol;
    QList<PersonRow> people;
    for (int number = 1; number <= participantCount; ++number) {
        enrol.entries.append({pid(number), u"H1"_s, QString::number(number)});
        people.append({.participant = pid(number).toString(), .name = u"Ada"_s});
    }
    QVERIFY(server.ask({.command = enrol, .context = admin, .people = people}).result.isOk());
    QVERIFY(server.ask({.command = SetContestState {ContestPhase::Live}, .context = admin}).result.isOk());
    QVERIFY(server.ask({.command = SetRoundState {1, RoundPhase::Active}, .context = admin}).result.isOk());
    for (int number = 1; number <= participantCount; ++number)
        QVERIFY(server.ask({.command = GiveConsent {pid(number), 1}}).result.isOk());
}

bool sameLedger(const Server &one, const Server &other)
{
    const SnapshotPtr first = one.engine.snapshot();
    const SnapshotPtr second = other.engine.snapshot();
    return first->state.lastSeq == second->state.lastSeq && first->epoch == second->epoch;
}

QByteArray wire(const Event &event)
{
    return toBytes(eventToWire(event));
}

/// A command that its events can be traced back to.
struct Traced
{
    Command command;
    CommandContext context;
};

} // namespace

/// Several servers on one PostgreSQL: they decide one after the other whatever their clocks say, each knows soon what
/// the others did, and when the database loses entries they all notice.
class TestTwoServers : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_cluster = std::make_unique<PrivateCluster>(); }
    void cleanupTestCase() { m_cluster.reset(); }
    void init() { m_database = m_cluster->newDatabase(); }

    void whatOneDoesTheOtherPublishes()
    {
        Server a(url(), u"A"_s);
        makeContest(a);
        Server b(url(), u"B"_s);
        const qint64 before = b.look()->state.lastSeq;
        QCOMPARE(before, a.look()->state.lastSeq);
        for (int number = 1; number <= 20; ++number)
            QVERIFY(a.ask({.command = incident(pid(1), u"i%1"_s.arg(number))}).result.isOk());
        QTRY_VERIFY_WITH_TIMEOUT(sameLedger(a, b), 5'000);
        QList<qint64> seqs;
        for (const Event &event : b.events())
            seqs.append(event.seq);
        for (qsizetype index = 0; index < seqs.size(); ++index)
            QCOMPARE(seqs[index], before + 1 + index);
        QCOMPARE(toJson(b.look()->state), toJson(a.look()->state));
        // And the other way, decided on what A wrote.
        QVERIFY(b.ask({.command = incident(pid(1), u"from-b"_s)}).result.isOk());
        QTRY_VERIFY_WITH_TIMEOUT(sameLedger(a, b), 5'000);
        QCOMPARE(toJson(b.look()->state), toJson(a.look()->state));
    }

    void aSessionIsKnownEverywhereAndEndsEverywhere()
    {
        Server a(url(), u"A"_s);
        makeContest(a);
        Server b(url(), u"B"_s);
        SessionRow session {.tokenHash = u"hash"_s,
                            .session = SessionId(u"s1"_s),
                            .role = Role::Participant,
                            .account = u"P1"_s,
                            .createdAt = a.clock.now(),
                            .expiresAt = a.clock.now() + 1h};
        QVERIFY(a.ask({.command = SignIn {pid(1), session.session, {}, {}}, .sessions = {session}}).result.isOk());
        bool looked = false;
        QObject receiver;
        b.engine.refresh(&receiver, [&] { looked = true; });
        QTRY_VERIFY_WITH_TIMEOUT(looked, 5'000);
        QVERIFY(b.look()->sessions.contains(u"hash"_s));
        QVERIFY(b.ask({.command = SignOut {pid(1), session.session, {}}}).result.isOk());
        QTRY_VERIFY_WITH_TIMEOUT(!a.look()->sessions.contains(u"hash"_s), 5'000);
        QVERIFY(a.ended().contains(session.session));
    }

    void aPageMayRepeatItsEntryAtAnotherServer()
    {
        Server a(url(), u"A"_s);
        makeContest(a);
        Server b(url(), u"B"_s);
        const auto entry = [](qint64 seq, const QString &id) {
            return EngineRequest {.command = incident(pid(1), id),
                                  .stream = StreamPosition {pid(1), u"client"_s, seq, id},
                                  .account = u"P1"_s,
                                  .key = streamKey(u"client"_s, seq)};
        };
        const EngineAnswer first = a.ask(entry(1, u"e1"_s));
        QVERIFY(first.result.isOk());
        QCOMPARE(*b.ask(entry(1, u"e1"_s)).result, *first.result);
        QVERIFY(b.ask(entry(2, u"e2"_s)).result.isOk());
        QCOMPARE(a.ask(entry(4, u"e4"_s)).expected, 3);
        QVERIFY(a.ask(entry(3, u"e3"_s)).result.isOk());
    }

    void clocksThatDifferDecideByOneClock()
    {
        Server a(url(), u"A"_s, 5s);
        makeContest(a);
        Server b(url(), u"B"_s, -5s);
        for (int number = 1; number <= 20; ++number)
            QVERIFY((number % 2 ? a : b).ask({.command = incident(pid(1), u"i%1"_s.arg(number))}).result.isOk());
        const SystemClock real;
        for (Server *server : {&a, &b}) {
            const Duration off = server->clock.now() - real.now();
            QVERIFY2(off > -100ms && off < 100ms, qPrintable(QString::number(off.count())));
        }
        QTRY_VERIFY_WITH_TIMEOUT(sameLedger(a, b), 5'000);
        Instant last {};
        for (const Event &event : a.events()) {
            QVERIFY(event.at >= last);
            QVERIFY(event.at <= real.now() + 100ms);
            last = event.at;
        }
    }

    void aThousandCommandsOnTwoServersEqualSomeSerialOrder()
    {
        Server a(url(), u"A"_s, 5s);
        makeContest(a);
        Policy strict;
        strict.cooldown = Duration(0);
        strict.limit = 4;
        strict.warningAt = 2;
        strict.grace = 0;
        strict.immediateHigh = true; // a warning would first have to be seen for a minute
        QVERIFY(a.ask({.command = SetPolicy {strict}, .context = admin}).result.isOk());
        Server b(url(), u"B"_s);
        const qint64 begin = a.look()->state.lastSeq;
        QTRY_COMPARE_WITH_TIMEOUT(b.look()->state.lastSeq, begin, 5'000);
        const ContestState start = a.look()->state;
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        QHash<QString, Traced> traced;
        QObject receiver;
        int answered = 0;
        int refused = 0;
        QList<ActionId> actions;
        for (int index = 0; index < 1'000; ++index) {
            const QString mark = u"k%1x"_s.arg(index);
            const ParticipantId who = pid(1 + int(random.bounded(participantCount)));
            Traced one {incident(who, mark), {.actor = u"participant"_s, .role = Role::Participant}};
            switch (random.bounded(12)) {
            case 0:
                one = {staff(StaffActionKind::Warn, who, mark), admin};
                break;
            case 1:
                one = {staff(StaffActionKind::Reinstate, who, mark), admin};
                break;
            case 2:
                one = {staff(StaffActionKind::Extend, who, mark), admin};
                std::get<StaffAction>(one.command).amount = Duration(60'000);
                break;
            case 3:
                if (!actions.isEmpty()) {
                    one = {staff(StaffActionKind::Undo, who, mark), admin};
                    std::get<StaffAction>(one.command).undo = actions[random.bounded(actions.size())];
                }
                break;
            default:
                break;
            }
            traced.insert(mark, one);
            EngineRequest request {.command = one.command,
                                   .context = one.context,
                                   .account = u"test"_s,
                                   .key = mark,
                                   .receiver = &receiver,
                                   .reply = [&](const EngineAnswer &answer) {
                                       ++answered;
                                       refused += answer.result.isOk() ? 0 : 1;
                                       if (answer.result && answer.result->contains("action_id"_L1))
                                           actions.append(ActionId(answer.result->value("action_id"_L1).toString()));
                                   }};
            (random.bounded(2) ? a : b).engine.post(std::move(request));
            if (index % 7 == 0)
                QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
        }
        QTRY_COMPARE_WITH_TIMEOUT(answered, 1'000, 60'000);
        QTRY_VERIFY_WITH_TIMEOUT(sameLedger(a, b), 5'000);
        QCOMPARE(toJson(b.look()->state), toJson(a.look()->state));

        // The ledger is the serial order: decided again, one by one, everything comes out as it stands there.
        const QList<Event> ledger = read(begin);
        QCOMPARE(ledger.size(), a.look()->state.lastSeq - begin);
        ContestState state = start;
        static const QRegularExpression marks(u"k\\d+x"_s);
        QHash<ParticipantId, int> disqualifications;
        qsizetype at = 0;
        while (at < ledger.size()) {
            const Event &first = ledger[at];
            const QString mark = marks.match(QString::fromUtf8(wire(first))).captured();
            Traced one = traced.value(mark, Traced {Tick {}, {}});
            one.context.receivedAt = first.at;
            const Result<Decision> decided = decide(state, one.command, one.context, first.at);
            QVERIFY2(decided.isOk(), qPrintable(decided.isOk() ? QString() : decided.error().message));
            QVERIFY2(!decided->events.isEmpty(), qPrintable(mark));
            for (const Event &event : decided->events) {
                QVERIFY(at < ledger.size());
                QCOMPARE(wire(event), wire(ledger[at]));
                if (std::holds_alternative<ParticipantDisqualified>(event.body)) {
                    const ParticipantStatus status = statusOf(*state.participant(event.participant), event.at);
                    QVERIFY2(status != ParticipantStatus::Disqualified, "disqualified twice");
                    ++disqualifications[event.participant];
                }
                apply(state, ledger[at]);
                ++at;
            }
        }
        QCOMPARE(toJson(state), toJson(a.look()->state));
        QVERIFY2(disqualifications.size() > participantCount / 4, "too few limits were crossed");
        qInfo("%lld events, %d refusals, %lld people disqualified", qint64(ledger.size()), refused,
              qint64(disqualifications.size()));
        verify();
    }

    void aLedgerThatLostItsEndGetsANewEpochEverywhere()
    {
        Server a(url(), u"A"_s);
        makeContest(a);
        Server b(url(), u"B"_s);
        const QString epoch = a.look()->epoch;
        const qint64 kept = a.look()->state.lastSeq;
        const QString hash =
            m_cluster->run(u"SELECT encode(hash, 'hex') FROM marathon.ledger WHERE seq = %1"_s.arg(kept), m_database);
        for (int number = 1; number <= 5; ++number)
            QVERIFY(a.ask({.command = incident(pid(2), u"lost%1"_s.arg(number))}).result.isOk());
        QTRY_VERIFY_WITH_TIMEOUT(sameLedger(a, b), 5'000);
        const qint64 lost = a.look()->state.lastSeq - kept;
        // As a failover to a copy that was behind leaves it.
        m_cluster->run(
            u"BEGIN; SET LOCAL session_replication_role = replica; DELETE FROM marathon.ledger WHERE seq > %1; "
            "UPDATE marathon.contests SET last_seq = %1, last_hash = decode('%2', 'hex'); COMMIT"_s.arg(kept)
                .arg(hash.trimmed()),
            m_database);
        QTRY_COMPARE_WITH_TIMEOUT(a.breaks(), 1, 5'000);
        QTRY_COMPARE_WITH_TIMEOUT(b.breaks(), 1, 5'000);
        QTRY_VERIFY_WITH_TIMEOUT(sameLedger(a, b), 5'000);
        QVERIFY(a.look()->epoch != epoch);
        QCOMPARE(a.look()->state.lastSeq, kept);
        QCOMPARE(a.engine.storeHealth().lostEntries, lost);
        QCOMPARE(b.engine.storeHealth().lostEntries, lost);
        // The numbers are given again, and everything goes on.
        QTRY_VERIFY_WITH_TIMEOUT(a.ask({.command = incident(pid(2), u"again"_s)}).result.isOk(), 10'000);
        QCOMPARE(a.look()->state.lastSeq > kept, true);
        QTRY_VERIFY_WITH_TIMEOUT(sameLedger(a, b), 5'000);
        verify();
    }

    void aDatabaseThatIsAwayIsSaidAndComesBack()
    {
        Server a(url(), u"A"_s);
        makeContest(a);
        const qint64 seq = a.look()->state.lastSeq;
        m_cluster->stop();
        const EngineAnswer away = a.ask({.command = incident(pid(3), u"away"_s), .account = u"P3"_s, .key = u"k"_s});
        QCOMPARE(away.result.error().kind, ErrorKind::NotStored);
        QTRY_VERIFY_WITH_TIMEOUT(!a.engine.storeHealth().isHealthy, 5'000);
        QVERIFY(!a.engine.storeHealth().trouble.isEmpty());
        QCOMPARE(a.look()->state.lastSeq, seq); // what is known can still be read
        m_cluster->start();
        QTRY_VERIFY_WITH_TIMEOUT(a.engine.storeHealth().isHealthy, 15'000);
        QVERIFY(a.ask({.command = incident(pid(3), u"away"_s), .account = u"P3"_s, .key = u"k"_s}).result.isOk());
    }

    void aCommitInDoubtIsStoredOnceWhateverBecameOfIt()
    {
        Server a(url(), u"A"_s);
        makeContest(a);
        const qint64 before = a.look()->state.lastSeq;
        // COMMIT waits in a trigger of the test's own, and its connection is cut meanwhile, or just afterwards.
        m_cluster->run(u"CREATE FUNCTION public.slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM "
                       "pg_sleep(0.3); RETURN NULL; END $$; CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON "
                       "marathon.ledger DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.slow()"_s,
                       m_database);
        bool sawDoubt = false;
        for (int number = 1; number <= 3; ++number) {
            EngineRequest request {.command = staff(StaffActionKind::Warn, pid(4), u"doubt%1"_s.arg(number)),
                                   .context = admin,
                                   .account = u"P4"_s,
                                   .key = u"doubt%1"_s.arg(number)};
            m_cluster->runMeanwhile(u"SELECT pg_sleep(0.15); SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                                    "WHERE datname = current_database() AND pid <> pg_backend_pid() "
                                    "AND query ILIKE 'commit%'"_s,
                                    m_database);
            EngineAnswer answer = a.ask(request);
            while (!answer.result) {
                const ErrorKind kind = answer.result.error().kind;
                QVERIFY(kind == ErrorKind::Unknown || kind == ErrorKind::NotStored);
                sawDoubt = sawDoubt || kind == ErrorKind::Unknown;
                QTest::qWait(50);
                answer = a.ask(request);
            }
        }
        QVERIFY(sawDoubt);
        const QList<Event> ledger = read(before);
        QStringList warned;
        for (const Event &event : ledger) {
            if (const auto *body = std::get_if<WarningIssued>(&event.body))
                warned.append(body->text.text);
        }
        QCOMPARE(warned, QStringList({u"doubt1"_s, u"doubt2"_s, u"doubt3"_s}));
        verify();
    }

private:
    QString url() const { return m_cluster->url(m_database); }
    static ReportIncident incident(const ParticipantId &who, const QString &id)
    {
        return {.participant = who, .incident = IncidentId(id), .duration = Duration(120'000)};
    }
    static StaffAction staff(StaffActionKind kind, const ParticipantId &who, const QString &mark)
    {
        return {.kind = kind, .participants = {who}, .reason = {{}, mark}};
    }
    std::unique_ptr<Store> open() const
    {
        Result<std::unique_ptr<Store>> store = PostgresStore::open({url(), false}, StoreMode::ReadOnly);
        if (!store)
            qFatal("%s", qPrintable(store.error().message));
        (*store)->select(ContestId(u"test"_s));
        return std::move(*store);
    }
    QList<Event> read(qint64 after) const
    {
        const std::unique_ptr<Store> store = open();
        const Result<QList<Event>> events = readEvents(*store, after, 100'000);
        if (!events)
            qFatal("%s", qPrintable(events.error().message));
        return *events;
    }
    void verify() const
    {
        const std::unique_ptr<Store> store = open();
        const Result<ChainReport> report = verifyChain(*store, ContestId(u"test"_s));
        QVERIFY2(report.isOk(), qPrintable(report.isOk() ? QString() : report.error().message));
    }

    std::unique_ptr<PrivateCluster> m_cluster;
    QString m_database;
};

QTEST_GUILESS_MAIN(TestTwoServers)
#include "test_two_servers.moc"
