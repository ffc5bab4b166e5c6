#pragma once

#include <QObject>
#include <QSocketNotifier>
#include <memory>

namespace Marathon {

/// Turns Ctrl-C and SIGTERM into a Qt signal. One per program: the handler is global, as signals are.
class StopSignal final : public QObject
{
    Q_OBJECT

public:
    StopSignal();
    ~StopSignal() override;

signals:
    void requested();

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};

/// Lets this program open as many sockets as the system's hard limit admits: each participant needs two.
void raiseOpenFileLimit();

} // namespace Marathon
