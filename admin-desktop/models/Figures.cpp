#include "admin-desktop/models/Figures.h"

#include "admin-desktop/models/Wording.h"
#include "shared/domain/Decide.h"

namespace Marathon {

using namespace std::chrono_literals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Figures", text);
}

constexpr Duration rateSpan = 5min;

void countWork(Figures &figures, const ParticipantState &who, Instant now, int &recent)
{
    for (const SubmissionState &submission : who.submissions) {
        if (submission.received.held)
            continue;
        ++figures.submissions;
        recent += submission.at > now - rateSpan ? 1 : 0;
        if (submission.judged && submission.judged->verdict != Verdict::JudgeError) {
            ++figures.judged;
            figures.accepted += submission.judged->verdict == Verdict::Accepted ? 1 : 0;
        } else {
            ++figures.waiting;
            figures.oldestWaiting = std::max(figures.oldestWaiting, Duration(now - submission.at));
        }
    }
}

void countConduct(Figures &figures, const ContestState &state, const ParticipantState &who, Instant now, int &recent)
{
    for (const IncidentState &incident : who.incidents) {
        figures.openIncidents += incident.now.phase == Phase::Open ? 1 : 0;
        if (!incident.now.counted || isExcused(who, incident))
            continue;
        ++figures.violations;
        recent += incident.chargedAt > now - rateSpan ? 1 : 0;
    }
    const Effect *restriction = restrictionInForce(who, now);
    if (restriction && restriction->kind == EffectKind::Disqualification) {
        ++figures.disqualified;
        figures.provisional += restriction->provisional ? 1 : 0;
        return;
    }
    figures.suspended += restriction ? 1 : 0;
    if (const qint64 points = pointsFor(state, who); points > 0)
        ++figures.byRisk[std::size_t(riskOf(points, limitFor(state, who)))];
}

QString nameOfRound(const ContestState &state, int number)
{
    const RoundConfig *round = state.config->round(number);
    return round && !round->name.isEmpty() ? round->name : tr("Round %1").arg(number);
}

NextStep contestStep(const QString &text, const QString &effect, ContestPhase phase)
{
    return {.text = text, .effect = effect, .what = NextStep::What::Contest, .contest = phase};
}

NextStep roundStep(const QString &text, const QString &effect, int number, RoundPhase phase)
{
    return {.text = text, .effect = effect, .what = NextStep::What::Round, .round = number, .roundPhase = phase};
}

/// The steps of a live contest: about the open round, else about the first one that has not been opened.
QList<NextStep> stepsOfLive(const ContestState &state)
{
    const RoundState *open = state.currentRound();
    if (!open) {
        for (const RoundState &round : state.rounds) {
            const QString name = nameOfRound(state, round.number);
            if (round.phase == RoundPhase::Locked)
                return {roundStep(tr("Start %1").arg(name),
                                  tr("The clock of %1 starts for everybody at once.").arg(name), round.number,
                                  RoundPhase::Active),
                        roundStep(tr("Countdown"), tr("%1 starts by itself when the countdown is over.").arg(name),
                                  round.number, RoundPhase::Countdown),
                        contestStep(tr("End contest"), tr("No more work is accepted."), ContestPhase::Ended)};
        }
        return {contestStep(tr("End contest"), tr("All rounds are closed. No more work is accepted."),
                            ContestPhase::Ended)};
    }
    const QString name = nameOfRound(state, open->number);
    switch (open->phase) {
    case RoundPhase::Countdown:
        return {roundStep(tr("Start %1 now").arg(name),
                          tr("%1 starts at once instead of at the end of its countdown.").arg(name), open->number,
                          RoundPhase::Active),
                roundStep(tr("Stop countdown"), tr("%1 stays locked.").arg(name), open->number, RoundPhase::Locked)};
    case RoundPhase::Paused:
        return {roundStep(tr("Resume %1").arg(name),
                          tr("The clock of %1 goes on for everybody; nobody loses time.").arg(name), open->number,
                          RoundPhase::Active),
                roundStep(tr("Close"), tr("%1 ends. Newest drafts are submitted; nothing more is accepted.").arg(name),
                          open->number, RoundPhase::Closed)};
    default:
        return {roundStep(tr("Close %1").arg(name),
                          tr("%1 ends for everybody now. Nothing more is accepted in it.").arg(name), open->number,
                          RoundPhase::Closed),
                roundStep(tr("Pause"), tr("The clock of %1 stops for everybody; editors are read-only.").arg(name),
                          open->number, RoundPhase::Paused)};
    }
}

