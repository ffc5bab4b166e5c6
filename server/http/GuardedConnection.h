#pragma once

#include "server/http/ConnectionLedger.h"
#include "server/http/HeadParser.h"
#include "server/http/IoContext.h"
#include "server/http/QtHttp.h"
#include "server/http/VirtualSocket.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QPointer>
#include <QTcpSocket>

namespace Marathon {

/// One client's connection: Head -> Body -> Busy -> Head again, or handed over as a WebSocket. It reads one request at
/// a time, refuses what is malformed, too large or too slow, and feeds the rest to QtHttpServer. While a request is
/// being answered, and while more than the write gate is unsent, nothing further is read, so TCP stops the client.
///
/// A client that closes its sending side after a request counts as gone (Qt reports both alike) and gets no answer.
class GuardedConnection final : public QObject
{
    Q_OBJECT

public:
    GuardedConnection(IoContext &context, std::shared_ptr<ConnectionSlot> slot, const QHostAddress &peer,
                      QObject *parent);
    ~GuardedConnection() override;

    /// Takes the descriptor; false when the system refuses it (it is closed then).
    bool adopt(qintptr descriptor);
    /// QtHttpServer has parsed the request that it was fed.
    void receive(const QByteArray &body, QHttpServerResponder responder);
    /// The handler's answer, or a 504 in its place.
    void answer(const HttpResponse &response);
    /// Called by the sweep timer: acts on a deadline that has passed.
    void sweep();
    /// The server is stopping: closes now if nothing is under way, else with the next answer.
    void drain();
    /// Closes without a word.
    void abort();

signals:
    /// Nothing is left to do; the owner deletes it.
    void finished(Marathon::GuardedConnection *connection);

private:
    enum class State { Head, Body, Busy, Upgrading, Closing, Abandoned, HandedOver, Finished };

    void startTls();
    void process();
    bool readHead();
    bool readBody();
    bool acceptHead();
    void considerUpgrade();
    void acceptUpgrade();
    void feed();
    HttpRequest request(const QByteArray &body) const;
    void refuse(int status, const QString &detail);
    void sendNow(HttpResponse response, bool closes);
    void closeAfterWriting();
    void bytesWritten();
    void socketDisconnected();
    void finish();
    void forgetExchange();
    qint64 unsentBytes() const;
    AnswerFrame frame(bool closes);

    IoContext &m_context;
    std::shared_ptr<ConnectionSlot> m_slot;
    QHostAddress m_peer;
    QTcpSocket *m_socket = nullptr;    ///< a child until it is handed over
    QPointer<VirtualSocket> m_virtual; ///< made for the first request
    std::optional<QHttpServerResponder> m_responder;
    RequestHead m_head;
    RouteMatch m_match;
    QByteArray m_body;
    quint64 m_exchange = 0;
    QElapsedTimer m_requestTime;
    QDeadlineTimer m_deadline;
    State m_state = State::Head;
    bool m_headBegun = false;
    bool m_isProcessing = false;
    bool m_isSendingClosed = false;
};

} // namespace Marathon
