#pragma once

#include <QObject>
#include <QWebSocket>
#include <memory>

namespace Marathon {

/// One worker's socket on the io thread where it was accepted. A QWebSocket cannot change its thread, so this adapter
/// stays with it and passes texts, as values, to and from the thread of the JudgeLink, which also decides when it goes.
class JudgeSocket : public QObject
{
    Q_OBJECT

public:
    explicit JudgeSocket(std::unique_ptr<QWebSocket> socket);
    ~JudgeSocket() override;

    /// Both may be called from any thread.
    void send(const QString &text);
    void close(const QString &reason);

signals:
    void received(const QString &text);
    void closed();

private:
    std::unique_ptr<QWebSocket> m_socket;
};

} // namespace Marathon
