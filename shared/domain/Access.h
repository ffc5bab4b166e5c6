#pragma once

#include "shared/core/Result.h"
#include "shared/domain/ContestClock.h"

namespace Marathon {

/// What one participant may do now. The one function that every route and socket asks: state, time, consent and status
/// in one place.
struct Access
{
    ParticipantStatus status = ParticipantStatus::Active;
    PrivateText reason;             ///< of a suspension or disqualification
    std::optional<Instant> until;   ///< of a timed suspension
    QList<int> readableRounds;      ///< whose problems may be seen
    int openRound = 0;              ///< whose problems may be worked on; 0: none
    int startableRound = 0;         ///< open, with an own clock that waits for this participant's Start; 0: none
    QString closedBecause;          ///< for people, when openRound is 0
    std::optional<StopNotice> stop; ///< everything is covered meanwhile
};

/// May this participant take part in this round? Qualification: a round without a published list lets everybody in.
bool mayEnter(const ContestState &state, const ParticipantState &participant, const RoundState &round);

Access accessOf(const ContestState &state, const ParticipantState &participant, Instant now);

/// May this participant run, draft or submit for this problem, in this language? Errors: NotFound, NotAllowed,
/// Conflict. A problem of a round that may not be seen is NotFound, so that its existence is not given away.
Result<const ProblemConfig *> workableProblem(const ContestState &state, const ParticipantState &participant,
                                              const ProblemId &problem, const LanguageId &language, Instant now);

/// May this participant see this problem? Errors: NotAllowed, NotFound; Conflict while everything is covered by a stop.
Result<const ProblemConfig *> readableProblem(const ContestState &state, const ParticipantState &participant,
                                              const ProblemId &problem, Instant now);

} // namespace Marathon
