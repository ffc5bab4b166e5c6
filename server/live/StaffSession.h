#pragma once

#include "server/live/Caller.h"
#include "server/live/LiveSocket.h"

namespace Marathon {

class LiveThread;

/// A member of the staff (/ws/staff): the whole ledger from a snapshot or from the seq that the console has, and
/// commands.
class StaffSession final : public LiveSocket
{
    Q_OBJECT

public:
    StaffSession(std::unique_ptr<QWebSocket> socket, const Caller &caller, LiveThread &thread);

    SessionId sessionId() const { return m_caller.session; }
    void event(qint64 seq, const QString &text);
    void push(const QString &topic, const QString &text);
    void bye(const QString &reason);

protected:
    void received(const QJsonObject &message) override;
    void gone() override;

private:
    void hello(const QJsonObject &message);
    void begin(const QString &epoch, qint64 lastSeq);
    void sendSnapshot(const SnapshotPtr &snapshot);
    void resume(const SnapshotPtr &snapshot, qint64 lastSeq);
    void catchUp(qint64 after, qint64 upTo);
    void goLive(qint64 after);
    void command(const QJsonObject &message);

    Caller m_caller;
    LiveThread &m_thread;
    QString m_clientId;
    QSet<QString> m_topics;
    bool m_hasGreeted = false;
    bool m_isLive = false;
    QList<QPair<qint64, QString>> m_held; ///< events that came while older ones were sent
    qint64 m_sentUpTo = 0;                ///< seq of the last event sent, once live
};

} // namespace Marathon
