#include "server/ops/StoreAddress.h"
#include "tests/load/BenchLedger.h"
#include "tests/load/BenchServer.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <algorithm>
#include <cstdio>

using namespace Marathon;

namespace {

constexpr int people = 2'000;

struct Asked
{
    StoreAddress place;
    QList<int> rates;
    int seconds = 10;
    qint64 entries = 1'000'000;
    QString stateFile;
};

void say(const QString &line)
{
    std::fputs(qPrintable(line + u'\n'), stdout);
    std::fflush(stdout);
}

double secondsSince(Moment begun)
{
    return std::chrono::duration<double>(momentNow() - begun).count();
}

QString spans(const Samples &samples)
{
    const Summary summary = samples.summary();
    return u"p50 %1, p95 %2, p99 %3, max %4 ms"_s.arg(summary.p50, 0, 'f', 1)
        .arg(summary.p95, 0, 'f', 1)
        .arg(summary.p99, 0, 'f', 1)
        .arg(summary.max, 0, 'f', 1);
}

Result<void> makeLedger(const Asked &asked)
{
    const Result<std::unique_ptr<Store>> store = openStoreAt(asked.place, StoreMode::ReadWrite);
    if (!store)
        return store.error();
    const Result<std::optional<ContestId>> contest = (*store)->newestContest();
    if (!contest)
        return contest.error();
    if (*contest) {
        say(u"There is a contest already; it is kept."_s);
        return {};
    }
    const Moment begun = momentNow();
    if (const Result<void> made = makeLargeLedger(**store, asked.entries); !made)
        return made;
    say(u"%1 entries written in %2 s"_s.arg(asked.entries).arg(secondsSince(begun), 0, 'f', 1));
    return {};
}

Result<void> startOnce(const Asked &asked, const QString &stateFile, const QString &what)
{
    BenchServer server(storeFactory(asked.place), u"bench"_s, stateFile);
    const Moment begun = momentNow();
    if (const Result<void> started = server.start(); !started)
        return started;
    say(u"%1: %2 s for %3 entries"_s.arg(what)
            .arg(secondsSince(begun), 0, 'f', 2)
            .arg(server.engine().snapshot()->state.lastSeq));
    const Moment stopping = momentNow();
    server.stop();
    say(u"  stop: %1 s"_s.arg(secondsSince(stopping), 0, 'f', 2));
    return {};
}

Result<void> measureStart(const Asked &asked)
{
    QFile::remove(asked.stateFile);
    if (const Result<void> done = startOnce(asked, {}, u"Whole fold"_s); !done)
        return done;
    if (const Result<void> done = startOnce(asked, asked.stateFile, u"Whole fold, state saved at the end"_s); !done)
        return done;
    say(u"State file: %1 MiB"_s.arg(double(QFile(asked.stateFile).size()) / 1048576.0, 0, 'f', 1));
    return startOnce(asked, asked.stateFile, u"From the state file"_s);
}

Result<void> measureAppend(const Asked &asked)
{
    BenchServer server(storeFactory(asked.place), u"bench"_s);
    if (const Result<void> started = server.start(); !started)
        return started;
    if (const Result<void> made = server.makeContest(people); !made)
        return made;
    for (const int rate : asked.rates) {
        server.forget();
        const Offered offered = offer(server, rate, asked.seconds, people);
        std::vector<qint64> batches = server.batches();
        std::sort(batches.begin(), batches.end());
        say(u"Offered %1/s: stored %2/s, refused %3; acknowledged %4; entries per batch median %5, most %6"_s.arg(rate)
                .arg(offered.perSecond, 0, 'f', 0)
                .arg(offered.refused)
                .arg(spans(offered.acknowledged))
                .arg(batches.empty() ? 0 : batches[batches.size() / 2])
                .arg(batches.empty() ? 0 : batches.back()));
    }
    return {};
}

Result<void> measureTail(const Asked &asked)
{
    BenchServer a(storeFactory(asked.place), u"A"_s);
    if (const Result<void> started = a.start(); !started)
        return started;
    if (const Result<void> made = a.makeContest(people); !made)
        return made;
    BenchServer b(storeFactory(asked.place), u"B"_s);
    if (const Result<void> started = b.start(); !started)
        return started;
    for (const int rate : asked.rates) {
        a.forget();
        b.forget();
        const Offered offered = offer(a, rate, asked.seconds, people);
        const qint64 last = a.engine().snapshot()->state.lastSeq;
        const Moment waiting = momentNow();
        while (b.engine().snapshot()->state.lastSeq < last && secondsSince(waiting) < 10)
            QThread::msleep(5);
        const QHash<qint64, Moment> there = b.publishedAt();
        const QHash<qint64, Moment> here = a.publishedAt();
        Samples delays;
        qint64 missing = 0;
        for (auto entry = here.begin(); entry != here.end(); ++entry) {
            if (const auto twin = there.find(entry.key()); twin != there.end())
                delays.add(std::max(Span(0), std::chrono::duration_cast<Span>(*twin - *entry)));
            else
                ++missing;
        }
        say(u"Offered %1/s to A (stored %2/s): published by A to published by B %3; missing at B: %4"_s.arg(rate)
                .arg(offered.perSecond, 0, 'f', 0)
                .arg(spans(delays))
                .arg(missing));
    }
    return {};
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Measures the engine on a store. WHAT: ledger (fills an empty place), start, append, tail (PostgreSQL)."_s);
    parser.addHelpOption();
    parser.addPositionalArgument(u"what"_s, u"ledger, start, append or tail"_s);
    parser.addOption({u"store"_s, u"sqlite:DIR or postgresql://..."_s, u"PLACE"_s});
    parser.addOption({u"rates"_s, u"entries per second"_s, u"N,N"_s, u"70,1000,5000"_s});
    parser.addOption({u"for"_s, u"seconds per rate"_s, u"S"_s, u"10"_s});
    parser.addOption({u"events"_s, u"entries of the ledger"_s, u"N"_s, u"1000000"_s});
    parser.addOption({u"state"_s, u"state file, made anew"_s, u"FILE"_s, u"bench-state.bin"_s});
    parser.process(application);
    const Result<StoreAddress> place = storeAddressOf(parser.value(u"store"_s));
    const QMap<QString, Result<void> (*)(const Asked &)> measures {{u"ledger"_s, &makeLedger},
                                                                   {u"start"_s, &measureStart},
                                                                   {u"append"_s, &measureAppend},
                                                                   {u"tail"_s, &measureTail}};
    const auto measure = measures.value(parser.positionalArguments().value(0));
    if (!measure || !place)
        parser.showHelp(2);
    Asked asked {.place = *place,
                 .rates = {},
                 .seconds = parser.value(u"for"_s).toInt(),
                 .entries = parser.value(u"events"_s).toLongLong(),
                 .stateFile = parser.value(u"state"_s)};
    for (const QString &rate : parser.value(u"rates"_s).split(u','))
        asked.rates.append(rate.toInt());
    if (asked.seconds < 1 || asked.entries < 1 || asked.rates.contains(0))
        parser.showHelp(2);
    const Result<void> done = measure(asked);
    if (!done)
        std::fputs(qPrintable(done.error().message + u'\n'), stderr);
    return done ? 0 : 1;
}
