#include "tests/load/Reckoning.h"
#include "tests/load/Targets.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

using namespace Marathon;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

const Moment start {1'000s};

SentIncident acceptedIncident(const QString &id)
{
    return {
        .id = id, .kind = u"away.tab"_s, .isClosed = true, .sentAt = start, .ackedAt = start + 5ms, .isAccepted = true};
}

SentSubmission acceptedSubmission(const QString &ref)
{
    return {.clientRef = ref,
            .problem = u"prime"_s,
            .sentAt = start,
            .ackedAt = start + 5ms,
            .isAccepted = true,
            .id = u"S-"_s + ref,
            .verdictAt = start + 1s,
            .verdict = u"AC"_s};
}

/// One participant with one incident and one submission, and books of the server that agree.
struct Books
{
    ParticipantRecord record;
    StaffLog log;
    Exports exports;

    Books()
    {
        record.participant = u"P001"_s;
        record.incidents = {acceptedIncident(u"i1"_s)};
        record.submissions = {acceptedSubmission(u"s1"_s)};
        log.incidents.insert(u"i1/closed"_s, start + 20ms);
        log.submissionRefs.insert(u"s1"_s, 1);
        exports.violations = {QJsonObject {{u"incident_id"_s, u"i1"_s}}};
        exports.submissions = {QJsonObject {{u"submission_id"_s, u"S-s1"_s}}};
    }
    Findings reckoned() const { return reckon({record}, log, exports, start + 60s, 0); }
};

/// An outcome that meets every target.
Outcome goodOutcome(int participants)
{
    Outcome outcome;
    outcome.participants = outcome.online = participants;
    outcome.tally.requests = 10'000;
    outcome.tally.signIn.add(100ms);
    outcome.tally.http.add(10ms);
    outcome.findings.acknowledgement.samples.add(10ms);
    outcome.findings.console.samples.add(20ms);
    return outcome;
}

} // namespace

/// A rehearsal that cannot find a loss is worth nothing: each kind of loss, and each target, is missed once here.
class TestReckoning final : public QObject
{
    Q_OBJECT

private slots:
    void percentilesAreByNearestRank();
    void booksThatAgreeHaveNoLoss();
    void aMissingOrDoubledRecordIsFound_data();
    void aMissingOrDoubledRecordIsFound();
    void anUnansweredSubmissionLastsUntilTheEnd();
    void aLimitWithoutALockIsCounted();
    void eachTargetCanBeMissed_data();
    void eachTargetCanBeMissed();
    void beyond350TheLargerTargetsHold();
};

void TestReckoning::percentilesAreByNearestRank()
{
    Samples samples;
    for (int value = 100; value >= 1; --value)
        samples.add(std::chrono::milliseconds(value));
    const Summary summary = samples.summary();
    QCOMPARE(summary.count, qint64(100));
    QCOMPARE(summary.p50, 50.0);
    QCOMPARE(summary.p95, 95.0);
    QCOMPARE(summary.p99, 99.0);
    QCOMPARE(summary.max, 100.0);
    QCOMPARE(Samples().summary().count, qint64(0));
}

