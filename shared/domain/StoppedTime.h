#pragma once

#include "shared/core/Clock.h"

#include <QVarLengthArray>

namespace Marathon {

/// The spans in which a clock stands still, in order and without overlap: what the rules about time are reckoned with.
/// Pauses that overlap count once.
class StoppedTime
{
public:
    /// A missing `to`: the end is not known yet.
    struct Span
    {
        Instant from {};
        std::optional<Instant> to {};
    };

    void add(Span span);

    bool isEmpty() const { return m_spans.isEmpty(); }
    /// How long the clock stood still within [from, to].
    Duration between(Instant from, Instant to) const;
    /// When the clock has run for `amount` since `start`; nothing when it stands still before that, for nobody knows
    /// how long.
    std::optional<Instant> after(Instant start, Duration amount) const;
    /// The span that contains this moment, or null.
    const Span *at(Instant moment) const;
    /// When the clock last ran on, at or before `now`.
    std::optional<Instant> lastEnd(Instant now) const;
    /// The same with each span longer by `margin` at its end.
    StoppedTime withMargin(Duration margin) const;

private:
    QVarLengthArray<Span, 8> m_spans;
};

} // namespace Marathon
