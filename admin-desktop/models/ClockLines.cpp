#include "admin-desktop/models/ClockLines.h"

#include "admin-desktop/models/Wording.h"

#include <QCoreApplication>

namespace Marathon {

namespace {

constexpr qsizetype mostLines = 8;

QString tr(const char *text)
{
    return QCoreApplication::translate("ClockLines", text);
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

QStringList previewLines(const Result<ClockPreview> &preview, const LiveContest &contest)
{
    if (!preview)
        return {preview.error().message};
    if (preview->outcome.affected.isEmpty())
        return {tr("Nobody's end moves.")};
    QStringList lines;
    QMap<QString, QStringList> groups; // by what changes
    for (const ClockEffect &effect : preview->outcome.affected) {
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
    if (preview->ranks.isEmpty())
        return lines;
    QStringList moves;
    for (const RankMove &move : preview->ranks.first(std::min<qsizetype>(preview->ranks.size(), 5)))
        moves.append(tr("%1 %2 → %3").arg(contest.nameOf(move.participant)).arg(move.oldRank).arg(move.newRank));
    lines.append(tr("Ranks that move: %1 (%2)").arg(preview->ranks.size()).arg(moves.join(u", "_s)));
    return lines;
}

} // namespace Marathon
