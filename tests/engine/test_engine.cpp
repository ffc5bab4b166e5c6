#include "server/engine/Work.h"
#include "server/store/LedgerChain.h"
#include "server/store/PostgresStore.h"
#include "server/store/SqliteStore.h"
#include "shared/domain/ContestClock.h"
#include "tests/support/ContestBuilder.h"
#include "tests/support/FakeClock.h"
#include "tests/support/TestDatabase.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace Marathon;

namespace {

class Collector final : public PublicationSink
{
public:
    void published(const PublicationPtr &publication) override { events += publication->events; }
    QList<Event> events;
};

/// A database of its own: a file, or one on the PostgreSQL that the test was started with.
class Place
{
public:
    StoreFactory factory() const
    {
        if (isPostgres())
            return [url = m_url](StoreMode mode) { return PostgresStore::open({url, false}, mode); };
        return [path = m_dir.filePath(u"m.db"_s)](StoreMode mode) { return SqliteStore::open(path, mode); };
    }
    bool isPostgres() const { return !m_url.isEmpty(); }
    QString file() const { return m_dir.filePath(u"m.db"_s); }
    std::unique_ptr<Store> open() const
    {
        Result<std::unique_ptr<Store>> store = factory()(StoreMode::ReadOnly);
        if (!store)
            qFatal("%s", qPrintable(store.error().message));
        (*store)->select(ContestId(u"test"_s));
        return std::move(*store);
    }

private:
    QTemporaryDir m_dir;
    QString m_url = newTestDatabase();
};

/// An engine on a real database, on the test's own thread.
class Bench
{
public:
    explicit Bench(const Place &where)
        : Bench(where, machine)
    {}
    Bench(const Place &where, const Clock &time)
        : clock(time)
        , engine(where.factory(), clock, sink)
    {}
    EngineAnswer ask(EngineRequest request)
    {
        EngineAnswer got;
        bool answered = false;
        request.receiver = &engine;
        request.reply = [&](const EngineAnswer &answer) {
            got = answer;
            answered = true;
        };
        engine.post(std::move(request));
        while (!answered)
            QCoreApplication::processEvents(QEventLoop::AllEvents, 50);
        return got;
    }
    EngineAnswer asAdmin(Command command) { return ask({.command = std::move(command), .context = admin}); }
    void makeContest()
    {
        const ContestConfig config = *ContestBuilder(0).state().config;
        EngineRequest create {
            .command = DefineContest {config}, .context = admin, .creation = ContestCreation {config.id, config.name}};
        QVERIFY(ask(create).result.isOk());
        EngineRequest enrol {.command = EnrolParticipants {{{ParticipantId(u"P1"_s), u"H1"_s, u"1"_s}}},
                             .context = admin,
                             .people = {{.participant = u"P1"_s, .name = u"Ada"_s}}};
        QVERIFY(ask(enrol).result.isOk());
        QVERIFY(asAdmin(SetContestState {ContestPhase::Live}).result.isOk());
        QVERIFY(asAdmin(SetRoundState {1, RoundPhase::Active}).result.isOk());
        QVERIFY(ask({.command = GiveConsent {ParticipantId(u"P1"_s), 1}}).result.isOk());
    }
    EngineRequest entry(qint64 seq, const QString &id, const QString &incident)
    {
        ReportIncident report {
            .participant = ParticipantId(u"P1"_s), .incident = IncidentId(incident), .duration = Duration(20'000)};
        report.evidence.value.insert(u"len"_s, 3);
        return {.command = report,
                .stream = StreamPosition {ParticipantId(u"P1"_s), u"client"_s, seq, id},
                .account = u"P1"_s,
                .key = streamKey(u"client"_s, seq)};
    }

    SystemClock machine;
    SharedClock clock;
    Collector sink;
    CommandContext admin {.actor = u"staff:admin"_s, .role = Role::Admin};
    Engine engine;
};

} // namespace

class TestEngine : public QObject
{
    Q_OBJECT

private slots:
    void stateAfterARestartIsTheFoldOfTheLedger()
    {
        const Place place;
        QJsonObject before;
        {
            Bench bench(place);
            QVERIFY(bench.engine.start().isOk());
            bench.makeContest();
            QVERIFY(bench.ask(bench.entry(1, u"e1"_s, u"i1"_s)).result.isOk());
            before = toJson(bench.engine.snapshot()->state);
        }
        Bench again(place);
        QVERIFY(again.engine.start().isOk());
        QCOMPARE(toJson(again.engine.snapshot()->state), before);
        QCOMPARE(again.engine.snapshot()->directory->nameOfPerson(u"P1"_s), u"Ada"_s);
        const std::unique_ptr<Store> store = place.open();
        const Result<ChainReport> report = verifyChain(*store, ContestId(u"test"_s));
        QVERIFY2(report.isOk(), qPrintable(report.isOk() ? QString() : report.error().message));
        QCOMPARE(report->entries, again.engine.snapshot()->state.lastSeq);
    }

