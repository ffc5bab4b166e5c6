#pragma once

#include "admin-desktop/client/StaffMessages.h"
#include "shared/domain/Event.h"

#include <QObject>

namespace Marathon {

/// Turns the server's messages into values. The socket and a recording both put them in here, so that a recorded
/// contest goes the same way as a live one. Kinds of message that this console does not know are passed over
/// (protocol.md: unknown things are ignored); an event that it cannot read is not, because the state would then be
/// wrong.
class StaffInbox : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Errors: Malformed for a text that is no message, Invalid for a known message with wrong fields.
    Result<void> take(const QByteArray &text);
    Result<void> take(const QJsonObject &message);

signals:
    void welcomed(const Marathon::StaffWelcome &welcome);
    void eventReceived(const Marathon::Event &event);
    /// An event of a type or version newer than this program.
    void eventUnreadable(qint64 seq, const QString &why);
    void presenceReceived(const QList<Marathon::Presence> &changed);
    void healthReceived(const Marathon::ServerHealth &health);
    void commandAnswered(const Marathon::CommandAnswer &answer);
};

} // namespace Marathon
