#include "server/engine/Work.h"

#include "shared/core/Text.h"
#include "shared/protocol/EventJson.h"

#include <QRandomGenerator>

namespace Marathon {

namespace {

/// Replaces each private text by SHA-256(salt + text).
class Salter final : public PrivateVisitor
{
public:
    Salter(const ParticipantId &participant, QList<PrivateRow> &rows)
        : m_participant(participant.toString())
        , m_rows(rows)
    {}

    void visit(PrivateText &text) override
    {
        if (!text.ref.isEmpty() || text.text.isEmpty())
            return;
        text.text.replace(QChar(0), QChar::ReplacementCharacter); // no database keeps U+0000 in a text
        text.ref = keep(text.text);
    }
    void visit(PrivateJson &json) override
    {
        if (json.ref.isEmpty() && !json.value.isEmpty())
            json.ref = keep(QString::fromUtf8(toBytes(json.value)));
    }

private:
    QString keep(const QString &text)
    {
        QByteArray salt(16, Qt::Uninitialized);
        QRandomGenerator::system()->fillRange(reinterpret_cast<quint32 *>(salt.data()),
                                              salt.size() / qsizetype(sizeof(quint32)));
        const QString ref = sha256Hex(salt + text.toUtf8());
        m_rows.append({ref, m_participant, salt, text});
        return ref;
    }

    QString m_participant;
    QList<PrivateRow> &m_rows;
};

} // namespace

void Engine::Work::failAll(const Error &error)
{
    answers.assign(requests.size(), EngineAnswer {.result = error});
}

Result<QList<DraftRow>> Engine::Work::drafts(Store &store, const QString &participant) const
{
    Result<QList<DraftRow>> stored = store.drafts(participant);
    if (!stored)
        return stored;
    for (const DraftRow &row : batch.drafts) {
        if (row.participant != participant)
            continue;
        stored->removeIf([&row](const DraftRow &older) { return older.problem == row.problem; });
        stored->append(row);
    }
    return stored;
}

Result<QByteArray> Engine::Work::blob(Store &store, const QString &sha) const
{
    for (const BlobRow &row : batch.blobs) {
        if (row.sha == sha)
            return row.bytes;
    }
    return store.blob(sha);
}

void Engine::Work::salt(Event &event)
{
    Salter salter(event.participant, batch.privates);
    visitPrivate(event.body, salter);
}

LedgerRow ledgerRowOf(const Event &event)
{
    const EventType &type = typeOf(event.body);
    return {.seq = event.seq,
            .at = event.at,
            .type = QString(type.name),
            .version = type.version,
            .actor = event.actor,
            .participant = event.participant.toString(),
            .body = toBytes(bodyToJson(event.body, JsonForm::Ledger)),
            .hash = {}};
}

Result<Event> eventOf(const LedgerRow &row)
{
    const Result<QJsonObject> json = parseObject(row.body);
    if (!json)
        return json.error();
    Result<EventBody> body = bodyFromJson(row.type, row.version, *json, JsonForm::Ledger);
    if (!body)
        return Error {
            body.error().kind,
            QCoreApplication::translate("Engine", "Entry %1 of the ledger: %2").arg(row.seq).arg(body.error().message)};
    return Event {row.seq, row.at, row.actor, ParticipantId(row.participant), std::move(*body)};
}

QJsonObject outcomeToJson(const Outcome &outcome)
{
    return std::visit(
        [](const auto &value) {
            if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::monostate>)
                return QJsonObject {};
            else
                return toJson(value);
        },
        outcome);
}

QByteArray storedResult(const Result<QJsonObject> &result)
{
    if (result)
        return toBytes({{"ok"_L1, true}, {"value"_L1, *result}});
    QJsonArray fields;
    for (const FieldError &field : result.error().fields)
        fields.append(QJsonObject {{"field"_L1, field.field}, {"detail"_L1, field.detail}});
    return toBytes({{"ok"_L1, false},
                    {"error"_L1, nameOf(result.error().kind)},
                    {"detail"_L1, result.error().message},
                    {"fields"_L1, fields}});
}

Result<QJsonObject> resultFromStored(const QByteArray &bytes)
{
    const Result<QJsonObject> json = parseObject(bytes);
    if (!json)
        return json.error();
    if (json->value("ok"_L1).toBool())
        return json->value("value"_L1).toObject();
    Error error {fromName<ErrorKind>(json->value("error"_L1).toString()).value_or(ErrorKind::Internal),
                 json->value("detail"_L1).toString()};
    const QJsonArray fields = json->value("fields"_L1).toArray();
    for (const QJsonValue &field : fields)
        error.fields.append({field["field"_L1].toString(), field["detail"_L1].toString()});
    return error;
}

QString streamKey(const QString &clientId, qint64 seq)
{
    return clientId + u'#' + QString::number(seq);
}

} // namespace Marathon
