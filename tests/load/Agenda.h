#pragma once

#include "tests/load/Moment.h"

#include <QRandomGenerator>
#include <array>
#include <optional>

namespace Marathon {

enum class Activity { Incident, Draft, Run, Submit };

/// When a simulated participant does something next. Each activity follows its own random rhythm; a rate of 0 is never.
class Agenda
{
public:
    explicit Agenda(quint32 seed)
        : m_random(seed)
    {}

    void setPerMinute(Activity activity, double rate, Moment now);
    void stop() { m_rhythms = {}; }
    /// The activity that is due, which is then planned anew; nothing when none is.
    std::optional<Activity> takeDue(Moment now);
    std::optional<Moment> nextDue() const;

private:
    struct Rhythm
    {
        double perMinute = 0;
        Moment due {};
    };
    Moment plan(double perMinute, Moment now);

    std::array<Rhythm, 4> m_rhythms {};
    QRandomGenerator m_random;
};

} // namespace Marathon
