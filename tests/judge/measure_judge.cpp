// Measures what judging costs on this machine, one slot, one after another:
//   measure_judge [submissions]
// Processor milliseconds of a bare program and of a box with its supervisor; then, for each language, of a submission
// with one and with ten tests, compiler included, and how many of the latter are judged per second.

#include "server/judge/Precompiler.h"
#include "tests/judge/JudgeFixture.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <cstdio>
#include <sys/resource.h>

using namespace Marathon;
using namespace Qt::Literals::StringLiterals;

namespace {

double childrenCpuMs()
{
    double sum = 0;
    for (const int who : {RUSAGE_CHILDREN, RUSAGE_SELF}) {
        rusage usage {};
        getrusage(who, &usage);
        for (const timeval &time : {usage.ru_utime, usage.ru_stime})
            sum += static_cast<double>(time.tv_sec) * 1000 + static_cast<double>(time.tv_usec) / 1000;
    }
    return sum;
}

struct Cost
{
    double cpuMs, wallMs;
};

template <typename Work>
Cost costOf(int times, Work work)
{
    work();
    const double cpu = childrenCpuMs();
    QElapsedTimer timer;
    timer.start();
    for (int time = 0; time < times; ++time)
        work();
    return {(childrenCpuMs() - cpu) / times, static_cast<double>(timer.nsecsElapsed()) / 1e6 / times};
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const int times = argc > 1 ? atoi(argv[1]) : 10;
    JudgeFixture fixture;
    if (!fixture.isReady()) {
        std::fprintf(stderr, "%s\n", qPrintable(fixture.problem()));
        return 1;
    }
    setvbuf(stdout, nullptr, _IOLBF, 0);
    const Cost bare = costOf(10 * times, [] { QProcess::execute(u"/usr/bin/true"_s); });
    std::printf("/usr/bin/true without a box: %.1f ms CPU, %.1f ms wall\n", bare.cpuMs, bare.wallMs);
    BoxRequest nothing;
    nothing.command = QStringList {u"/usr/bin/true"_s};
    const Cost box = costOf(5 * times, [&] { fixture.sandbox().run(nothing, {}); });
    std::printf("box with /usr/bin/true: %.1f ms CPU, %.1f ms wall\n", box.cpuMs, box.wallMs);

    Precompiler precompiler(fixture.sandbox(), fixture.languages());
    precompiler.wait();
    const LocalJudge judge(fixture.sandbox(), fixture.languages(), precompiler.folder());
    const QByteArray input = "3\n1 2 3\n", answer = "6\n";
    const BlobSource blobs = [&](const QString &sha) -> Result<QByteArray> { return sha == "in"_L1 ? input : answer; };
    std::printf("%-12s %10s %10s %12s %12s %14s\n", "language", "CPU 1 test", "wall", "CPU 10 tests", "wall", "per s (10)");
    for (const Language &language : fixture.languages()) {
        JudgeJob job = fixture.sumJob(language.id, programText(u"programs/%1/right.%2"_s.arg(language.id, language.source.section(u'.', -1))));
        job.tests = {{u"one"_s, u"in"_s, u"answer"_s, {}}};
        bool accepted = true;
        const auto work = [&] { accepted = judge.judge(job, blobs).verdict == Verdict::Accepted && accepted; };
        const Cost one = costOf(times, work);
        while (job.tests.size() < 10)
            job.tests.append(job.tests.first());
        const Cost ten = costOf(times, work);
        std::printf("%-12s %10.1f %10.1f %12.1f %12.1f %14.1f%s\n", qPrintable(language.id), one.cpuMs, one.wallMs, ten.cpuMs, ten.wallMs,
            1000 / ten.wallMs, accepted ? "" : "  NOT ACCEPTED");
    }
    return 0;
}
