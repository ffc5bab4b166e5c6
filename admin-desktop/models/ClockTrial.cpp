#include "admin-desktop/models/ClockTrial.h"

#include "admin-desktop/models/Wording.h"

#include <QCoreApplication>

namespace Marathon {

namespace {

constexpr qsizetype mostLines = 8;

QString tr(const char *text)
{
    return QCoreApplication::translate("ClockTrial", text);
}

QString endText(const std::optional<Instant> &end, Duration remaining)
{
    return end ? timeOfDay(*end) : tr("standing still with %1 left").arg(clockText(remaining));
}

QString peopleText(qsizetype count)
{
    return count == 1 ? tr("1 person") : tr("%1 people").arg(count);
}

} // namespace

ClockTrial clockTrial(const ContestState &state, const ChangeClock &command, const CommandContext &context, Instant now)
{
    const Result<Decision> decision = decide(state, command, context, now);
    if (!decision)
        return {.refusal = decision.error().message, .affected = {}, .ranks = {}};
    ContestState after = state;
    for (const Event &event : decision->events)
        apply(after, event);
    return {.refusal = {},
            .affected = std::get<ClockOutcome>(decision->outcome).affected,
            .ranks = rankMoves(state, after, now)};
}

QStringList trialLines(const ClockTrial &trial, const LiveContest &contest)
{
    if (!trial.refusal.isEmpty())
        return {trial.refusal};
    if (trial.affected.isEmpty())
        return {tr("Nobody's end moves.")};
    QStringList lines;
    QMap<QString, QStringList> groups; // by what changes
    for (const ClockEffect &effect : trial.affected) {
        const QString change =
            tr("%1 → %2").arg(endText(effect.oldEnd, effect.oldRemaining), endText(effect.newEnd, effect.newRemaining));
        groups[change].append(contest.nameAndSeat(effect.participant));
    }
    for (auto group = groups.begin(); group != groups.end() && lines.size() < mostLines; ++group) {
        const QString who = group->size() <= 3 ? namesText(*group) : peopleText(group->size());
        lines.append(tr("%1: %2").arg(who, group.key()));
    }
    if (groups.size() > mostLines)
        lines.append(tr("and %1 more ends").arg(groups.size() - mostLines));
    if (trial.ranks.isEmpty())
        return lines;
    QStringList moves;
    for (const RankMove &move : trial.ranks.first(std::min<qsizetype>(trial.ranks.size(), 5)))
        moves.append(tr("%1 %2 → %3").arg(contest.nameOf(move.participant)).arg(move.oldRank).arg(move.newRank));
    lines.append(tr("Ranks that move: %1 (%2)").arg(trial.ranks.size()).arg(moves.join(u", "_s)));
    return lines;
}

} // namespace Marathon
