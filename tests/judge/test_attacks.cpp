#include "server/judge/Protection.h"
#include "tests/judge/AttackTable.h"
#include "tests/judge/JudgeFixture.h"
#include "tests/judge/OuterCap.h"

#include <QElapsedTimer>
#include <QTemporaryFile>
#include <QTest>
#include <sys/mman.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace Marathon;
using namespace Qt::Literals::StringLiterals;

/// Hostile programs against the real sandbox, one by one, inside an outer wall (OuterCap) and with a hard end. After
/// each an ordinary submission must be accepted in its usual time.
class TestAttacks : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void outerWallLimitsProcesses();
    void outerWallLimitsMemory();
    void attackIsHeld_data();
    void attackIsHeld();
    void scratchFolderHasASize();
    void scratchFolderHasALimitOfFiles();
    void onlyOrdinaryFilesLeaveABox();
    void sourcesOfAllBytesAreSurvived_data();
    void sourcesOfAllBytesAreSurvived();
    void inputOfOthersIsUnchanged();

private:
    JudgeOutcome judge(const JudgeJob &job);
    BoxReport runScript(const QString &file, qint64 scratchBytes, bool collect);
    qint64 canary();
    void checkCanary();

    JudgeFixture m_fixture {8};
    QTemporaryFile m_secret;
    bool m_full = false;
    qint64 m_usual = 0; ///< milliseconds of an ordinary submission
};

namespace {

constexpr int hardEndSeconds = 90; ///< per attack
constexpr int wholeSeconds = 1500;
constexpr double slowestCanary = 5; ///< times the usual; the machine may be busy with other things

} // namespace

void TestAttacks::initTestCase()
{
    QVERIFY2(m_fixture.isReady(), qPrintable(m_fixture.problem()));
    const ProtectionReport report = protectionReport(m_fixture.sandbox());
    qInfo("%s", qPrintable(protectionTable(report)));
    if (report.level == ProtectionLevel::None)
        QSKIP("This host has no protection: nothing may be judged, so no attack is run.");
    m_full = report.level == ProtectionLevel::Full;
    QVERIFY(m_secret.open() && m_secret.write("secret") == 6 && m_secret.flush());
    QVERIFY(m_secret.setPermissions(QFile::ReadOwner | QFile::ReadOther));
    m_usual = std::min(canary(), canary());
    QVERIFY(m_usual > 0);
}

void TestAttacks::outerWallLimitsProcesses()
{
    // Bounded by itself; it only has to meet the wall.
    QList<pid_t> children;
    while (children.size() < OuterCap::processes + 50) {
        const pid_t child = fork();
        if (child == 0) {
            pause();
            _exit(0);
        }
        if (child < 0)
            break;
        children.append(child);
    }
    for (const pid_t child : std::as_const(children)) {
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
    }
    QVERIFY2(children.size() < OuterCap::processes, qPrintable(QString::number(children.size())));
}

void TestAttacks::outerWallLimitsMemory()
{
    if (!OuterCap::limitsMemory())
        QSKIP("Without control groups the outer wall only limits processes.");
    const pid_t child = fork();
    if (child == 0) {
        const std::size_t size = static_cast<std::size_t>(OuterCap::memoryBytes) + (64 << 20);
        void *memory = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
        _exit(memory == MAP_FAILED ? 1 : 0);
    }
    int status = 0;
    QCOMPARE(waitpid(child, &status, 0), child);
    QVERIFY2(WIFSIGNALED(status), "a process went through the outer wall");
}

JudgeOutcome TestAttacks::judge(const JudgeJob &job)
{
    std::stop_source stop;
    std::jthread hardEnd([&stop](const std::stop_token &done) {
        for (int tick = 0; tick < hardEndSeconds * 20 && !done.stop_requested(); ++tick)
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        stop.request_stop();
    });
    return m_fixture.judge(job, stop.get_token());
}

qint64 TestAttacks::canary()
{
    QElapsedTimer timer;
    timer.start();
    const JudgeOutcome outcome = judge(m_fixture.sumJob(u"c"_s, programText(u"programs/c/right.c"_s)));
    if (outcome.verdict != Verdict::Accepted) {
        qWarning("canary: %s %s", qPrintable(nameOf(outcome.verdict)), qPrintable(outcome.message));
        return -1;
    }
    return std::max<qint64>(timer.elapsed(), 1);
}

void TestAttacks::checkCanary()
{
    double ratio = 0;
    for (int attempt = 0; attempt < 4; ++attempt) {
        const qint64 time = canary();
        QVERIFY2(time > 0, "an ordinary submission is not accepted any more");
        ratio = static_cast<double>(time) / static_cast<double>(m_usual);
        if (ratio < slowestCanary)
            break;
    }
    qInfo("canary accepted, %.2f times its usual %lld ms", ratio, static_cast<long long>(m_usual));
    QVERIFY(ratio < slowestCanary);
}

void TestAttacks::attackIsHeld_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QStringList>("verdicts");
    QTest::addColumn<bool>("needsGroups");
    for (const Attack &attack : attacks)
        QTest::newRow(attack.file) << QString::fromLatin1(attack.file)
                                   << QString::fromLatin1(attack.verdicts).split(u'|') << attack.needsGroups;
}

