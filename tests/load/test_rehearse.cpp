#include "tests/load/Agenda.h"
#include "tests/load/Credentials.h"
#include "tests/load/FixLibrary.h"
#include "tests/load/HttpAnswer.h"
#include "tests/load/IncidentMaker.h"
#include "tests/load/RehearseOptions.h"
#include "tests/load/WorkPlan.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Marathon;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

const Moment start {1'000s};

} // namespace

class TestRehearse final : public QObject
{
    Q_OBJECT

private slots:
    void anAnswerIsReadInAnyPieces_data();
    void anAnswerIsReadInAnyPieces();
    void anAnswerThatBreaksOffIsAnError();
    void credentialsComeFromAnyListWithTheTwoColumns();
    void credentialsWithoutAPasswordAreRefused();
    void honestParticipantsStayBelowTheWarning();
    void misbehavingParticipantsReportOnlyCountedKinds();
    void workGoesFromProblemToProblem();
    void anAgendaKeepsItsRate();
    void optionsAreChecked_data();
    void optionsAreChecked();
    void aPasswordFileThatOthersReadIsRefused();
};

void TestRehearse::anAnswerIsReadInAnyPieces_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("keepsAlive");
    QTest::newRow("with a length") << "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"_ba << 200 << "hello"_ba
                                   << true;
    QTest::newRow("chunked")
        << "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n"_ba << 200
        << "hello"_ba << true;
    QTest::newRow("no content") << "HTTP/1.1 204 No Content\r\n\r\n"_ba << 204 << ""_ba << true;
    QTest::newRow("not modified names a length")
        << "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n"_ba << 304 << ""_ba << true;
    QTest::newRow("closing") << "HTTP/1.1 503 Away\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n"_ba << 503 << ""_ba
                             << false;
    QTest::newRow("after a 100") << "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"_ba
                                 << 200 << "x"_ba << true;
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
    const auto read = readCredentials(
        "\xEF\xBB\xBFname,password,participant_id\r\n\"Ada, L.\",\"a\"\"b,c\",P001\r\n\r\nBob,secret,P002"_ba);
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
    QCOMPARE(kinds, (QStringList {u"edit.program"_s, u"clip.paste.external"_s, u"away.tab"_s, u"away.window"_s,
                                  u"edit.program"_s}));
    QVERIFY(IncidentMaker::badInterval * 4 > 10s);
}

void TestRehearse::workGoesFromProblemToProblem()
{
    FixLibrary fixes;
    fixes.addRight(u"prime"_s, u"c"_s, u"right"_s);
    fixes.addWrong(u"prime"_s, u"c"_s, u"wrong"_s);
    WorkPlan plan(fixes, 7, 0, u"P001"_s);
    QVERIFY(!plan.submission());
    plan.setProblems(
        {QJsonObject {{u"id"_s, u"prime"_s}, {u"languages"_s, QJsonArray {u"c"_s, u"java"_s}}},
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
