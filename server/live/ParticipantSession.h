#pragma once

#include "server/live/Caller.h"
#include "server/live/EntryRequest.h"
#include "server/live/LiveSocket.h"

namespace Marathon {

class LiveThread;

/// One participant's page (/ws/participant): takes its numbered entries, acknowledges what is durable, and sends what
/// concerns this participant, each message numbered by the event behind it.
class ParticipantSession final : public LiveSocket
{
    Q_OBJECT

public:
    ParticipantSession(std::unique_ptr<QWebSocket> socket, const Caller &caller, quint64 connection,
                       LiveThread &thread);

    quint64 connection() const { return m_connection; }
    ParticipantId participant() const { return m_caller.participant(); }
    SessionId sessionId() const { return m_caller.session; }

    void event(const Event &event, const Snapshot &snapshot, Instant now);
    void tick(Instant now);
    void bye(const QString &reason);

protected:
    void received(const QJsonObject &message) override;
    void gone() override;

private:
    enum class Stage { AwaitHello, CatchingUp, Live };
    void hello(const QJsonObject &message);
    void catchUp(qint64 seen);
    void welcome(const QJsonArray &missed, qint64 upTo);
    void entry(const QJsonObject &message);
    void answered(qint64 seq, const EngineAnswer &answer, const std::optional<Error> &refusal,
                  const std::optional<RunWanted> &run, qint64 startedAt);
    void flushAcks();
    void tock(const QJsonObject &message);
    bool takeToken();

    Caller m_caller;
    quint64 m_connection;
    LiveThread &m_thread;
    Stage m_stage = Stage::AwaitHello;
    QString m_clientId;
    qint64 m_ackedOnHello = 0;
    bool m_resumed = false;
    qint64 m_lastTick = 0;
    qint64 m_missedUpTo = 0;   ///< seq of the last event that the welcome brought
    QList<QJsonObject> m_held; ///< messages that came while missed ones were read
    QJsonObject m_results;
    qint64 m_ackUpTo = 0;
    bool m_isFlushing = false;
    bool m_isReadOnly = false;
    double m_tokens = 64;
    qint64 m_tokensAt = 0;
};

} // namespace Marathon
