#pragma once

#include "tests/load/HttpAnswer.h"
#include "tests/load/Moment.h"

#include <QObject>
#include <QTimer>
#include <QUrl>
#include <functional>
#include <memory>
#include <queue>

class QTcpSocket;

namespace Marathon {

/// One kept-alive HTTP/1.1 connection, as one browser has it: requests are sent one after another.
/// (QNetworkAccessManager would share six connections among all participants, or cost a thread for each of them.) A
/// request on a connection that the server had just closed is sent once more; all our requests may be repeated, since
/// they carry keys of their own.
class HttpConnection final : public QObject
{
    Q_OBJECT

public:
    /// Called once per request, with how long the answer took.
    using Handler = std::function<void(const HttpAnswer &, Span)>;
    using Field = std::pair<QByteArray, QByteArray>;

    explicit HttpConnection(QUrl server, QObject *parent = nullptr);
    ~HttpConnection() override;

    void setToken(const QByteArray &token) { m_token = token; }
    void send(const QByteArray &method, const QString &path, const QByteArray &body, Handler handler,
              QList<Field> fields = {});
    bool isIdle() const { return m_queue.empty(); }
    void setTimeout(std::chrono::milliseconds timeout) { m_timeout = timeout; }

private:
    struct Request
    {
        QByteArray bytes;
        Handler handler;
        Moment queuedAt;
        bool isRepeat = false;
    };

    void next();
    void write();
    void read();
    void closed();
    void finish(const HttpAnswer &answer);
    void giveUp(const QString &why);
    void dropSocket();

    QUrl m_server;
    QByteArray m_token;
    std::chrono::milliseconds m_timeout {20'000}; ///< longer than the server takes to answer 504
    QTcpSocket *m_socket = nullptr;
    std::queue<Request> m_queue;
    std::unique_ptr<HttpAnswerReader> m_reader; ///< present while an answer is awaited
    bool m_isReused = false;
    QTimer m_timer;
};

} // namespace Marathon