    void aPagesStreamIsTakenInOrderOnce()
    {
        const Place place;
        Bench bench(place);
        QVERIFY(bench.engine.start().isOk());
        bench.makeContest();
        const EngineAnswer gap = bench.ask(bench.entry(2, u"e2"_s, u"i2"_s));
        QCOMPARE(gap.place, EngineAnswer::Place::Gap);
        QCOMPARE(gap.expected, 1);
        const EngineAnswer first = bench.ask(bench.entry(1, u"e1"_s, u"i1"_s));
        const qint64 seq = bench.engine.snapshot()->state.lastSeq;
        const EngineAnswer repeat = bench.ask(bench.entry(1, u"e1"_s, u"i1"_s));
        QCOMPARE(*repeat.result, *first.result);
        QCOMPARE(bench.engine.snapshot()->state.lastSeq, seq);
        QCOMPARE(bench.ask(bench.entry(1, u"other"_s, u"i9"_s)).place, EngineAnswer::Place::Conflict);
        QVERIFY(bench.ask(bench.entry(2, u"e2"_s, u"i2"_s)).result.isOk());
    }

    void anIdempotencyKeyGivesTheStoredAnswer()
    {
        const Place place;
        Bench bench(place);
        QVERIFY(bench.engine.start().isOk());
        bench.makeContest();
        EngineRequest warn {.command = StaffAction {.kind = StaffActionKind::Warn,
                                                    .participants = {ParticipantId(u"P1"_s)},
                                                    .reason = {{}, u"why"_s}},
                            .context = bench.admin,
                            .account = u"staff:admin"_s,
                            .key = u"k1"_s,
                            .requestHash = u"h1"_s};
        const EngineAnswer first = bench.ask(warn);
        const EngineAnswer second = bench.ask(warn);
        QCOMPARE(*first.result, *second.result);
        QCOMPARE(bench.engine.snapshot()->state.participant(ParticipantId(u"P1"_s))->warnings.size(), 1);
        warn.requestHash = u"h2"_s;
        QCOMPARE(bench.ask(warn).result.error().kind, ErrorKind::Invalid);
    }

    void aDisqualificationHoldsTheNewestDraft()
    {
        const Place place;
        Bench bench(place);
        QVERIFY(bench.engine.start().isOk());
        bench.makeContest();
        const ParticipantId who(u"P1"_s);
        DraftWrite write {who, ProblemId(u"a"_s), LanguageId(u"c"_s), "int main(){}", 0};
        QCOMPARE((*bench.ask({.draft = write}).result)[u"rev"_s].toInt(), 1);
        QCOMPARE((*bench.ask({.draft = write}).result)[u"rev"_s].toInt(), 1);
        write.source = "int main(){return 0;}";
        QCOMPARE(bench.ask({.draft = write}).result.error().kind, ErrorKind::Conflict);
        write.rev = 1;
        QVERIFY(bench.ask({.draft = write}).result.isOk());
        QVERIFY(bench
                    .asAdmin(StaffAction {
                        .kind = StaffActionKind::Disqualify, .participants = {who}, .reason = {{}, u"phone"_s}})
                    .result.isOk());
        const ParticipantState &state = *bench.engine.snapshot()->state.participant(who);
        QCOMPARE(state.submissions.size(), 1);
        QVERIFY(state.submissions.first().received.held);
        QVERIFY(!isCounted(state, state.submissions.first()));
    }

