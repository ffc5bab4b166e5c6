#pragma once

#include "server/store/PostgresLink.h"

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>
#include <functional>
#include <memory>

namespace Marathon {

/// Calls a function when a server has committed: a connection of its own that does LISTEN, watched by the event loop of
/// the thread that made it. After a loss it connects anew with back-off, and calls then too, for what it missed.
class PostgresListener : public QObject
{
public:
    PostgresListener(PostgresAddress address, std::function<void()> changed);
    ~PostgresListener() override;

private:
    void connectNow();
    void read();
    void retry();

    PostgresLink m_link;
    std::function<void()> m_changed;
    std::unique_ptr<QSocketNotifier> m_socket;
    QTimer m_retry;
    bool m_missed = false;
};

} // namespace Marathon
