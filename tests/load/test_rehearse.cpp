#include "tests/load/Agenda.h"
#include "tests/load/Credentials.h"
#include "tests/load/FixLibrary.h"
#include "tests/load/HttpAnswer.h"
#include "tests/load/IncidentMaker.h"
#include "tests/load/Reckoning.h"
#include "tests/load/RehearseOptions.h"
#include "tests/load/Targets.h"
#include "tests/load/WorkPlan.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Marathon;
using namespace std::chrono_literals;

namespace {

const Moment start {1'000s};

SentIncident acceptedIncident(const QString &id)
{
    return {.id = id, .kind = u"away.tab"_s, .isClosed = true, .sentAt = start, .ackedAt = start + 5ms, .isAccepted = true};
}

SentSubmission acceptedSubmission(const QString &ref)
{
    return {.clientRef = ref, .problem = u"prime"_s, .sentAt = start, .ackedAt = start + 5ms, .isAccepted = true, .id = u"S-"_s + ref, .verdictAt = start + 1s, .verdict = u"AC"_s};
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

class TestRehearse final : public QObject
{
    Q_OBJECT

private slots:
    void percentilesAreByNearestRank();
    void anAnswerIsReadInAnyPieces_data();
    void anAnswerIsReadInAnyPieces();
    void anAnswerThatBreaksOffIsAnError();
    void credentialsComeFromAnyListWithTheTwoColumns();
    void credentialsWithoutAPasswordAreRefused();
    void booksThatAgreeHaveNoLoss();
    void aMissingOrDoubledRecordIsFound_data();
    void aMissingOrDoubledRecordIsFound();
    void anUnansweredSubmissionLastsUntilTheEnd();
    void aLimitWithoutALockIsCounted();
    void eachTargetCanBeMissed_data();
    void eachTargetCanBeMissed();
    void beyond350TheLargerTargetsHold();
    void honestParticipantsStayBelowTheWarning();
    void misbehavingParticipantsReportOnlyCountedKinds();
    void workGoesFromProblemToProblem();
    void anAgendaKeepsItsRate();
    void optionsAreChecked_data();
    void optionsAreChecked();
    void aPasswordFileThatOthersReadIsRefused();
};

void TestRehearse::percentilesAreByNearestRank()
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

void TestRehearse::anAnswerIsReadInAnyPieces_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("keepsAlive");
    QTest::newRow("with a length") << "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"_ba << 200 << "hello"_ba << true;
    QTest::newRow("chunked") << "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n"_ba << 200 << "hello"_ba << true;
    QTest::newRow("no content") << "HTTP/1.1 204 No Content\r\n\r\n"_ba << 204 << ""_ba << true;
    QTest::newRow("not modified names a length") << "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n"_ba << 304 << ""_ba << true;
    QTest::newRow("closing") << "HTTP/1.1 503 Away\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n"_ba << 503 << ""_ba << false;
    QTest::newRow("after a 100") << "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"_ba << 200 << "x"_ba << true;
}

void TestRehearse::anAnswerIsReadInAnyPieces()
{
    QFETCH(QByteArray, bytes);
    for (const qsizetype size : {qsizetype(1), qsizetype(7), bytes.size()}) {
        HttpAnswerReader reader;
        auto state = HttpAnswerReader::State::NeedsMore;
        for (qsizetype at = 0; at < bytes.size(); at += size) {
            QCOMPARE(state, HttpAnswerReader::State::NeedsMore);
            state = reader.feed(bytes.mid(at, size));
        }
        QCOMPARE(state, HttpAnswerReader::State::Complete);
        QTEST(reader.answer().status, "status");
        QTEST(reader.answer().body, "body");
        QTEST(reader.keepsAlive(), "keepsAlive");
    }
}

void TestRehearse::anAnswerThatBreaksOffIsAnError()
{
    HttpAnswerReader reader;
    QCOMPARE(reader.feed("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhell"), HttpAnswerReader::State::NeedsMore);
    QCOMPARE(reader.end(), HttpAnswerReader::State::Broken);
    QCOMPARE(reader.answer().status, 0);
    QVERIFY(!reader.answer().error.isEmpty());
    HttpAnswerReader other;
    QCOMPARE(other.feed("SSH-2.0-OpenSSH\r\n\r\n"), HttpAnswerReader::State::Broken);
}

void TestRehearse::credentialsComeFromAnyListWithTheTwoColumns()
{
    const auto read = readCredentials("\xEF\xBB\xBFname,password,participant_id\r\n\"Ada, L.\",\"a\"\"b,c\",P001\r\n\r\nBob,secret,P002"_ba);
    QVERIFY(read.isOk());
    QCOMPARE(read->size(), 2);
    QCOMPARE(read->first().participantId, u"P001"_s);
    QCOMPARE(read->first().password, u"a\"b,c"_s);
    QCOMPARE(read->last().participantId, u"P002"_s);
}

void TestRehearse::credentialsWithoutAPasswordAreRefused()
{
    QVERIFY(!readCredentials("participant_id,name\nP001,Ada\n"_ba));
    QVERIFY(!readCredentials("participant_id,password\nP001,\n"_ba));
    QVERIFY(!readCredentials(""_ba));
}

void TestRehearse::booksThatAgreeHaveNoLoss()
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

void TestRehearse::aMissingOrDoubledRecordIsFound_data()
{
    using Change = std::function<void(Books &)>;
    QTest::addColumn<Change>("change");
    QTest::addColumn<int>("lost");
    QTest::addColumn<int>("duplicated");
    QTest::newRow("an incident never came to the console") << Change([](Books &books) { books.log.incidents.clear(); }) << 1 << 0;
    QTest::newRow("only its opening came") << Change([](Books &books) { books.log.incidents = {{u"i1/open"_s, start}}; }) << 1 << 0;
    QTest::newRow("an incident is not exported") << Change([](Books &books) { books.exports.violations = {}; }) << 1 << 0;
    QTest::newRow("an incident is exported twice") << Change([](Books &books) { books.exports.violations.append(books.exports.violations.first()); }) << 0 << 1;
    QTest::newRow("a submission never came to the console") << Change([](Books &books) { books.log.submissionRefs.clear(); }) << 1 << 0;
    QTest::newRow("a submission was received twice") << Change([](Books &books) { books.log.submissionRefs[u"s1"_s] = 2; }) << 0 << 1;
    QTest::newRow("a submission is not exported") << Change([](Books &books) { books.exports.submissions = {}; }) << 1 << 0;
    QTest::newRow("a submission is exported twice") << Change([](Books &books) { books.exports.submissions.append(books.exports.submissions.first()); }) << 0 << 1;
    QTest::newRow("a report was recorded twice") << Change([](Books &books) { books.log.reports[u"i1/closed/1"_s] = 2; }) << 0 << 1;
    QTest::newRow("the numbers have gaps") << Change([](Books &books) { books.log.gaps = 3; }) << 1 << 0;
    QTest::newRow("events came twice") << Change([](Books &books) { books.log.repeats = 2; }) << 0 << 1;
    QTest::newRow("what was refused may be missing") << Change([](Books &books) {
        books.record.incidents.first().isAccepted = false;
        books.log.incidents.clear();
        books.exports.violations = {};
    }) << 0 << 0;
}

void TestRehearse::aMissingOrDoubledRecordIsFound()
{
    QFETCH(std::function<void(Books &)>, change);
    Books books;
    change(books);
    const Findings found = books.reckoned();
    QTEST(int(found.lost.size()), "lost");
    QTEST(int(found.duplicated.size()), "duplicated");
}

void TestRehearse::anUnansweredSubmissionLastsUntilTheEnd()
{
    Books books;
    books.record.submissions.first().verdictAt.reset();
    const Findings found = books.reckoned();
    QCOMPARE(found.verdict.unanswered, qint64(1));
    QCOMPARE(found.verdict.samples.summary().p95, 60'000.0);
}

void TestRehearse::aLimitWithoutALockIsCounted()
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

void TestRehearse::eachTargetCanBeMissed_data()
{
    using Change = std::function<void(Outcome &)>;
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("missed");
    QTest::newRow("all is well") << Change([](Outcome &) {}) << QString();
    QTest::newRow("sign-in") << Change([](Outcome &o) { o.tally.signIn.add(1s); }) << u"sign_in"_s;
    QTest::newRow("HTTP") << Change([](Outcome &o) { o.tally.http.add(200ms); }) << u"http"_s;
    QTest::newRow("no HTTP at all") << Change([](Outcome &o) { o.tally.http = {}; }) << u"http"_s;
    QTest::newRow("acknowledgement") << Change([](Outcome &o) { o.findings.acknowledgement.samples.add(100ms); }) << u"acknowledgement"_s;
    QTest::newRow("no acknowledgement at all") << Change([](Outcome &o) { o.findings.acknowledgement = {}; }) << u"acknowledgement"_s;
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

void TestRehearse::eachTargetCanBeMissed()
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

void TestRehearse::beyond350TheLargerTargetsHold()
{
    Outcome outcome = goodOutcome(351);
    outcome.tally.http.add(499ms);
    outcome.tally.failures = 99;
    outcome.machine = {true, 0.79, 0.84};
    QVERIFY(allMet(compareWithTargets(outcome)));
    outcome.participants = outcome.online = 350;
    QVERIFY(!allMet(compareWithTargets(outcome)));
}

void TestRehearse::honestParticipantsStayBelowTheWarning()
{
    // Standard: two low ones are free, each further one costs a point, and five points warn.
    for (quint32 seed = 0; seed < 200; ++seed) {
        IncidentMaker maker(seed, Conduct::Honest);
        int lows = 0;
        for (int turn = 0; turn < 500; ++turn) {
            const MadeIncident incident = maker.next();
            QVERIFY(incident.duration < 15s);
            lows += incident.kind == u"away.tab" && incident.duration >= 3s ? 1 : 0;
            QVERIFY(incident.kind != u"key.restricted" && incident.kind != u"fullscreen.exit");
        }
        QVERIFY(lows < 7);
    }
}

void TestRehearse::misbehavingParticipantsReportOnlyCountedKinds()
{
    IncidentMaker maker(1, Conduct::Misbehaving);
    QStringList kinds;
    for (int turn = 0; turn < 5; ++turn)
        kinds.append(maker.next().kind);
    QCOMPARE(kinds, (QStringList {u"edit.program"_s, u"clip.paste.external"_s, u"away.tab"_s, u"away.window"_s, u"edit.program"_s}));
    QVERIFY(IncidentMaker::badInterval * 4 > 10s);
}

void TestRehearse::workGoesFromProblemToProblem()
{
    FixLibrary fixes;
    fixes.addRight(u"prime"_s, u"c"_s, u"right"_s);
    fixes.addWrong(u"prime"_s, u"c"_s, u"wrong"_s);
    WorkPlan plan(fixes, 7, 0, u"P001"_s);
    QVERIFY(!plan.submission());
    plan.setProblems({QJsonObject {{u"id"_s, u"prime"_s}, {u"languages"_s, QJsonArray {u"c"_s, u"java"_s}}},
        QJsonObject {{u"id"_s, u"other"_s}, {u"buggy_source"_s, QJsonObject {{u"python"_s, u"buggy"_s}}}}});
    QCOMPARE(plan.current(), u"prime"_s);
    const std::optional<Work> first = plan.submission();
    QVERIFY(first && first->problem == u"prime" && first->language == u"c");
    // Nothing more for it before its verdict: the next one is for the other problem.
    const std::optional<Work> second = plan.submission();
    QVERIFY(second && second->problem == u"other");
    QCOMPARE(second->source, u"buggy"_s);
    QVERIFY(!plan.submission());
    plan.judged(u"prime"_s, u"WA"_s);
    QCOMPARE(plan.submission()->source, u"right"_s);
    plan.judged(u"prime"_s, u"AC"_s);
    QCOMPARE(plan.current(), u"other"_s);
    QVERIFY(plan.draft()->source != plan.draft()->source);
    QVERIFY(plan.draft()->source.contains(u"# edit"_s));
}

void TestRehearse::anAgendaKeepsItsRate()
{
    Agenda agenda(3);
    agenda.setPerMinute(Activity::Incident, 30, start);
    agenda.setPerMinute(Activity::Draft, 0, start);
    int incidents = 0;
    for (Moment now = start; now < start + 100min; now += 10ms) {
        while (const std::optional<Activity> due = agenda.takeDue(now)) {
            QCOMPARE(*due, Activity::Incident);
            ++incidents;
        }
    }
    QVERIFY2(incidents > 2'800 && incidents < 3'200, qPrintable(QString::number(incidents)));
}

void TestRehearse::optionsAreChecked_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<bool>("isOk");
    const QStringList needed {u"--credentials"_s, u"c.csv"_s, u"--staff-password-file"_s, u"p"_s};
    QTest::newRow("the least") << needed << true;
    QTest::newRow("no credentials") << needed.mid(2) << false;
    QTest::newRow("no password file") << needed.mid(0, 2) << false;
    QTest::newRow("unknown option") << needed + QStringList {u"--quick"_s} << false;
    QTest::newRow("unknown profile") << needed + QStringList {u"--profile"_s, u"wild"_s} << false;
    QTest::newRow("no number") << needed + QStringList {u"--participants"_s, u"many"_s} << false;
    QTest::newRow("too many threads") << needed + QStringList {u"--threads"_s, u"3"_s} << false;
    QTest::newRow("no participants") << needed + QStringList {u"--participants"_s, u"0"_s} << false;
    QTest::newRow("not an address") << needed + QStringList {u"--server"_s, u"localhost"_s} << false;
    QTest::newRow("a word too many") << needed + QStringList {u"now"_s} << false;
    QTest::newRow("sockets") << needed + QStringList {u"--sockets"_s, u"1000"_s} << true;
}

void TestRehearse::optionsAreChecked()
{
    QFETCH(QStringList, arguments);
    const auto read = readRehearseOptions(arguments);
    QTEST(read.isOk(), "isOk");
    if (!read)
        QVERIFY(!read.error().message.isEmpty());
    else if (arguments.contains(u"--sockets"_s))
        QCOMPARE((*read)->participants, 1'000);
}

void TestRehearse::aPasswordFileThatOthersReadIsRefused()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"password"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("correct horse\n");
    file.close();
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup));
    QVERIFY(!readPasswordFile(file.fileName()));
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    QCOMPARE(*readPasswordFile(file.fileName()), u"correct horse"_s);
    QVERIFY(!readPasswordFile(folder.filePath(u"none"_s)));
}

QTEST_GUILESS_MAIN(TestRehearse)
#include "test_rehearse.moc"
