#pragma once

#include <QObject>
#include <QSocketNotifier>

namespace Marathon {

/// SIGTERM and SIGINT as Qt signals. The handler only writes to an eventfd, which is all that a signal handler may do.
class StopSignals : public QObject
{
    Q_OBJECT

public:
    StopSignals();
    ~StopSignals() override;

signals:
    void first();
    void second();

private:
    void read();

    int m_descriptor;
    QSocketNotifier m_notifier;
    int m_count = 0;
};

} // namespace Marathon
