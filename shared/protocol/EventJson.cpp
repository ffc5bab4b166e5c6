#include "shared/protocol/EventJson.h"

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("EventJson", text);
}

using BodyReader = Result<EventBody> (*)(const QJsonObject &, JsonForm);

template <typename Body>
Result<EventBody> readBody(const QJsonObject &json, JsonForm form)
{
    Result<Body> body = fromJson<Body>(json, form);
    if (!body)
        return body.error();
    return EventBody(std::move(*body));
}

template <std::size_t... Index>
constexpr auto readersFor(std::index_sequence<Index...>)
{
    return std::array<BodyReader, sizeof...(Index)> {&readBody<std::variant_alternative_t<Index, EventBody>>...};
}
constexpr auto readers = readersFor(std::make_index_sequence<std::variant_size_v<EventBody>>());

/// A describe() visitor that looks at private texts only, also inside nested values.
class PrivateFields
{
public:
    static constexpr bool isReader = false;
    explicit PrivateFields(PrivateVisitor &visitor)
        : m_visitor(visitor)
    {}

    template <typename T>
    void operator()(const char *, T &value)
    {
        if constexpr (std::is_same_v<T, PrivateText> || std::is_same_v<T, PrivateJson>)
            m_visitor.visit(value);
    }
    template <typename T>
    void maybe(const char *name, T &value)
    {
        (*this)(name, value);
    }

private:
    PrivateVisitor &m_visitor;
};

} // namespace

QJsonObject bodyToJson(const EventBody &body, JsonForm form)
{
    return std::visit([form](const auto &value) { return toJson(value, form); }, body);
}

Result<EventBody> bodyFromJson(const QString &type, int version, const QJsonObject &json, JsonForm form)
{
    for (std::size_t index = 0; index < eventTypes.size(); ++index) {
        if (type != eventTypes[index].name)
            continue;
        if (version > eventTypes[index].version)
            return Error {
                ErrorKind::Invalid,
                tr("The event %1 has version %2, which is newer than this program. Update it.").arg(type).arg(version)};
        return readers[index](json, form);
    }
    return Error {ErrorKind::Invalid, tr("This program does not know the event %1. Update it.").arg(type)};
}

QJsonObject eventToWire(const Event &event)
{
    const EventType &type = typeOf(event.body);
    QJsonObject json {{"t"_L1, "event"_L1},
                      {"seq"_L1, event.seq},
                      {"at"_L1, toRfc3339(event.at)},
                      {"type"_L1, QString(type.name)},
                      {"v"_L1, type.version},
                      {"actor"_L1, event.actor},
                      {"body"_L1, bodyToJson(event.body, JsonForm::Wire)}};
    json.insert("participant_id"_L1,
                event.participant.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(event.participant.toString()));
    return json;
}

Result<Event> eventFromWire(const QJsonObject &json)
{
    const std::optional<Instant> at = fromRfc3339(json.value("at"_L1).toString());
    if (!at)
        return Error {ErrorKind::Invalid, tr("The event has no valid time.")};
    Result<EventBody> body = bodyFromJson(json.value("type"_L1).toString(), json.value("v"_L1).toInt(1),
                                          json.value("body"_L1).toObject(), JsonForm::Wire);
    if (!body)
        return body.error();
    return Event {json.value("seq"_L1).toInteger(), *at, json.value("actor"_L1).toString(),
                  ParticipantId(json.value("participant_id"_L1).toString()), std::move(*body)};
}

void visitPrivate(EventBody &body, PrivateVisitor &visitor)
{
    PrivateFields fields(visitor);
    std::visit([&fields](auto &value) { describe(fields, value); }, body);
}

} // namespace Marathon
