#pragma once

#include "shared/core/Clock.h"

#include <QTimer>
#include <functional>
#include <optional>

namespace Marathon {

/// Wakes the engine when something falls due by itself. Finding that moment means asking everybody, and there is a new
/// state with every commit: so it is looked for a little later, and never for more than a tenth of the time.
class DueWatch
{
public:
    /// @param parent on whose thread all of it happens
    /// @param untilDue how long until the next thing falls due; nothing: nothing does
    /// @param onDue called then; something else may have come first, so that nothing is due any more
    DueWatch(QObject *parent, std::function<std::optional<Duration>()> untilDue, std::function<void()> onDue);

    /// The state has changed.
    void changed();
    void stop();

private:
    void look();

    std::function<std::optional<Duration>()> m_untilDue;
    QTimer m_look;
    QTimer m_due;
    Duration m_pause {0};
};

} // namespace Marathon
