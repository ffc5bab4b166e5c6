#include "tests/load/Targets.h"

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Whether a measure may be absent: an idle profile has no runs, but every rehearsal has sign-ins.
enum class Presence { Always, WhenTried };

/// p95 in milliseconds that a latency must stay under.
struct LatencyTarget
{
    QLatin1StringView name;
    QLatin1StringView title;
    double at350;
    double at500;
    Presence presence;
    const Samples &(*samples)(const Outcome &);
    qint64 (*unanswered)(const Outcome &);
};

template <Timing Findings::*Member>
LatencyTarget latency(QLatin1StringView name, QLatin1StringView title, double limit, Presence presence)
{
    return {name,
            title,
            limit,
            limit,
            presence,
            [](const Outcome &outcome) -> const Samples & { return (outcome.findings.*Member).samples; },
            [](const Outcome &outcome) { return (outcome.findings.*Member).unanswered; }};
}

qint64 none(const Outcome &)
{
    return 0;
}

const std::array latencyTargets {
    LatencyTarget {"sign_in"_L1, "Sign-in"_L1, 1'000, 1'000, Presence::Always,
                   [](const Outcome &outcome) -> const Samples & { return outcome.tally.signIn; }, none},
    LatencyTarget {"http"_L1, "HTTP"_L1, 200, 500, Presence::Always,
                   [](const Outcome &outcome) -> const Samples & { return outcome.tally.http; }, none},
    latency<&Findings::acknowledgement>("acknowledgement"_L1, "Signal sent -> acknowledged"_L1, 100, Presence::Always),
    latency<&Findings::console>("console"_L1, "Signal sent -> shown in the console"_L1, 200, Presence::Always),
    latency<&Findings::delivery>("delivery"_L1, "WebSocket delivery"_L1, 100, Presence::WhenTried),
    latency<&Findings::lock>("lock"_L1, "Limit reached -> locked"_L1, 500, Presence::WhenTried),
    latency<&Findings::run>("run"_L1, "Run"_L1, 3'000, Presence::WhenTried),
    latency<&Findings::verdict>("verdict"_L1, "Verdict"_L1, 10'000, Presence::WhenTried),
};

QString milliseconds(double value)
{
    return value < 10 ? QString::number(value, 'f', 1) : QString::number(value, 'f', 0);
}

Judgement judged(bool isMet)
{
    return isMet ? Judgement::Met : Judgement::Missed;
}

Check latencyCheck(const LatencyTarget &target, const Outcome &outcome)
{
    const Summary summary = target.samples(outcome).summary();
    const double limit = outcome.participants > 350 ? target.at500 : target.at350;
    const qint64 unanswered = target.unanswered(outcome);
    Check check {QString(target.name), QString(target.title), u"not measured"_s, u"p95 < %1 ms"_s.arg(limit)};
    if (summary.count == 0) {
        check.judgement = target.presence == Presence::Always ? Judgement::Missed : Judgement::NotMeasured;
        return check;
    }
    check.found = u"p50 %1, p95 %2, p99 %3, max %4 ms of %5"_s.arg(milliseconds(summary.p50), milliseconds(summary.p95),
                                                                   milliseconds(summary.p99), milliseconds(summary.max),
                                                                   QString::number(summary.count));
    if (unanswered > 0)
        check.found += u", %1 unanswered"_s.arg(unanswered);
    check.judgement = judged(summary.p95 < limit);
    return check;
}

Check shareCheck(const QString &name, const QString &title, double share, double limit, const QString &found)
{
    return {name, title, found, u"< %1 %"_s.arg(limit * 100), judged(share < limit)};
}

Check noneOf(const QString &name, const QString &title, qint64 count)
{
    return {name, title, QString::number(count), u"0"_s, judged(count == 0)};
}

QString percent(double share)
{
    return QString::number(share * 100, 'f', 1) + u" %"_s;
}

} // namespace

QList<Check> compareWithTargets(const Outcome &outcome)
{
    const bool isLarge = outcome.participants > 350;
    QList<Check> checks;
    for (const LatencyTarget &target : latencyTargets)
        checks.append(latencyCheck(target, outcome));
    if (outcome.rushTook) {
        const double seconds = std::chrono::duration<double>(*outcome.rushTook).count();
        checks.append({u"rush"_s, u"Everybody submits within 60 s: last verdict"_s, u"%1 s"_s.arg(seconds, 0, 'f', 1),
                       u"< 180 s"_s, judged(seconds < 180 && outcome.findings.verdict.unanswered == 0)});
    }
    const qint64 tried = outcome.tally.requests + outcome.tally.events;
    const double errorRate = double(outcome.tally.failures) / double(std::max<qint64>(1, tried));
    checks.append(shareCheck(u"error_rate"_s, u"Error rate"_s, errorRate, isLarge ? 0.01 : 0.001,
                             u"%1 of %2 requests and events (%3)"_s.arg(outcome.tally.failures)
                                 .arg(tried)
                                 .arg(QString::number(errorRate * 100, 'f', 3) + u" %"_s)));
    checks.append({u"online"_s, u"Connected when the work ended"_s, QString::number(outcome.online),
                   u"all %1"_s.arg(outcome.participants), judged(outcome.online == outcome.participants)});
    checks.append(
        noneOf(u"lost"_s, u"Acknowledged and then lost"_s, outcome.findings.lost.size() + outcome.lostDrafts));
    checks.append(noneOf(u"duplicated"_s, u"Stored twice"_s, outcome.findings.duplicated.size()));
    checks.append(noneOf(u"exports"_s, u"Exports that could not be had"_s, outcome.exportErrors.size()));
    if (outcome.machine.isMeasured) {
        checks.append(shareCheck(u"cpu"_s, u"CPU of the server, share of the machine"_s, outcome.machine.cpu,
                                 isLarge ? 0.8 : 0.6, percent(outcome.machine.cpu)));
        checks.append(shareCheck(u"memory"_s, u"Memory of the server, share of the machine"_s, outcome.machine.memory,
                                 isLarge ? 0.85 : 0.7, percent(outcome.machine.memory)));
    }
    return checks;
}

bool allMet(const QList<Check> &checks)
{
    return std::none_of(checks.begin(), checks.end(),
                        [](const Check &check) { return check.judgement == Judgement::Missed; });
}

} // namespace Marathon
