#include "server/http/VirtualSocket.h"

#include <cstring>
#include <sys/socket.h>

namespace Marathon {

VirtualSocket::VirtualSocket(const QHostAddress &peer, quint16 peerPort)
{
    setSocketState(ConnectedState);
    setPeerAddress(peer);
    setPeerPort(peerPort);
    setOpenMode(ReadWrite);
}

void VirtualSocket::feed(QByteArray request)
{
    m_input = std::move(request);
    m_offset = 0;
    emit readyRead();
}

QByteArray VirtualSocket::takeWritten()
{
    return std::exchange(m_written, {});
}

void VirtualSocket::finish()
{
    // In this order: Qt 6.8 warns about reads from a closed device when it is told after the closing.
    setSocketState(UnconnectedState);
    emit disconnected();
    deleteLater();
}

qint64 VirtualSocket::bytesAvailable() const
{
    return QIODevice::bytesAvailable() + m_input.size() - m_offset;
}

void VirtualSocket::close() {}

void VirtualSocket::disconnectFromHost() {}

qint64 VirtualSocket::readData(char *data, qint64 maximum)
{
    const qint64 size = std::min<qint64>(maximum, m_input.size() - m_offset);
    std::memcpy(data, m_input.constData() + m_offset, static_cast<std::size_t>(size));
    m_offset += size;
    return size;
}

qint64 VirtualSocket::writeData(const char *data, qint64 size)
{
    m_written.append(data, size);
    return size;
}

VirtualServer::VirtualServer()
{
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0 || !setSocketDescriptor(descriptor))
        qFatal("No descriptor is left for the HTTP server. Raise the limit of open files (ulimit -n).");
    pauseAccepting();
    setMaxPendingConnections(1'000'000);
}

} // namespace Marathon

#include "moc_VirtualSocket.cpp"
