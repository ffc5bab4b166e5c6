#include "shared/domain/ContestPhase.h"

#include <utility>

namespace Marathon {

namespace {

constexpr std::array contestSteps {
    std::pair {ContestPhase::Draft, ContestPhase::Scheduled}, std::pair {ContestPhase::Scheduled, ContestPhase::Draft},
    std::pair {ContestPhase::Draft, ContestPhase::Live},      std::pair {ContestPhase::Scheduled, ContestPhase::Live},
    std::pair {ContestPhase::Live, ContestPhase::Paused},     std::pair {ContestPhase::Paused, ContestPhase::Live},
    std::pair {ContestPhase::Live, ContestPhase::Ended},      std::pair {ContestPhase::Paused, ContestPhase::Ended},
    std::pair {ContestPhase::Ended, ContestPhase::Live},      std::pair {ContestPhase::Ended, ContestPhase::Finalised},
    std::pair {ContestPhase::Finalised, ContestPhase::Ended},
};

constexpr std::array roundSteps {
    std::pair {RoundPhase::Locked, RoundPhase::Countdown}, std::pair {RoundPhase::Locked, RoundPhase::Active},
    std::pair {RoundPhase::Countdown, RoundPhase::Locked}, std::pair {RoundPhase::Countdown, RoundPhase::Active},
    std::pair {RoundPhase::Active, RoundPhase::Paused},    std::pair {RoundPhase::Paused, RoundPhase::Active},
    std::pair {RoundPhase::Active, RoundPhase::Closed},    std::pair {RoundPhase::Paused, RoundPhase::Closed},
    std::pair {RoundPhase::Closed, RoundPhase::Active},
};

template <typename Steps, typename Phase>
bool contains(const Steps &steps, Phase from, Phase to)
{
    for (const auto &step : steps) {
        if (step.first == from && step.second == to)
            return true;
    }
    return false;
}

} // namespace

bool mayFollow(ContestPhase from, ContestPhase to)
{
    return contains(contestSteps, from, to);
}

bool mayFollow(RoundPhase from, RoundPhase to)
{
    return contains(roundSteps, from, to);
}

} // namespace Marathon
