#include "shared/domain/StoppedTime.h"

#include <algorithm>

namespace Marathon {

void StoppedTime::add(Span span)
{
    if (span.to && *span.to <= span.from)
        return;
    QVarLengthArray<Span, 8> merged;
    for (const Span &known : std::as_const(m_spans)) {
        const bool isBefore = known.to && *known.to < span.from;
        const bool isAfter = span.to && known.from > *span.to;
        if (isBefore || isAfter) {
            merged.append(known);
            continue;
        }
        span.from = std::min(span.from, known.from);
        if (!known.to || !span.to)
            span.to.reset();
        else
            span.to = std::max(*span.to, *known.to);
    }
    merged.append(span);
    std::sort(merged.begin(), merged.end(), [](const Span &one, const Span &other) { return one.from < other.from; });
    m_spans = merged;
}

Duration StoppedTime::between(Instant from, Instant to) const
{
    Duration total {0};
    for (const Span &span : m_spans) {
        const Instant start = std::max(span.from, from);
        const Instant end = std::min(span.to.value_or(to), to);
        if (end > start)
            total += end - start;
    }
    return total;
}

std::optional<Instant> StoppedTime::after(Instant start, Duration amount) const
{
    Instant running = start;
    for (const Span &span : m_spans) {
        if (span.to && *span.to <= running)
            continue;
        const Duration untilThen = std::max(span.from, running) - running;
        if (untilThen >= amount)
            break;
        if (!span.to)
            return std::nullopt;
        amount -= untilThen;
        running = *span.to;
    }
    return running + amount;
}

const StoppedTime::Span *StoppedTime::at(Instant moment) const
{
    for (const Span &span : m_spans) {
        if (span.from <= moment && (!span.to || moment < *span.to))
            return &span;
    }
    return nullptr;
}

std::optional<Instant> StoppedTime::lastEnd(Instant now) const
{
    std::optional<Instant> last;
    for (const Span &span : m_spans) {
        if (span.to && *span.to <= now)
            last = span.to;
    }
    return last;
}

StoppedTime StoppedTime::withMargin(Duration margin) const
{
    StoppedTime longer;
    for (const Span &span : m_spans)
        longer.add({span.from, span.to ? std::optional<Instant>(*span.to + margin) : std::nullopt});
    return longer;
}

} // namespace Marathon
