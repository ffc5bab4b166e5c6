#pragma once

#include "shared/core/Clock.h"

#include <QByteArray>
#include <QList>

/// What servers that share a database tell each other beside the ledger, as plain values.
namespace Marathon {

/// A participant with a live connection to one of the servers.
struct PeerPresence
{
    QString participant;
    bool visible = true;
    bool focused = true;
    QString problem;
    qint64 heardAt = 0; ///< milliseconds since the epoch, of the last answer to a tick
};

/// A participant's try that waits for a judge, wherever one is connected.
struct PeerRun
{
    QString run; ///< the judge job's id
    QString participant;
    QString language;
    QByteArray request; ///< JSON, as the one who offers it understands it
};

struct PeerRunResult
{
    QString run;
    QString participant;
    QByteArray result; ///< JSON
};

/// A failed sign-in, or that somebody of the staff let the account try again.
struct SignInFailure
{
    QString account;
    QString address;
    Instant at {};
    bool cleared = false;
};

} // namespace Marathon
