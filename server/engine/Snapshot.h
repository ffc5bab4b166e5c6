#pragma once

#include "server/engine/Board.h"

namespace Marathon {

/// Everything a reader may need, as of one commit. Immutable and shared over threads.
struct Snapshot
{
    ContestState state;
    QString epoch; ///< changes when a failover lost entries
    std::shared_ptr<const Directory> directory;
    std::shared_ptr<const Boards> boards;
    ShardedHash<QString, SessionRow> sessions; ///< by token hash

    bool hasContest() const { return !state.config->id.isEmpty(); }
};
using SnapshotPtr = std::shared_ptr<const Snapshot>;

/// What became durable, here or through another server on the same database.
struct Publication
{
    /// Whether the events go on where the last publication ended. After Broken, everybody starts from the snapshot.
    enum class Continuity { Whole, Broken };
    QList<Event> events;
    SnapshotPtr snapshot;
    QList<SessionId> endedSessions;
    Continuity continuity = Continuity::Whole;
};
using PublicationPtr = std::shared_ptr<const Publication>;

/// Where the engine publishes; called on the engine's thread, after the commit.
class PublicationSink
{
public:
    virtual ~PublicationSink() = default;
    virtual void published(const PublicationPtr &publication) = 0;
};

} // namespace Marathon
