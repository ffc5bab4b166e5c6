#include "tests/load/Agenda.h"

#include <cmath>

namespace Marathon {

Moment Agenda::plan(double perMinute, Moment now)
{
    const double waitSeconds = -std::log(1.0 - m_random.generateDouble()) * 60.0 / perMinute;
    return now + std::chrono::duration_cast<Moment::duration>(std::chrono::duration<double>(waitSeconds));
}

void Agenda::setPerMinute(Activity activity, double rate, Moment now)
{
    m_rhythms[std::size_t(activity)] = {rate, rate > 0 ? plan(rate, now) : Moment {}};
}

std::optional<Activity> Agenda::takeDue(Moment now)
{
    for (std::size_t index = 0; index < m_rhythms.size(); ++index) {
        Rhythm &rhythm = m_rhythms[index];
        if (rhythm.perMinute <= 0 || rhythm.due > now)
            continue;
        rhythm.due = plan(rhythm.perMinute, now);
        return Activity(index);
    }
    return std::nullopt;
}

std::optional<Moment> Agenda::nextDue() const
{
    std::optional<Moment> next;
    for (const Rhythm &rhythm : m_rhythms) {
        if (rhythm.perMinute > 0 && (!next || rhythm.due < *next))
            next = rhythm.due;
    }
    return next;
}

} // namespace Marathon
