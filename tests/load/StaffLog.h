#pragma once

#include "tests/load/Moment.h"

#include <QHash>
#include <QSet>
#include <QString>

namespace Marathon {

/// What one console saw of the live ledger, and when.
struct StaffLog
{
    QHash<QString, Moment> incidents;   ///< "id/open" and "id/closed": first seen
    QHash<QString, int> submissionRefs; ///< how often each client_ref was received
    QSet<QString> submissions;          ///< their ids
    QHash<qint64, qint64> atMs;         ///< the server's time of each event, Unix milliseconds, by seq
    qint64 lastSeq = 0;
    QHash<QString, int> reports; ///< "id/phase/count" of incidents as participants reported them: how often recorded
    qint64 gaps = 0;             ///< events that never came: seq jumped
    qint64 repeats = 0;          ///< events that came twice
    qint64 reconnects = 0;
};

} // namespace Marathon
