#pragma once

#include "tests/load/HttpConnection.h"
#include "tests/load/Tally.h"

#include <memory>
#include <vector>

namespace Marathon {

/// People who look at the public pages: a few connections that poll the leaderboard (with its ETag, as the page does),
/// the contest and the health of the server at an even pace.
class Spectators final : public QObject
{
    Q_OBJECT

public:
    Spectators(QUrl server, double requestsPerSecond, Tally &tally, QObject *parent = nullptr);
    void start();
    void stop() { m_timer.stop(); }

private:
    void ask();

    Tally &m_tally;
    std::vector<std::unique_ptr<HttpConnection>> m_connections;
    QByteArray m_boardTag;
    QTimer m_timer;
    quint64 m_turn = 0;
};

} // namespace Marathon
