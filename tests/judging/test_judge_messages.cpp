#include "shared/protocol/JudgeMessages.h"

#include <QTest>

using namespace Marathon;
using namespace Qt::Literals::StringLiterals;

/// Every message of /ws/judge survives being written and read.
class TestJudgeMessages : public QObject
{
    Q_OBJECT

private slots:
    void jobSurvives_data();
    void jobSurvives();
    void resultSurvives();
    void helloSurvives();
    void resultIsFlat();
    void messagesNameThemselves();
    void wrongFieldsAreNamed();
};

void TestJudgeMessages::jobSurvives_data()
{
    QTest::addColumn<bool>("validator");
    QTest::addColumn<bool>("input");
    QTest::newRow("plain") << false << false;
    QTest::newRow("with a checker") << true << false;
    QTest::newRow("with own input") << false << true;
}

void TestJudgeMessages::jobSurvives()
{
    QFETCH(bool, validator);
    QFETCH(bool, input);
    JudgeJob job {u"job-1"_s,
                  3,
                  JudgeKind::Run,
                  u"c"_s,
                  u"int main;\n\0\u20ac"_s,
                  {Duration(1500), 128, 4},
                  u"case_sensitive"_s,
                  {},
                  {{u"one"_s, u"aa"_s, u"bb"_s, {}}},
                  true};
    if (validator)
        job.validator = JudgeValidator {u"python"_s, u"exit(42)"_s};
    if (input)
        job.tests.first().input = u"42"_s;
    const Result<JobMessage> read = fromJson<JobMessage>(toJson(JobMessage {job}));
    QVERIFY(read.isOk());
    QVERIFY(read->job == job);
}

void TestJudgeMessages::resultSurvives()
{
    JudgeOutcome outcome {Verdict::WrongAnswer,
                          Duration(12),
                          2048,
                          {{u"one"_s, Verdict::Accepted, Duration(12), 2048, u"42\n"_s, u""_s},
                           {u"two"_s, Verdict::WrongAnswer, Duration(3), 1024, {}, {}}},
                          u"warning"_s,
                          u"note"_s};
    const Result<JobResult> read = fromJson<JobResult>(toJson(JobResult {{u"job-1"_s, 2}, outcome}));
    QVERIFY(read.isOk());
    QVERIFY(read->outcome == outcome);
    QCOMPARE(read->job, (JobAttempt {u"job-1"_s, 2}));
}

void TestJudgeMessages::helloSurvives()
{
    WorkerHello hello;
    hello.name = u"hall"_s;
    hello.slotCount = 3;
    hello.languages = {{u"c"_s, u"C"_s, u"gcc 12"_s}};
    hello.protection = {ProtectionLevel::Reduced, {{u"swap"_s, true, false, u"none"_s}}};
    const Result<WorkerHello> read = fromJson<WorkerHello>(toJson(hello));
    QVERIFY(read.isOk());
    QCOMPARE(read->slotCount, 3);
    QVERIFY(read->languages == hello.languages && read->protection == hello.protection);
}

void TestJudgeMessages::resultIsFlat()
{
    const QJsonObject object = toJson(JobResult {{u"job-1"_s, 2}, {}});
    for (const auto field :
         {"job_id"_L1, "attempt"_L1, "verdict"_L1, "time_ms"_L1, "memory_kib"_L1, "tests"_L1, "compile_output"_L1})
        QVERIFY2(object.contains(field), field.data());
}

void TestJudgeMessages::messagesNameThemselves()
{
    const Result<QJsonObject> object = parseObject(judgeText(WorkerBye {}).toUtf8());
    QVERIFY(object.isOk());
    QCOMPARE(object->value("t"_L1).toString(), u"bye"_s);
}

void TestJudgeMessages::wrongFieldsAreNamed()
{
    QJsonObject object = toJson(JobResult {{u"job-1"_s, 2}, {}});
    object.insert("verdict"_L1, u"OK"_s);
    object.remove("attempt"_L1);
    const Result<JobResult> read = fromJson<JobResult>(object);
    QVERIFY(!read.isOk());
    QCOMPARE(read.error().fields.size(), 2);
    QCOMPARE(read.error().fields.first().field, u"attempt"_s);
}

QTEST_APPLESS_MAIN(TestJudgeMessages)
#include "test_judge_messages.moc"
