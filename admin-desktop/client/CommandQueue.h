#pragma once

#include "admin-desktop/client/StaffMessages.h"

#include <QObject>
#include <functional>

namespace Marathon {

/// Sends commands and keeps each until it is answered, so that one sent just before the line broke is repeated with the
/// same id and happens once (protocol.md: commands are idempotent by account, client and id).
class CommandQueue : public QObject
{
    Q_OBJECT

public:
    /// @param send gives a message to the socket; what it gets while the line is down is lost.
    CommandQueue(std::function<void(const QJsonObject &)> send, QObject *parent = nullptr);

    /// Each gives the command's id, which `answered` carries.
    QString send(const StaffAction &action);
    QString send(const SetContestState &command);
    QString send(const SetRoundState &command);
    QString send(const ChangeClock &command);
    QString send(const PostAnnouncement &command);
    QString send(const SetPolicy &command);

    int pendingCount() const { return int(m_pending.size()); }
    /// The line is up again: everything unanswered goes out once more, in order.
    void repeatPending();
    /// Somebody else signs in: what was not answered is given up, each with a refusal.
    void abandonPending();

public slots:
    void takeAnswer(const Marathon::CommandAnswer &answer);

signals:
    void answered(const Marathon::CommandAnswer &answer);
    void pendingChanged(int count);

private:
    QString enqueue(QJsonObject command);

    std::function<void(const QJsonObject &)> m_send;
    QList<QJsonObject> m_pending;
};

} // namespace Marathon
