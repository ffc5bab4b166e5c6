#include "admin-desktop/client/StaffInbox.h"

#include "shared/protocol/EventJson.h"

namespace Marathon {

namespace {

struct PresenceMessage
{
    QList<Presence> changed;
};
template <typename Fields>
void describe(Fields &fields, PresenceMessage &message)
{
    fields("changed", message.changed);
}

/// A refusal may carry its words as `detail`, or as `error`, a text or an object with a text.
QString refusalOf(const QJsonObject &message)
{
    const QJsonValue error = message.value("error"_L1);
    for (const QJsonValue &candidate : {message.value("detail"_L1), error, error.toObject().value("detail"_L1),
                                        error.toObject().value("message"_L1)}) {
        if (!candidate.toString().isEmpty())
            return candidate.toString();
    }
    return {};
}

} // namespace

Result<void> StaffInbox::take(const QByteArray &text)
{
    const Result<QJsonObject> message = parseObject(text);
    return message ? take(*message) : Result<void>(message.error());
}

Result<void> StaffInbox::take(const QJsonObject &message)
{
    const QString type = message.value("t"_L1).toString();
    if (type == "event"_L1) {
        if (const Result<Event> event = eventFromWire(message))
            emit eventReceived(*event);
        else
            emit eventUnreadable(message.value("seq"_L1).toInteger(), event.error().message);
        return {};
    }
    if (type == "welcome"_L1) {
        const Result<StaffWelcome> welcome = fromJson<StaffWelcome>(message);
        if (!welcome)
            return welcome.error();
        emit welcomed(*welcome);
    } else if (type == "presence"_L1) {
        const Result<PresenceMessage> presence = fromJson<PresenceMessage>(message);
        if (!presence)
            return presence.error();
        emit presenceReceived(presence->changed);
    } else if (type == "health"_L1) {
        const Result<ServerHealth> health = fromJson<ServerHealth>(message);
        if (!health)
            return health.error();
        emit healthReceived(*health);
    } else if (type == "result"_L1) {
        Result<CommandAnswer> answer = fromJson<CommandAnswer>(message);
        if (!answer)
            return answer.error();
        answer->detail = refusalOf(message);
        emit commandAnswered(*answer);
    }
    return {};
}

} // namespace Marathon

#include "moc_StaffInbox.cpp"
