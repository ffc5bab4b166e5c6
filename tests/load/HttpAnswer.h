#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QMap>
#include <QString>

namespace Marathon {

/// What came back for one HTTP request; status 0: nothing did, and `error` says why.
struct HttpAnswer
{
    int status = 0;
    QByteArray body;
    QMap<QByteArray, QByteArray> fields; ///< names in lower case
    QString error {};

    bool isOk() const { return status >= 200 && status < 300; }
    QJsonObject json() const;
    /// "POST /api/x: 409 the round is closed", for the list of failures.
    QString described(const QByteArray &method, const QString &path) const;
};

/// Reads one answer from the bytes of a connection as they come (RFC 9112): by Content-Length, chunked, or until the
/// end.
class HttpAnswerReader
{
public:
    enum class State { NeedsMore, Complete, Broken };

    State feed(const QByteArray &bytes);
    /// The connection has ended: completes an answer that has no length of its own.
    State end();
    bool hasBytes() const { return !m_buffer.isEmpty() || m_hasHead; }
    /// True when the connection may carry another request.
    bool keepsAlive() const { return m_keepsAlive; }
    const HttpAnswer &answer() const { return m_answer; }

private:
    enum class Framing { Length, Chunked, UntilEnd };

    State readHead();
    State readBody();
    State readChunks();
    State broken(const QString &why);

    QByteArray m_buffer;
    HttpAnswer m_answer;
    Framing m_framing = Framing::UntilEnd;
    qsizetype m_length = 0;
    bool m_hasHead = false;
    bool m_keepsAlive = true;
};

} // namespace Marathon
