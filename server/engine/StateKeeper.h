#pragma once

#include "server/engine/StateFile.h"

#include <QThreadPool>
#include <atomic>

namespace Marathon {

/// Writes the state file of an engine now and then, on a thread of its own, and tells whether the one that is there
/// still fits the ledger. Used on the engine's thread.
class StateKeeper
{
public:
    /// @param path empty: nothing is kept
    /// @param every so many new entries make a new file
    StateKeeper(QString path, qint64 every);
    ~StateKeeper();

    /// The saved state if it is of this contest and epoch. Nothing otherwise; a file that is there and of no use is
    /// said in one warning. The caller then checks that the ledger has the entry.
    std::optional<SavedState> read(const ContestId &contest, const QString &epoch);
    /// Says that a file which was read does not fit this ledger after all.
    void refuse(const QString &why) const;
    /// Where the ledger was read up to from the file; 0: there is none of this ledger.
    void startFrom(qint64 seq) { m_savedSeq = seq; }

    /// Takes a state that became durable; a copy costs little, since its parts are shared.
    void offer(const ContestState &state, const QString &epoch, const QByteArray &hash);
    /// The last one, written before this returns.
    void finish(const ContestState &state, const QString &epoch, const QByteArray &hash);

private:
    void write(const SavedState &saved);

    QString m_path;
    qint64 m_every;
    qint64 m_savedSeq = 0;
    std::atomic<bool> m_isWriting = false;
    QThreadPool m_pool;
};

} // namespace Marathon
