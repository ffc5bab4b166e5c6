#pragma once

#include <QObject>
#include <functional>

namespace Marathon {

/// Lets the event loop of a thread with very many sockets rest before it asks the kernel again.
///
/// Qt's event loops ask by poll(), whose time grows with the number of sockets (poll(2)), each time anything happens on
/// any of them: with a thousand sockets that was over half of a thread's work. After a rest of 2 us a socket, one
/// question finds what several would have found; it costs that much delay at most. A hall of the ordinary size never
/// rests.
class PollRest final : public QObject
{
    Q_OBJECT

public:
    /// Made on the thread that it serves. @param sockets how many there are now
    explicit PollRest(std::function<qsizetype()> sockets, QObject *parent);

private:
    void rest() const;

    std::function<qsizetype()> m_sockets;
};

} // namespace Marathon
