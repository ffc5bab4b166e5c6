#pragma once

#include "shared/domain/Access.h"

namespace Marathon {

/// How a submission is taken that no open clock takes any more: it waited on the page for the connection.
enum class Lateness {
    Counted,   ///< within the grace: it counts, and is marked late
    Uncounted, ///< later: kept; staff may accept it
};

/// The grace after the end of the time (or after the clock was stopped): 20 s, or 120 s for those whom the server saw
/// disconnected at that moment. Nothing: the submission is refused, because it was not sent in time even by its own
/// account, or for another reason than time (status, language, a problem that may not be seen).
std::optional<Lateness> latenessOf(const ContestState &state, const ParticipantState &who, const ProblemId &problem,
                                   const LanguageId &language, std::optional<Instant> clientAt, Instant receivedAt);

} // namespace Marathon
