#include "server/judging/JudgeSocket.h"

namespace Marathon {

JudgeSocket::JudgeSocket(std::unique_ptr<QWebSocket> socket)
    : m_socket(std::move(socket))
{
    m_socket->setParent(nullptr);
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this, &JudgeSocket::received);
    connect(m_socket.get(), &QWebSocket::disconnected, this, &JudgeSocket::closed);
}

JudgeSocket::~JudgeSocket() = default;

void JudgeSocket::send(const QString &text)
{
    QMetaObject::invokeMethod(
        this, [this, text] { m_socket->sendTextMessage(text); }, Qt::AutoConnection);
}

void JudgeSocket::close(const QString &reason)
{
    QMetaObject::invokeMethod(
        this, [this, reason] { m_socket->close(QWebSocketProtocol::CloseCodePolicyViolated, reason); },
        Qt::AutoConnection);
}

} // namespace Marathon

#include "moc_JudgeSocket.cpp"
