// Measures what judging costs on this machine, one slot, one after another:
//   measure_judge [submissions]
// Processor milliseconds of a bare program and of a box with its supervisor; then, for each language, of a submission
// with one and with ten tests, compiler included, and how many of the latter are judged per second.

#include "server/judge/Precompiler.h"
#include "tests/judge/JudgeFixture.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <cstdio>
#include <unistd.h>

using namespace Marathon;
using namespace Qt::Literals::StringLiterals;

namespace {

/// A control group round this program. Boxes are killed, not left to end, so that what their processes used never
/// reaches the counters of children; the group has it all.
class Meter
{
public:
    bool open()
    {
        QDir().mkdir(m_group);
        QFile processes(m_group + u"/cgroup.procs"_s);
        return processes.open(QIODevice::WriteOnly | QIODevice::Unbuffered) && processes.write("0") == 1;
    }
    ~Meter()
    {
        QFile processes(u"/sys/fs/cgroup/cpuacct/cgroup.procs"_s);
        if (processes.open(QIODevice::WriteOnly | QIODevice::Unbuffered) && processes.write("0") == 1)
            QDir().rmdir(m_group);
    }
    double cpuMs() const
    {
        QFile usage(m_group + u"/cpuacct.usage"_s);
        return usage.open(QIODevice::ReadOnly) ? usage.readAll().trimmed().toDouble() / 1e6 : 0;
    }

private:
    QString m_group = u"/sys/fs/cgroup/cpuacct/marathon-measure-%1"_s.arg(getpid());
};

struct Cost
{
    double cpuMs, wallMs;
};

template <typename Work>
Cost costOf(const Meter &meter, int times, Work work)
{
    work();
    const double cpu = meter.cpuMs();
    QElapsedTimer timer;
    timer.start();
    for (int time = 0; time < times; ++time)
        work();
    return {(meter.cpuMs() - cpu) / times, static_cast<double>(timer.nsecsElapsed()) / 1e6 / times};
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const int times = argc > 1 ? atoi(argv[1]) : 10;
    Meter meter;
    if (!meter.open()) {
        std::fputs("measure_judge needs root and the cpuacct control group.\n", stderr);
        return 1;
    }
    JudgeFixture fixture;
    if (!fixture.isReady()) {
        std::fprintf(stderr, "%s\n", qPrintable(fixture.problem()));
        return 1;
    }
    setvbuf(stdout, nullptr, _IOLBF, 0);
    const Cost bare = costOf(meter, 10 * times, [] { QProcess::execute(u"/usr/bin/true"_s); });
    std::printf("/usr/bin/true without a box: %.1f ms CPU, %.1f ms wall\n", bare.cpuMs, bare.wallMs);
    BoxRequest nothing;
    nothing.command = QStringList {u"/usr/bin/true"_s};
    const Cost box = costOf(meter, 5 * times, [&] { fixture.sandbox().run(nothing, {}); });
    std::printf("box with /usr/bin/true: %.1f ms CPU, %.1f ms wall\n", box.cpuMs, box.wallMs);

    Precompiler precompiler(fixture.sandbox(), fixture.languages());
    precompiler.wait();
    const LocalJudge judge(fixture.sandbox(), fixture.languages(), precompiler.folder());
    const QByteArray input = "3\n1 2 3\n", answer = "6\n";
    const BlobSource blobs = [&](const QString &sha) -> Result<QByteArray> { return sha == "in"_L1 ? input : answer; };
    std::printf("%-12s %10s %10s %12s %12s %14s\n", "language", "CPU 1 test", "wall", "CPU 10 tests", "wall",
                "per s (10)");
    for (const Language &language : fixture.languages()) {
        JudgeJob job = fixture.sumJob(
            language.id, programText(u"programs/%1/right.%2"_s.arg(language.id, language.source.section(u'.', -1))));
        job.tests = {{u"one"_s, u"in"_s, u"answer"_s, {}}};
        bool accepted = true;
        const auto work = [&] { accepted = judge.judge(job, blobs).verdict == Verdict::Accepted && accepted; };
        const Cost one = costOf(meter, times, work);
        while (job.tests.size() < 10)
            job.tests.append(job.tests.first());
        const Cost ten = costOf(meter, times, work);
        std::printf("%-12s %10.1f %10.1f %12.1f %12.1f %14.1f%s\n", qPrintable(language.id), one.cpuMs, one.wallMs,
                    ten.cpuMs, ten.wallMs, 1000 / ten.wallMs, accepted ? "" : "  NOT ACCEPTED");
    }
    return 0;
}