void TestReckoning::booksThatAgreeHaveNoLoss()
{
    const Findings found = Books().reckoned();
    QCOMPARE(found.lost, QStringList());
    QCOMPARE(found.duplicated, QStringList());
    QCOMPARE(found.acceptedIncidents, qint64(1));
    QCOMPARE(found.acceptedSubmissions, qint64(1));
    QCOMPARE(found.acknowledgement.samples.summary().max, 5.0);
    QCOMPARE(found.console.samples.summary().max, 20.0);
    QCOMPARE(found.verdict.samples.summary().max, 1'000.0);
}

void TestReckoning::aMissingOrDoubledRecordIsFound_data()
{
    using Change = std::function<void(Books &)>;
    QTest::addColumn<Change>("change");
    QTest::addColumn<int>("lost");
    QTest::addColumn<int>("duplicated");
    QTest::newRow("an incident never came to the console")
        << Change([](Books &books) { books.log.incidents.clear(); }) << 1 << 0;
    QTest::newRow("only its opening came") << Change([](Books &books) {
        books.log.incidents = {{u"i1/open"_s, start}};
    }) << 1 << 0;
    QTest::newRow("an incident is not exported")
        << Change([](Books &books) { books.exports.violations = {}; }) << 1 << 0;
    QTest::newRow("an incident is exported twice")
        << Change([](Books &books) { books.exports.violations.append(books.exports.violations.first()); }) << 0 << 1;
    QTest::newRow("a submission never came to the console")
        << Change([](Books &books) { books.log.submissionRefs.clear(); }) << 1 << 0;
    QTest::newRow("a submission was received twice")
        << Change([](Books &books) { books.log.submissionRefs[u"s1"_s] = 2; }) << 0 << 1;
    QTest::newRow("a submission is not exported")
        << Change([](Books &books) { books.exports.submissions = {}; }) << 1 << 0;
    QTest::newRow("a submission is exported twice")
        << Change([](Books &books) { books.exports.submissions.append(books.exports.submissions.first()); }) << 0 << 1;
    QTest::newRow("a report was recorded twice")
        << Change([](Books &books) { books.log.reports[u"i1/closed/1"_s] = 2; }) << 0 << 1;
    QTest::newRow("the numbers have gaps") << Change([](Books &books) { books.log.gaps = 3; }) << 1 << 0;
    QTest::newRow("events came twice") << Change([](Books &books) { books.log.repeats = 2; }) << 0 << 1;
    QTest::newRow("what was refused may be missing") << Change([](Books &books) {
        books.record.incidents.first().isAccepted = false;
        books.log.incidents.clear();
        books.exports.violations = {};
    }) << 0 << 0;
}

void TestReckoning::aMissingOrDoubledRecordIsFound()
{
    QFETCH(std::function<void(Books &)>, change);
    Books books;
    change(books);
    const Findings found = books.reckoned();
    QTEST(int(found.lost.size()), "lost");
    QTEST(int(found.duplicated.size()), "duplicated");
}

void TestReckoning::anUnansweredSubmissionLastsUntilTheEnd()
{
    Books books;
    books.record.submissions.first().verdictAt.reset();
    const Findings found = books.reckoned();
    QCOMPARE(found.verdict.unanswered, qint64(1));
    QCOMPARE(found.verdict.samples.summary().p95, 60'000.0);
}

void TestReckoning::aLimitWithoutALockIsCounted()
{
    Books books;
    books.record.isMisbehaving = true;
    for (int index = 0; index < 9; ++index)
        books.record.incidents.append(acceptedIncident(u"more%1"_s.arg(index)));
    QCOMPARE(books.reckoned().lock.unanswered, qint64(1));
    books.record.limitSentAt = start;
    books.record.lockedAt = start + 80ms;
    QCOMPARE(books.reckoned().lock.unanswered, qint64(0));
    QCOMPARE(books.reckoned().lock.samples.summary().max, 80.0);
}

void TestReckoning::eachTargetCanBeMissed_data()
{
    using Change = std::function<void(Outcome &)>;
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("missed");
    QTest::newRow("all is well") << Change([](Outcome &) {}) << QString();
    QTest::newRow("sign-in") << Change([](Outcome &o) { o.tally.signIn.add(1s); }) << u"sign_in"_s;
    QTest::newRow("HTTP") << Change([](Outcome &o) { o.tally.http.add(200ms); }) << u"http"_s;
    QTest::newRow("no HTTP at all") << Change([](Outcome &o) { o.tally.http = {}; }) << u"http"_s;
    QTest::newRow("acknowledgement") << Change([](Outcome &o) { o.findings.acknowledgement.samples.add(100ms); })
                                     << u"acknowledgement"_s;
    QTest::newRow("no acknowledgement at all")
        << Change([](Outcome &o) { o.findings.acknowledgement = {}; }) << u"acknowledgement"_s;
    QTest::newRow("console") << Change([](Outcome &o) { o.findings.console.samples.add(200ms); }) << u"console"_s;
    QTest::newRow("delivery") << Change([](Outcome &o) { o.findings.delivery.samples.add(100ms); }) << u"delivery"_s;
    QTest::newRow("lock") << Change([](Outcome &o) { o.findings.lock.samples.add(500ms); }) << u"lock"_s;
    QTest::newRow("run") << Change([](Outcome &o) { o.findings.run.samples.add(3s); }) << u"run"_s;
    QTest::newRow("verdict") << Change([](Outcome &o) { o.findings.verdict.samples.add(10s); }) << u"verdict"_s;
    QTest::newRow("rush") << Change([](Outcome &o) { o.rushTook = 181s; }) << u"rush"_s;
    QTest::newRow("errors") << Change([](Outcome &o) { o.tally.failures = 10; }) << u"error_rate"_s;
    QTest::newRow("somebody is not connected") << Change([](Outcome &o) { --o.online; }) << u"online"_s;
    QTest::newRow("lost") << Change([](Outcome &o) { o.findings.lost.append(u"x"_s); }) << u"lost"_s;
    QTest::newRow("lost draft") << Change([](Outcome &o) { o.lostDrafts = 1; }) << u"lost"_s;
    QTest::newRow("doubled") << Change([](Outcome &o) { o.findings.duplicated.append(u"x"_s); }) << u"duplicated"_s;
    QTest::newRow("no export") << Change([](Outcome &o) { o.exportErrors.append(u"x"_s); }) << u"exports"_s;
    QTest::newRow("CPU") << Change([](Outcome &o) { o.machine = {true, 0.6, 0.1}; }) << u"cpu"_s;
    QTest::newRow("memory") << Change([](Outcome &o) { o.machine = {true, 0.1, 0.7}; }) << u"memory"_s;
}

void TestReckoning::eachTargetCanBeMissed()
{
    QFETCH(std::function<void(Outcome &)>, change);
    QFETCH(QString, missed);
    Outcome outcome = goodOutcome(350);
    change(outcome);
    QStringList names;
    const QList<Check> checks = compareWithTargets(outcome);
    for (const Check &check : checks) {
        if (check.judgement == Judgement::Missed)
            names.append(check.name);
    }
    QCOMPARE(names.join(u' '), missed);
    QCOMPARE(allMet(checks), missed.isEmpty());
}

void TestReckoning::beyond350TheLargerTargetsHold()
{
    Outcome outcome = goodOutcome(351);
    outcome.tally.http.add(499ms);
    outcome.tally.failures = 99;
    outcome.machine = {true, 0.79, 0.84};
    QVERIFY(allMet(compareWithTargets(outcome)));
    outcome.participants = outcome.online = 350;
    QVERIFY(!allMet(compareWithTargets(outcome)));
}

QTEST_GUILESS_MAIN(TestReckoning)
#include "test_reckoning.moc"
