#include "shared/domain/Lateness.h"

#include <algorithm>

namespace Marathon {

namespace {

constexpr Duration grace {20'000};         // product.md "Contest and rounds"
constexpr Duration offlineGrace {120'000}; // for those whom the server saw disconnected

/// Since when this participant's clock takes no submission; nothing when it does, or never did.
std::optional<Instant> closedSince(const ContestState &state, const RoundState &round, const ParticipantState &who,
                                   Instant now)
{
    const RoundClock clock = clockOf(state, round, &who, now);
    if (!clock.startedAt)
        return std::nullopt;
    if (clock.endsAt && *clock.endsAt <= now)
        return clock.endsAt;
    const StoppedTime stopped = stoppedTime(round, &who);
    const StoppedTime::Span *span = stopped.at(now);
    return span ? std::optional<Instant>(std::max(span->from, *clock.startedAt)) : std::nullopt;
}

bool wasOffline(const RoundState &round, const ParticipantState &who, Instant moment)
{
    const auto noted = who.timeUp.constFind(QString::number(round.number));
    if (noted != who.timeUp.constEnd() && noted->at == moment)
        return noted->offline;
    return who.online == (who.connectionAt > moment);
}

} // namespace

std::optional<Lateness> latenessOf(const ContestState &state, const ParticipantState &who, const ProblemId &problem,
                                   const LanguageId &language, std::optional<Instant> clientAt, Instant receivedAt)
{
    const ProblemConfig *config = state.config->problem(problem);
    const RoundState *round = config ? state.round(config->round) : nullptr;
    const RoundConfig *roundConfig = config ? state.config->round(config->round) : nullptr;
    const bool isOver =
        state.phase == ContestPhase::Live || state.phase == ContestPhase::Paused || state.phase == ContestPhase::Ended;
    if (!clientAt || !round || !roundConfig || !round->startedAt || !isOver)
        return std::nullopt;
    const bool mayWork = statusOf(who, receivedAt) == ParticipantStatus::Active &&
                         who.consentVersion >= state.config->consentVersion && mayEnter(state, who, *round) &&
                         !who.finishedRounds.contains(round->number);
    if (!mayWork || !roundConfig->languages.contains(language) || !config->languages.contains(language))
        return std::nullopt;
    const std::optional<Instant> closed = closedSince(state, *round, who, receivedAt);
    if (!closed || *clientAt > *closed || *clientAt < *round->startedAt)
        return std::nullopt;
    const Duration allowed = wasOffline(*round, who, *closed) ? offlineGrace : grace;
    return receivedAt - *closed <= allowed ? Lateness::Counted : Lateness::Uncounted;
}

} // namespace Marathon
