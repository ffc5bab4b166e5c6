#pragma once

#include "tests/load/Samples.h"

#include <QMap>
#include <QString>

namespace Marathon {

/// Counts of one thread's share of the crowd; merged at the end.
struct Tally
{
    Samples signIn;
    Samples http;
    qint64 requests = 0; ///< HTTP requests answered or given up
    qint64 events = 0;   ///< acknowledged `ev` messages
    qint64 refusals = 0; ///< expected ones: the round closed, already solved, locked
    qint64 nacks = 0;    ///< not stored, repeated later
    qint64 failures = 0;
    QMap<QString, qint64> failuresByText;
    qint64 clockOffsetMs = INT64_MAX; ///< least (this clock - server's clock) seen; INT64_MAX: never seen

    void fail(const QString &what)
    {
        ++failures;
        ++failuresByText[what];
    }
    void noteServerClock(qint64 localMs, qint64 serverMs)
    {
        clockOffsetMs = std::min(clockOffsetMs, localMs - serverMs);
    }
    void add(const Tally &other);
};

} // namespace Marathon
