#pragma once

#include "server/engine/Directory.h"
#include "shared/protocol/PublicAnswers.h"

#include <mutex>

namespace Marathon {

/// One leaderboard as it is sent: built once per change of the standings, not per request.
struct BoardBytes
{
    QByteArray json;
    QByteArray gzip;
    QByteArray etag; ///< strong (RFC 9110, section 8.8.3), without its quotes
};

/// The leaderboards of one state of the standings. Each is built when somebody first asks for it; readers on any thread
/// share it (std::call_once; decision 0004).
class Boards
{
public:
    Boards(ContestState state, std::shared_ptr<const Directory> directory, Instant now);

    /// @param round 0 for overall. Null when there is no such round.
    const BoardBytes *publicBoard(int round) const { return board(m_public, round, false); }
    /// With the disqualified, marked.
    const BoardBytes *staffBoard(int round) const { return board(m_staff, round, true); }
    qint64 seq() const { return m_state.standingsSeq; }
    Standings standings(int round) const { return standingsOf(m_state, round, m_now); }
    /// A board with names.
    BoardView view(int round, bool forStaff) const;

private:
    struct Slot
    {
        std::once_flag once;
        BoardBytes bytes;
    };
    using Slots = std::vector<std::unique_ptr<Slot>>;
    const BoardBytes *board(const Slots &places, int round, bool forStaff) const;

    ContestState m_state;
    std::shared_ptr<const Directory> m_directory;
    Instant m_now;
    Slots m_public;
    Slots m_staff;
};

/// One row with its names, as in GET /api/leaderboard/current.
BoardRow boardRow(const Standing &row, const Directory &directory);

} // namespace Marathon