    void staffHaveTheNewestDraftSubmittedUnlessNothingWasChanged()
    {
        const Place place;
        Bench bench(place);
        QVERIFY(bench.engine.start().isOk());
        bench.makeContest();
        const ParticipantId who(u"P1"_s);
        ProblemContent content;
        content.id = ProblemId(u"a"_s);
        content.buggySources.insert(u"c"_s, u"int main(){}"_s);
        QVERIFY(bench.ask({.problems = {content}}).result.isOk());
        const StaffAction force {
            .kind = StaffActionKind::ForceSubmit, .participants = {who}, .reason = {{}, u"asked for"_s}};
        const auto count = [&] { return bench.engine.snapshot()->state.participant(who)->submissions.size(); };
        DraftWrite write {who, content.id, LanguageId(u"c"_s), "int main(){}", 0};
        QVERIFY(bench.ask({.draft = write}).result.isOk());
        QVERIFY(bench.asAdmin(force).result.isOk());
        QCOMPARE(count(), 0);
        write.source = "int main(){return 0;}";
        write.rev = 1;
        QVERIFY(bench.ask({.draft = write}).result.isOk());
        QVERIFY(bench.asAdmin(force).result.isOk());
        QVERIFY(bench.asAdmin(force).result.isOk());
        QCOMPARE(count(), 1);
        const SubmissionState &forced = bench.engine.snapshot()->state.participant(who)->submissions.first();
        QVERIFY(forced.received.forced);
        QCOMPARE(*place.open()->blob(forced.received.sourceSha), write.source);
    }

    void atZeroTheNewestDraftIsSubmittedAndTheRoundCloses()
    {
        const Place place;
        if (place.isPostgres())
            QSKIP("there the database's clock decides");
        FakeClock time;
        Bench bench(place, time);
        QVERIFY(bench.engine.start().isOk());
        bench.makeContest();
        const ParticipantId who(u"P1"_s);
        QVERIFY(bench.ask({.draft = DraftWrite {who, ProblemId(u"a"_s), LanguageId(u"c"_s), "mine", 0}}).result.isOk());
        time.advance(std::chrono::hours(1));
        QVERIFY(bench.ask({.command = Tick {}}).result.isOk());
        const ContestState &state = bench.engine.snapshot()->state;
        QCOMPARE(state.round(1)->phase, RoundPhase::Closed);
        QCOMPARE(state.participant(who)->submissions.size(), 1);
        QVERIFY(isCounted(*state.participant(who), state.participant(who)->submissions.first()));
    }

    void afterALongOutageTheRoundStandsStill_data()
    {
        QTest::addColumn<int>("seconds");
        QTest::addColumn<bool>("standsStill");
        QTest::newRow("a restart") << 5 << false;
        QTest::newRow("a minute") << 60 << false;
        QTest::newRow("two minutes") << 120 << true;
        QTest::newRow("longer than the round") << 7200 << true;
    }
    void afterALongOutageTheRoundStandsStill()
    {
        QFETCH(int, seconds);
        QFETCH(bool, standsStill);
        const Place place;
        if (place.isPostgres())
            QSKIP("of servers that share a database another one may have gone on");
        FakeClock time;
        {
            Bench bench(place, time);
            QVERIFY(bench.engine.start().isOk());
            bench.makeContest();
        }
        time.advance(std::chrono::seconds(seconds));
        Bench again(place, time);
        QVERIFY(again.engine.start().isOk());
        const ContestState state = again.engine.snapshot()->state;
        const RoundClock clock = clockOf(state, *state.round(1), nullptr, time.now());
        QCOMPARE(state.round(1)->phase, RoundPhase::Active);
        QCOMPARE(clock.running, !standsStill);
        if (standsStill)
            QCOMPARE(clock.remaining, Duration(std::chrono::hours(1)));
    }

    void theLedgerCannotBeChanged()
    {
        const Place place;
        if (place.isPostgres())
            QSKIP("tests/store asks PostgreSQL itself");
        {
            Bench bench(place);
            QVERIFY(bench.engine.start().isOk());
            bench.makeContest();
        }
        {
            QSqlDatabase raw = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"raw"_s);
            raw.setDatabaseName(place.file());
            QVERIFY(raw.open());
            QSqlQuery query(raw);
            QVERIFY(!query.exec(u"UPDATE ledger SET actor = 'x'"_s));
            QVERIFY(!query.exec(u"DELETE FROM ledger"_s));
            QVERIFY(query.exec(u"DROP TRIGGER ledger_is_append_only_update"_s));
            QVERIFY(query.exec(u"UPDATE ledger SET actor = 'staff:other' WHERE seq = 3"_s));
        }
        QSqlDatabase::removeDatabase(u"raw"_s);
        const std::unique_ptr<Store> store = place.open();
        const Result<ChainReport> report = verifyChain(*store, ContestId(u"test"_s));
        QVERIFY(!report.isOk());
        QVERIFY(report.error().message.contains(u"Entry 3"_s));
    }

