#include "shared/domain/ContestState.h"

#include <algorithm>

namespace Marathon {

const ParticipantState *ContestState::participant(const ParticipantId &id) const
{
    const auto found = participants.constFind(id);
    return found == participants.constEnd() ? nullptr : found->get();
}

const RoundState *ContestState::round(int number) const
{
    const auto found = std::find_if(rounds.begin(), rounds.end(),
                                    [number](const RoundState &round) { return round.number == number; });
    return found == rounds.end() ? nullptr : &*found;
}

const RoundState *ContestState::currentRound() const
{
    for (const RoundPhase wanted : {RoundPhase::Active, RoundPhase::Paused, RoundPhase::Countdown}) {
        for (const RoundState &round : rounds) {
            if (round.phase == wanted)
                return &round;
        }
    }
    return nullptr;
}

} // namespace Marathon
