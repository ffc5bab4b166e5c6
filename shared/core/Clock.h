#pragma once

#include <QString>
#include <chrono>
#include <optional>

namespace Marathon {

using Duration = std::chrono::milliseconds;

/// A moment in UTC with the resolution of the wire, one millisecond.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// Where the current time comes from. Rules never ask it: they are given `now`.
class Clock
{
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

/// The machine's own clock.
class SystemClock final : public Clock
{
public:
    Instant now() const override;
};

/// RFC 3339 in UTC with milliseconds: 2026-01-29T05:59:30.134Z.
QString toRfc3339(Instant instant);

/// Reads RFC 3339 with any offset and up to nine digits of fraction (cut to milliseconds); nothing for anything else.
std::optional<Instant> fromRfc3339(const QString &text);

} // namespace Marathon
