#pragma once

#include "admin-desktop/client/LiveContest.h"
#include "shared/domain/Standings.h"

#include <QTimer>

namespace Marathon {

/// The leaderboards of the folded contest, kept up to date at most five times a second, and how each rank has moved in
/// the last ten minutes.
class LiveStandings : public QObject
{
    Q_OBJECT

public:
    explicit LiveStandings(const LiveContest &contest, QObject *parent = nullptr);

    /// 0: overall. Empty for a round that does not exist.
    const Standings &of(int round) const;
    /// Ranks won (positive) or lost in ten minutes, overall; 0 for the unranked.
    int movementOf(const ParticipantId &id) const;
    /// The overall row, or null.
    const Standing *rowOf(const ParticipantId &id) const;
    /// Computes now what is waiting for the timer.
    void flush();

signals:
    void changed();

private:
    void recompute();
    void recomputeReference();

    const LiveContest &m_contest;
    QTimer m_timer;
    QHash<int, Standings> m_boards;
    QHash<ParticipantId, qsizetype> m_rows;
    QHash<ParticipantId, int> m_earlierRanks;
    Instant m_referenceAt {};
    Standings m_none;
};

} // namespace Marathon
