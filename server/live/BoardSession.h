#pragma once

#include "server/live/LiveSocket.h"

namespace Marathon {

class LiveThread;

/// A spectator of the public leaderboard (/ws/leaderboard): a snapshot, then changes.
class BoardSession final : public LiveSocket
{
    Q_OBJECT

public:
    BoardSession(std::unique_ptr<QWebSocket> socket, LiveThread &thread);

protected:
    void received(const QJsonObject &message) override;
    void gone() override;

private:
    LiveThread &m_thread;
};

} // namespace Marathon