    void nothingIsKeptWhenTheDiskIsFull()
    {
        const Place place;
        if (place.isPostgres())
            QSKIP("SQLite can be given a small disk, a PostgreSQL cannot");
        Bench bench(place);
        QVERIFY(bench.engine.start().isOk());
        bench.makeContest();
        QCOMPARE(QSqlDatabase::connectionNames().size(), 1);
        const QString name = QSqlDatabase::connectionNames().constFirst();
        QSqlQuery limit(QSqlDatabase::database(name, false));
        QVERIFY(limit.exec(u"PRAGMA page_count"_s) && limit.next());
        const int pages = limit.value(0).toInt();
        limit.finish();
        QVERIFY(limit.exec(u"PRAGMA max_page_count = %1"_s.arg(pages)));
        limit.finish();
        const qint64 seq = bench.engine.snapshot()->state.lastSeq;
        DraftWrite write {ParticipantId(u"P1"_s), ProblemId(u"a"_s), LanguageId(u"c"_s), QByteArray(200'000, 'x'), 0};
        const EngineAnswer answer = bench.ask({.draft = write});
        QCOMPARE(answer.result.error().kind, ErrorKind::NotStored);
        QVERIFY(limit.exec(u"PRAGMA max_page_count = 1000000"_s));
        limit.finish();
        QVERIFY(bench.ask({.draft = write}).result.isOk());
        QCOMPARE(bench.engine.snapshot()->state.lastSeq, seq);
    }

    void nothingIsKeptWhileAnotherProgramHoldsTheFile()
    {
        const Place place;
        if (place.isPostgres())
            QSKIP("one program locks a SQLite file; a PostgreSQL has locks of its own (test_postgres_store)");
        Bench bench(place);
        QVERIFY(bench.engine.start().isOk());
        bench.makeContest();
        const qint64 seq = bench.engine.snapshot()->state.lastSeq;
        {
            QSqlDatabase other = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"other"_s);
            other.setDatabaseName(place.file());
            QVERIFY(other.open());
            QVERIFY(QSqlQuery(other).exec(u"BEGIN IMMEDIATE"_s));
            const EngineAnswer answer = bench.ask(bench.entry(1, u"e1"_s, u"i1"_s));
            QCOMPARE(answer.result.error().kind, ErrorKind::NotStored);
            QVERIFY(answer.result.error().message.contains(u"in use by another program"_s));
            QCOMPARE(bench.engine.snapshot()->state.lastSeq, seq);
            QVERIFY(QSqlQuery(other).exec(u"ROLLBACK"_s));
            other.close();
        }
        QSqlDatabase::removeDatabase(u"other"_s);
        QVERIFY(bench.ask(bench.entry(1, u"e1"_s, u"i1"_s)).result.isOk());
        QCOMPARE(bench.engine.snapshot()->state.lastSeq, seq + 1);
    }

    void aDamagedFileIsSaidAndLeftAlone_data()
    {
        QTest::addColumn<double>("place");
        for (const int percent : {0, 20, 40, 60, 80})
            QTest::addRow("the part after %d %%", percent) << percent / 100.0;
    }
    void aDamagedFileIsSaidAndLeftAlone()
    {
        QFETCH(const double, place);
        const Place where;
        if (where.isPostgres())
            QSKIP("the pages of a PostgreSQL are its own business");
        QByteArray expected;
        {
            Bench bench(where);
            QVERIFY(bench.engine.start().isOk());
            bench.makeContest();
            for (int number = 1; number <= 300; ++number)
                QVERIFY(bench.ask(bench.entry(number, u"e%1"_s.arg(number), u"i%1"_s.arg(number))).result.isOk());
            bench.engine.stop();
            expected = toBytes(toJson(bench.engine.snapshot()->state, JsonForm::Ledger));
        }
        QFile file(where.file());
        QVERIFY(file.open(QIODevice::ReadWrite));
        // A fifth of the file, from a page's begin on; the first page stays, so that it is still a database.
        const qint64 pages = file.size() / 4096;
        const qint64 first = std::max<qint64>(1, qint64(double(pages) * place));
        file.seek(first * 4096);
        file.write(QByteArray(int(std::max<qint64>(1, pages / 5)) * 4096, '\x5a'));
        file.seek(0);
        const QByteArray damaged = file.readAll();
        file.close();
        Bench bench(where);
        const Result<void> started = bench.engine.start();
        if (started.isOk()) {
            // What the start reads was not hit: then the contest is whole, and verify finds the rest.
            QCOMPARE(toBytes(toJson(bench.engine.snapshot()->state, JsonForm::Ledger)), expected);
            return bench.engine.stop();
        }
        QVERIFY2(started.error().message.contains(u"estore a backup"_s), qPrintable(started.error().message));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), damaged);
    }
};

QTEST_GUILESS_MAIN(TestEngine)
#include "test_engine.moc"
