#pragma once

#include "server/store/PeerRows.h"
#include "server/store/PostgresLink.h"

#include <QSet>

namespace Marathon {

/// The statements behind Peers. Each is one round trip; times are the database's own, so that no server's clock counts.
/// Errors: those of PostgresLink and PostgresConnection.
class PostgresPeers
{
public:
    PostgresPeers(PostgresAddress address, PostgresConnection::Statements statements, QString instance);

    /// "I am here." False when another server took this one for dead meanwhile, or when it is new.
    Result<bool> beat();
    /// Takes away the servers that have not been heard of for `silence`; each is told to one server only.
    Result<QStringList> takeLost(Duration silence);
    /// This server ends.
    Result<void> leave();

    Result<void> writePresence(const QString &contest, const QList<PeerPresence> &rows);
    /// Of other servers, written since the last call.
    Result<QList<PeerPresence>> readPresence(const QString &contest);

    /// Those of `jobs` that this server may judge for as long as `lease`: nobody else has them.
    Result<QSet<QString>> claim(const QStringList &jobs, Duration lease);
    Result<void> renew(const QStringList &jobs, Duration lease);
    Result<void> release(const QStringList &jobs);

    Result<void> offerRuns(const QList<PeerRun> &runs);
    /// Takes at most `limit` runs in these languages that nobody else judges, the oldest first.
    Result<QList<PeerRun>> takeRuns(const QStringList &languages, int limit, Duration lease);
    Result<void> finishRuns(const QList<PeerRunResult> &results);
    /// Results of the last `window`, of all servers.
    Result<QList<PeerRunResult>> finishedRuns(Duration window);

    Result<void> writeFailures(const QList<SignInFailure> &failures);
    /// Of other servers, of the last `window`, with their numbers.
    Result<QList<QPair<qint64, SignInFailure>>> failures(Duration window);

    /// Removes what is of no more use.
    Result<void> sweep();

private:
    Result<PostgresRows> run(const char *statement, const PostgresValues &values);

    PostgresLink m_link;
    QString m_instance;
    QString m_presenceReadAt; ///< the database's time of the newest row that was read
};

} // namespace Marathon
