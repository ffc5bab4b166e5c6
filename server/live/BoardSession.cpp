#include "server/live/BoardSession.h"

#include "server/live/LiveThread.h"
#include "shared/protocol/Json.h"

namespace Marathon {

BoardSession::BoardSession(std::unique_ptr<QWebSocket> socket, LiveThread &thread)
    : LiveSocket(std::move(socket), &thread)
    , m_thread(thread)
{
    const SnapshotPtr snapshot = thread.services().engine.snapshot();
    if (!snapshot->boards || !snapshot->hasContest())
        return;
    QJsonObject board = toJson(snapshot->boards->view(0, false));
    board.insert("t"_L1, "standings"_L1);
    sendLarge(QString::fromUtf8(toBytes(board)));
}

void BoardSession::received(const QJsonObject &)
{
    // Spectators have nothing to say; the rate limit of the socket bounds those who try.
}

void BoardSession::gone()
{
    m_thread.forget(static_cast<LiveSocket *>(this));
}

} // namespace Marathon

#include "moc_BoardSession.cpp"
