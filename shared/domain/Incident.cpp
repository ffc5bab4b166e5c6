#include "shared/domain/Incident.h"

namespace Marathon {

const IncidentFact &factOf(IncidentKind kind)
{
    return incidentFacts[static_cast<std::size_t>(kind)];
}

Level levelOf(IncidentKind kind, const Measured &measured)
{
    const IncidentFact &fact = factOf(kind);
    qint64 amount = 0;
    switch (fact.measure) {
    case Measure::Fixed:
        break;
    case Measure::DurationMs:
        amount = measured.duration.count();
        break;
    case Measure::Length:
        amount = measured.length;
        break;
    case Measure::Occurrence:
        amount = measured.occurrence;
        break;
    case Measure::Given:
        return measured.given;
    }
    Level level = fact.steps[0].level;
    for (const LevelStep &step : fact.steps) {
        if (amount >= step.atLeast)
            level = step.level;
    }
    if (fact.lowerOnTouch && measured.touch && level != Level::Info)
        level = static_cast<Level>(static_cast<int>(level) - 1);
    return level;
}

std::optional<Duration> nextLevelAfter(IncidentKind kind, Duration duration)
{
    const IncidentFact &fact = factOf(kind);
    if (fact.measure != Measure::DurationMs)
        return std::nullopt;
    for (const LevelStep &step : fact.steps) {
        if (step.atLeast > duration.count())
            return Duration(step.atLeast);
    }
    return std::nullopt;
}

} // namespace Marathon