void TestAttacks::attackIsHeld()
{
    QFETCH(QString, file);
    QFETCH(QStringList, verdicts);
    QFETCH(bool, needsGroups);
    if (needsGroups && !m_full)
        QSKIP("Held only with control groups, which this protection level does not have.");
    const QString suffix = file.section(u'.', -1);
    const auto language = std::find_if(m_fixture.languages().begin(), m_fixture.languages().end(),
                                       [&suffix](const Language &one) { return one.source.endsWith(u'.' + suffix); });
    if (language == m_fixture.languages().end())
        QSKIP("The language of this attack is not installed.");

    JudgeJob job = m_fixture.sumJob(language->id, programText(u"attacks/"_s + file));
    job.kind = JudgeKind::Run;
    job.tests = {{u"attack"_s, m_fixture.blob(m_secret.fileName().toUtf8() + '\n'), m_fixture.blob("held\n"), {}}};
    job.tests.append(job.tests.first());
    const JudgeOutcome outcome = judge(job);
    QString seen = outcome.message + outcome.compileOutput.left(2000);
    for (const TestOutcome &test : outcome.tests)
        seen += u" [%1 %2 ms %3 KiB] %4"_s.arg(nameOf(test.verdict))
                    .arg(test.time.count())
                    .arg(test.memoryKib)
                    .arg(test.output.value_or(QString()).left(2000));
    qInfo("%s %s", qPrintable(nameOf(outcome.verdict)), qPrintable(seen.simplified().left(300)));
    QVERIFY2(verdicts.contains(nameOf(outcome.verdict)), qPrintable(nameOf(outcome.verdict) + u": "_s + seen));
    QVERIFY2(!seen.contains("broken"_L1) && !seen.contains("wrote"_L1) && !seen.contains("root:"_L1), qPrintable(seen));
    QVERIFY(outcome.compileOutput.size() <= 66 * 1024);
    for (const QChar character : outcome.compileOutput)
        QVERIFY(character >= u' ' || character == u'\n' || character == u'\t');
    checkCanary();
}

BoxReport TestAttacks::runScript(const QString &file, qint64 scratchBytes, bool collect)
{
    BoxRequest request;
    request.command = QStringList {u"/usr/bin/python3"_s, u"-I"_s, u"-S"_s, u"/box/script.py"_s};
    request.files = {{u"/box/script.py"_s, programText(u"attacks/"_s + file).toUtf8(), false}};
    request.limits.scratchBytes = scratchBytes;
    request.limits.memoryBytes = 128LL << 20;
    request.limits.cpu = std::chrono::seconds(5);
    request.limits.wall = std::chrono::seconds(15);
    request.collect = collect;
    return m_fixture.sandbox().run(request, {});
}

void TestAttacks::scratchFolderHasASize()
{
    const BoxReport report = runScript(u"scratch-fill.py"_s, 16LL << 20, false);
    QVERIFY2(report.end == Box::End::Exited || report.end == Box::End::Signalled, report.errors.constData());
    if (report.end == Box::End::Exited) {
        QVERIFY2(report.output.startsWith("held"), report.output.constData());
        QVERIFY(report.output.split('\n').value(1).toLongLong() <= 16LL << 20);
    }
    checkCanary();
}

void TestAttacks::scratchFolderHasALimitOfFiles()
{
    const BoxReport report = runScript(u"scratch-inodes.py"_s, 16LL << 20, false);
    qInfo("end %d, %s, peak %lld KiB", int(report.end), report.output.trimmed().constData(),
          static_cast<long long>(report.peakBytes / 1024));
    QVERIFY(report.end == Box::End::Memory || report.end == Box::End::CpuTime || report.output.startsWith("held"));
    checkCanary();
}

void TestAttacks::onlyOrdinaryFilesLeaveABox()
{
    const BoxReport report = runScript(u"artifact-tricks.py"_s, 16LL << 20, true);
    QVERIFY2(report.end == Box::End::Exited && report.status == 0, report.errors.constData());
    QStringList names;
    for (const BoxFile &file : report.files)
        names.append(file.path);
    names.sort();
    QCOMPARE(names, QStringList({u"good"_s, u"sparse"_s}));
    checkCanary();
}

void TestAttacks::sourcesOfAllBytesAreSurvived_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("source");
    QString every;
    for (int byte = 0; byte < 256; ++byte)
        every.append(QChar(byte));
    for (const Language &language : m_fixture.languages()) {
        QTest::addRow("%s, empty", qPrintable(language.id)) << language.id << QString();
        QTest::addRow("%s, zero bytes", qPrintable(language.id)) << language.id << QString(1000, QChar(0));
        QTest::addRow("%s, every byte", qPrintable(language.id)) << language.id << every;
        QTest::addRow("%s, half of a pair", qPrintable(language.id)) << language.id << QString(QChar(0xd800));
    }
}

void TestAttacks::sourcesOfAllBytesAreSurvived()
{
    QFETCH(QString, language);
    QFETCH(QString, source);
    const JudgeOutcome outcome = judge(m_fixture.sumJob(language, source));
    const QString verdict = nameOf(outcome.verdict);
    // An empty program is a program in some languages: it prints nothing.
    QVERIFY2(verdict == "CE"_L1 || verdict == "WA"_L1 || verdict == "RTE"_L1, qPrintable(verdict + outcome.message));
    for (const QChar character : outcome.compileOutput)
        QVERIFY(character >= u' ' || character == u'\n' || character == u'\t');
}

void TestAttacks::inputOfOthersIsUnchanged()
{
    JudgeJob job = m_fixture.sumJob(u"c"_s, programText(u"attacks/input-write.c"_s));
    job.allTests = true;
    QCOMPARE(judge(job).verdict, Verdict::WrongAnswer);
    QCOMPARE(judge(m_fixture.sumJob(u"c"_s, programText(u"programs/c/right.c"_s))).verdict, Verdict::Accepted);
}

int main(int argc, char **argv)
{
    const int outer = OuterCap::runInside(argv, wholeSeconds);
    if (outer >= 0)
        return outer;
    QCoreApplication application(argc, argv);
    TestAttacks test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_attacks.moc"
