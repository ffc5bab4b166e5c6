#pragma once

#include "shared/domain/ContestState.h"

namespace Marathon {

/// What became of one problem for one participant.
enum class CellStatus { Untried, Waiting, Rejected, Solved };
template <>
struct EnumNames<CellStatus>
{
    static constexpr std::array rows {EnumName<CellStatus> {CellStatus::Untried, "untried"_L1},
                                      EnumName<CellStatus> {CellStatus::Waiting, "waiting"_L1},
                                      EnumName<CellStatus> {CellStatus::Rejected, "rejected"_L1},
                                      EnumName<CellStatus> {CellStatus::Solved, "solved"_L1}};
};

struct StandingCell
{
    QString label;
    CellStatus status = CellStatus::Untried;
    int attempts = 0; ///< counted submissions; compile and judge errors never count
    qint64 points = 0;
    qint64 timeSeconds = 0;
    bool operator==(const StandingCell &) const = default;
};
template <typename Fields>
void describe(Fields &fields, StandingCell &cell)
{
    fields("label", cell.label);
    fields("status", cell.status);
    fields("attempts", cell.attempts);
    fields("points", cell.points);
    fields("time_s", cell.timeSeconds);
}

/// One row of the leaderboard, without names: those are a table.
struct Standing
{
    int rank = 0; ///< 0 for the disqualified, who have none
    ParticipantId participant;
    qint64 score = 0;
    qint64 timeSeconds = 0;
    int solved = 0;
    Duration lastAccepted {0};
    bool disqualified = false;
    QList<StandingCell> problems;
    bool operator==(const Standing &) const = default;
};

struct Standings
{
    int round = 0; ///< 0: overall
    qint64 seq = 0;
    int waiting = 0; ///< submissions without a verdict
    QList<Standing> rows;
    QList<Standing> disqualified;
};

/// The leaderboard of one round, or overall. Order: score descending, time ascending, last accepted ascending; equal
/// keys share a rank (1, 2, 2, 4). Time of a problem: working time from the round's start to the accepted submission,
/// plus the penalty for each rejected one before it (ICPC scoring, with points). Deterministic: ties are listed by
/// participant id.
Standings standingsOf(const ContestState &state, int round, Instant now);

} // namespace Marathon
