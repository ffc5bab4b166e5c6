#pragma once

#include <QTcpServer>
#include <QTcpSocket>

namespace Marathon {

/// A socket without a network: QtHttpServer reads from it the one clean request that it is fed, and writes its answer
/// into it. So Qt's server never sees what a client sent, nor when the client left (Qt 6.4 would crash of the latter).
class VirtualSocket final : public QTcpSocket
{
    Q_OBJECT

public:
    VirtualSocket(const QHostAddress &peer, quint16 peerPort);

    /// Has QtHttpServer handle one whole request before this returns.
    void feed(QByteArray request);
    /// What was answered since the last call.
    QByteArray takeWritten();
    /// Tells QtHttpServer that the connection has ended and goes away with it. No responder may be left.
    void finish();

    qint64 bytesAvailable() const override;
    void close() override;
    void disconnectFromHost() override;

protected:
    qint64 readData(char *data, qint64 maximum) override;
    qint64 writeData(const char *data, qint64 size) override;

private:
    QByteArray m_input;
    qsizetype m_offset = 0;
    QByteArray m_written;
};

/// Hands virtual sockets to QtHttpServer. It listens on nothing: it holds a TCP socket that was never bound, because Qt
/// takes connections only from a server which counts as listening.
class VirtualServer final : public QTcpServer
{
    Q_OBJECT

public:
    VirtualServer();
    void open(VirtualSocket *socket) { addPendingConnection(socket); }
};

} // namespace Marathon
