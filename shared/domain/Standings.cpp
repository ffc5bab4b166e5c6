#include "shared/domain/Standings.h"

#include "shared/domain/ContestClock.h"

#include <algorithm>
#include <tuple>

namespace Marathon {

namespace {

StandingCell cellOf(const ContestState &state, const ParticipantState &who, const ProblemConfig &problem, Standing &row,
                    int &waiting)
{
    StandingCell cell {.label = problem.label};
    const RoundState *round = state.round(problem.round);
    int rejected = 0;
    Duration scoredAt {0};
    for (const SubmissionState &submission : who.submissions) {
        if (submission.received.problem != problem.id || !isCounted(who, submission))
            continue;
        if (!submission.judged || submission.judged->verdict == Verdict::JudgeError) {
            cell.status = CellStatus::Waiting;
            ++cell.attempts;
            ++waiting;
            continue;
        }
        const VerdictFact &fact = factOf(submission.judged->verdict);
        const bool isSolved = fact.kind == Verdict::Accepted;
        if (isSolved || submission.judged->points > cell.points) {
            const bool isAfterTheEnd = submission.received.late || submission.received.forced;
            scoredAt = !round          ? Duration(0)
                       : isAfterTheEnd ? scoredUntil(state, *round, who, submission.at)
                                       : workedUntil(state, *round, who, submission.at);
            cell.points = std::max(cell.points, submission.judged->points);
            cell.timeSeconds =
                std::chrono::floor<std::chrono::seconds>(scoredAt + rejected * state.config->penalty).count();
        }
        if (isSolved) {
            ++cell.attempts;
            cell.status = CellStatus::Solved;
            break;
        }
        if (fact.penalised && !submission.received.forced) {
            ++cell.attempts;
            ++rejected;
        }
        cell.status = CellStatus::Rejected;
    }
    row.lastAccepted = std::max(row.lastAccepted, scoredAt);
    return cell;
}

auto keyOf(const Standing &row)
{
    return std::tuple(-row.score, row.timeSeconds, row.lastAccepted);
}

} // namespace

Standings standingsOf(const ContestState &state, int round, Instant now)
{
    Standings standings {.round = round, .seq = state.lastSeq, .rows = {}, .disqualified = {}};
    for (const ParticipantPtr &who : state.participants) {
        Standing row {.participant = who->id, .problems = {}};
        row.disqualified = statusOf(*who, now) == ParticipantStatus::Disqualified;
        int waiting = 0;
        for (const ProblemConfig &problem : state.config->problems) {
            if (round != 0 && problem.round != round)
                continue;
            const StandingCell cell = cellOf(state, *who, problem, row, waiting);
            row.score += cell.points;
            row.timeSeconds += cell.timeSeconds;
            row.solved += cell.status == CellStatus::Solved ? 1 : 0;
            row.problems.append(cell);
        }
        if (row.disqualified) {
            standings.disqualified.append(row);
            continue;
        }
        standings.waiting += waiting;
        standings.rows.append(row);
    }
    const auto before = [](const Standing &left, const Standing &right) {
        return std::tuple_cat(keyOf(left), std::tuple(left.participant)) <
               std::tuple_cat(keyOf(right), std::tuple(right.participant));
    };
    std::sort(standings.rows.begin(), standings.rows.end(), before);
    std::sort(standings.disqualified.begin(), standings.disqualified.end(), before);
    for (qsizetype index = 0; index < standings.rows.size(); ++index) {
        const bool isTie = index > 0 && keyOf(standings.rows[index]) == keyOf(standings.rows[index - 1]);
        standings.rows[index].rank = isTie ? standings.rows[index - 1].rank : int(index) + 1;
    }
    return standings;
}

} // namespace Marathon
