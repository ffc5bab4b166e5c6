#pragma once

#include "shared/core/Clock.h"

#include <QHash>
#include <QList>
#include <QString>

namespace Marathon {

struct FailureLimits
{
    int perPair = 10; ///< failures of one account from one address
    Duration pairWindow {std::chrono::minutes(5)};
    int perAddress = 600; ///< failures from one address
    Duration addressWindow {std::chrono::minutes(1)};
};

/// Counts failed sign-ins in sliding windows. Successes cost nothing, so that a whole hall behind one address can sign
/// in within a minute. It delays; it never locks an account everywhere. Pure: asks no clock.
class FailureLimiter
{
public:
    explicit FailureLimiter(FailureLimits limits = {})
        : m_limits(limits)
    {}

    /// How long to wait before the next try; zero: now. A browser that is known to the account is exempt from the
    /// failures of its neighbours.
    Duration waitFor(const QString &account, const QString &address, bool isKnownBrowser, Instant now);
    void fail(const QString &account, const QString &address, Instant now);
    /// Staff may let an account try again at once.
    void clear(const QString &account);

private:
    using Times = QList<Instant>;
    static Duration waitIn(Times &times, int most, Duration window, Instant now);
    void forgetOld(Instant now);

    FailureLimits m_limits;
    QHash<QPair<QString, QString>, Times> m_pairs;
    QHash<QString, Times> m_addresses;
    Instant m_cleanedAt {};
};

} // namespace Marathon