QList<NextStep> stepsOf(const ContestState &state)
{
    switch (state.phase) {
    case ContestPhase::Draft:
        return {
            contestStep(tr("Go live"), tr("Participants can sign in and see the rules."), ContestPhase::Live),
            contestStep(tr("Schedule"), tr("The contest is announced; nobody can work yet."), ContestPhase::Scheduled)};
    case ContestPhase::Scheduled:
        return {contestStep(tr("Go live"), tr("Participants can sign in and see the rules."), ContestPhase::Live)};
    case ContestPhase::Live:
        return stepsOfLive(state);
    case ContestPhase::Paused:
        return {contestStep(tr("Resume contest"), tr("All clocks go on; nobody loses time."), ContestPhase::Live),
                contestStep(tr("End contest"), tr("Open rounds are closed. No more work is accepted."),
                            ContestPhase::Ended)};
    case ContestPhase::Ended:
        return {contestStep(tr("Publish results"), tr("The results are final; nothing changes any more."),
                            ContestPhase::Finalised),
                contestStep(tr("Reopen"), tr("The contest is live again."), ContestPhase::Live)};
    case ContestPhase::Finalised:
        return {contestStep(tr("Reopen results"), tr("The results are not final any more."), ContestPhase::Ended)};
    }
    Q_UNREACHABLE();
}

} // namespace

Figures figuresOf(const LiveContest &contest)
{
    Figures figures;
    const ContestState &state = contest.state();
    const Instant now = contest.now();
    int recentWork = 0;
    int recentViolations = 0;
    for (const ParticipantPtr &who : state.participants) {
        ++figures.participants;
        figures.online += contest.presenceOf(who->id).online ? 1 : 0;
        countWork(figures, *who, now, recentWork);
        countConduct(figures, state, *who, now, recentViolations);
    }
    const double span = double(rateSpan / 1min);
    figures.submissionsPerMinute = recentWork / span;
    figures.violationsPerMinute = recentViolations / span;
    return figures;
}

QList<MinuteCount> violationsPerMinute(const ContestState &state, Instant now, int minutes)
{
    const auto last = std::chrono::floor<std::chrono::minutes>(now);
    QList<MinuteCount> result;
    for (int ago = minutes - 1; ago >= 0; --ago)
        result.append({.minute = last - std::chrono::minutes(ago)});
    for (const ParticipantPtr &who : state.participants) {
        for (const IncidentState &incident : who->incidents) {
            if (!incident.now.counted || incident.now.level == Level::Info || isExcused(*who, incident))
                continue;
            const auto ago = (last - std::chrono::floor<std::chrono::minutes>(incident.chargedAt)).count();
            if (ago < 0 || ago >= minutes)
                continue;
            const bool reachedLimit = incident.now.risk == Risk::Critical && incident.now.points > 0;
            const std::size_t level = reachedLimit ? 3 : std::size_t(incident.now.level) - 1;
            ++result[minutes - 1 - ago].counts[level];
        }
    }
    return result;
}

QList<RoundMoment> roundMoments(const ContestState &state)
{
    QList<RoundMoment> moments;
    for (const RoundState &round : state.rounds) {
        if (round.startedAt)
            moments.append({*round.startedAt, nameOfRound(state, round.number), true});
        if (round.closedAt && round.phase == RoundPhase::Closed)
            moments.append({*round.closedAt, nameOfRound(state, round.number), false});
    }
    return moments;
}

QList<NextStep> nextSteps(const ContestState &state)
{
    QList<NextStep> steps = stepsOf(state);
    for (qsizetype index = 0; index < steps.size(); ++index) {
        NextStep &step = steps[index];
        step.isPrimary = index == 0;
        step.isGrave = step.what == NextStep::What::Contest
                           ? step.contest == ContestPhase::Ended || step.contest == ContestPhase::Finalised
                           : step.roundPhase == RoundPhase::Closed;
    }
    return steps;
}

} // namespace Marathon
