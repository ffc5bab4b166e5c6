#pragma once

#include "shared/core/Clock.h"

namespace Marathon {

/// A clock that stands still until a test moves it.
class FakeClock final : public Clock
{
public:
    /// Starts at 2026-01-29T05:30:00Z.
    FakeClock();

    Instant now() const override;
    void advance(Duration time);
    void set(Instant now);

private:
    Instant m_now;
};

} // namespace Marathon
