#include "server/engine/DueWatch.h"

#include <QElapsedTimer>
#include <algorithm>

namespace Marathon {

DueWatch::DueWatch(QObject *parent, std::function<std::optional<Duration>()> untilDue, std::function<void()> onDue)
    : m_untilDue(std::move(untilDue))
    , m_look(parent)
    , m_due(parent)
{
    m_look.setSingleShot(true);
    m_due.setSingleShot(true);
    m_due.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_look, &QTimer::timeout, &m_look, [this] { look(); });
    QObject::connect(&m_due, &QTimer::timeout, &m_due, std::move(onDue));
}

void DueWatch::changed()
{
    if (!m_look.isActive())
        m_look.start(m_pause);
}

void DueWatch::stop()
{
    m_look.stop();
    m_due.stop();
}

void DueWatch::look()
{
    QElapsedTimer timer;
    timer.start();
    const std::optional<Duration> wait = m_untilDue();
    m_pause = Duration(9 * timer.elapsed());
    if (!wait)
        return m_due.stop();
    m_due.start(std::clamp<Duration>(*wait, Duration(20), std::chrono::hours(1)));
}

} // namespace Marathon
