#pragma once

#include <chrono>

namespace Marathon {

/// A point on this program's own steady clock; only differences mean anything.
using Moment = std::chrono::steady_clock::time_point;
using Span = std::chrono::microseconds;

inline Moment momentNow()
{
    return std::chrono::steady_clock::now();
}

inline Span spanBetween(Moment from, Moment to)
{
    return std::chrono::duration_cast<Span>(to - from);
}

} // namespace Marathon
