#include "server/live/EntryRequest.h"

#include "server/engine/Work.h"
#include "shared/core/Text.h"

#include <QRegularExpression>

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("EntryRequest", text);
}

Result<void> checkSource(const QString &source)
{
    if (source.toUtf8().size() > largestSource)
        return Error {ErrorKind::TooLarge,
                      tr("A program has at most %1 KiB.").arg(largestSource / 1024),
                      {{u"source"_s, tr("is too large")}}};
    if (source.contains(QChar(0)))
        return Error {ErrorKind::Invalid,
                      tr("The program contains a NUL character. Send plain text."),
                      {{u"source"_s, tr("contains a NUL character")}}};
    return {};
}

/// Evidence is shown to people: text of a bounded size, whatever the page sent.
QJsonObject bounded(const IncidentBody &body)
{
    QJsonObject evidence = body.evidence;
    if (!body.causes.isNull() && !body.causes.isUndefined())
        evidence.insert("causes"_L1, body.causes);
    if (!body.context.isEmpty())
        evidence.insert("context"_L1, body.context);
    if (toBytes(evidence).size() <= 4096)
        return evidence;
    return {
        {"cut"_L1, true}, {"len"_L1, body.evidence.value("len"_L1)}, {"sha256"_L1, body.evidence.value("sha256"_L1)}};
}

using Reader = Result<EngineRequest> (*)(const Caller &, const ClientEntry &, const Snapshot &);

Result<EngineRequest> readIncident(const Caller &caller, const ClientEntry &entry, const Snapshot &)
{
    const Result<IncidentBody> body = fromJson<IncidentBody>(entry.body);
    if (!body)
        return body.error();
    const std::optional<IncidentKind> kind = fromName<IncidentKind>(body->kind);
    if (!kind)
        return Error {ErrorKind::Invalid,
                      tr("There is no kind of incident \"%1\".").arg(body->kind.left(64)),
                      {{u"kind"_s, tr("is unknown")}}};
    ReportIncident report {.participant = caller.participant(),
                           .incident = IncidentId(entry.id),
                           .kind = *kind,
                           .phase = body->phase,
                           .source = IncidentSource::Page,
                           .startedAt = body->startedAt.value_or(Instant {}),
                           .duration = body->duration,
                           .count = body->count,
                           .length = body->evidence.value("len"_L1).toInteger(),
                           .touch = body->context.value("touch"_L1).toBool(),
                           .problem = body->context.value("problem"_L1).toString().left(64),
                           .evidence = {{}, bounded(*body)}};
    return EngineRequest {.command = report};
}

Result<EngineRequest> readDraft(const Caller &caller, const ClientEntry &entry, const Snapshot &snapshot)
{
    Result<DraftBody> body = fromJson<DraftBody>(entry.body);
    if (!body)
        return body.error();
    body->problem = problemNamed(snapshot, body->problem);
    return draftRequest(caller, *body);
}

Result<EngineRequest> readSubmit(const Caller &caller, const ClientEntry &entry, const Snapshot &snapshot)
{
    Result<SubmitBody> body = fromJson<SubmitBody>(entry.body);
    if (!body)
        return body.error();
    body->problem = problemNamed(snapshot, body->problem);
    if (body->clientRef.isEmpty())
        body->clientRef = entry.id;
    return submitRequest(caller, *body);
}

Result<EngineRequest> readRun(const Caller &caller, const ClientEntry &entry, const Snapshot &snapshot)
{
    const Result<RunBody> body = fromJson<RunBody>(entry.body);
    if (!body)
        return body.error();
    if (const Result<void> source = checkSource(body->source); !source)
        return source.error();
    return EngineRequest {.command =
                              AskRun {caller.participant(), problemNamed(snapshot, body->problem), body->language}};
}

Result<EngineRequest> readConsent(const Caller &caller, const ClientEntry &entry, const Snapshot &)
{
    const Result<ConsentBody> body = fromJson<ConsentBody>(entry.body);
    if (!body)
        return body.error();
    return EngineRequest {.command = GiveConsent {caller.participant(), body->version}};
}

Result<EngineRequest> readWarningAck(const Caller &caller, const ClientEntry &entry, const Snapshot &)
{
    const Result<WarningAckBody> body = fromJson<WarningAckBody>(entry.body);
    if (!body)
        return body.error();
    return EngineRequest {.command = AcknowledgeWarning {caller.participant(), body->id}};
}

Result<EngineRequest> readFinish(const Caller &caller, const ClientEntry &entry, const Snapshot &)
{
    const Result<FinishBody> body = fromJson<FinishBody>(entry.body);
    if (!body)
        return body.error();
    return EngineRequest {.command = FinishRound {caller.participant(), body->round}};
}

Result<EngineRequest> readVoid(const Caller &, const ClientEntry &, const Snapshot &)
{
    return EngineRequest {};
}

struct EntryType
{
    QLatin1StringView name;
    Reader read;
};
constexpr std::array entryTypes {
    EntryType {"incident"_L1, readIncident}, EntryType {"draft"_L1, readDraft},
    EntryType {"run"_L1, readRun},           EntryType {"submit"_L1, readSubmit},
    EntryType {"consent"_L1, readConsent},   EntryType {"ack_warning"_L1, readWarningAck},
    EntryType {"finish"_L1, readFinish},     EntryType {"void"_L1, readVoid},
};

Result<EngineRequest> read(const Caller &caller, const ClientEntry &entry, const Snapshot &snapshot)
{
    for (const EntryType &type : entryTypes) {
        if (entry.type == type.name)
            return type.read(caller, entry, snapshot);
    }
    return Error {
        ErrorKind::Invalid,
        tr("There is no entry type \"%1\"; known are %2.").arg(entry.type.left(64), listed(entryTypeNames()))};
}

} // namespace

EntryRequest readEntry(const Caller &caller, const QString &clientId, const ClientEntry &entry,
                       const Snapshot &snapshot, Instant receivedAt)
{
    EntryRequest result;
    Result<EngineRequest> request = read(caller, entry, snapshot);
    if (request)
        result.request = std::move(*request);
    else
        result.refusal = request.error();
    if (entry.type == "run"_L1 && !result.refusal) {
        RunBody body = *fromJson<RunBody>(entry.body);
        body.problem = problemNamed(snapshot, body.problem);
        result.run = RunWanted {entry.id, std::move(body)};
    }
    result.request.context = caller.context(receivedAt);
    // Something must tell a repeat from another entry under the same number, also for entries without an id.
    const QString identity = entry.id.isEmpty() ? sha256Hex(toBytes(entry.body)) : entry.id;
    result.request.stream = StreamPosition {caller.participant(), clientId, entry.seq, entry.type + u':' + identity};
    result.request.account = caller.keyOwner();
    result.request.key = streamKey(clientId, entry.seq);
    return result;
}

Result<EngineRequest> draftRequest(const Caller &caller, const DraftBody &body)
{
    if (const Result<void> source = checkSource(body.source); !source)
        return source.error();
    return EngineRequest {
        .draft = DraftWrite {caller.participant(), body.problem, body.language, body.source.toUtf8(), body.rev}};
}

Result<EngineRequest> submitRequest(const Caller &caller, const SubmitBody &body)
{
    if (const Result<void> source = checkSource(body.source); !source)
        return source.error();
    const QByteArray bytes = body.source.toUtf8();
    const QString sha = sha256Hex(bytes);
    return EngineRequest {.command = Submit {caller.participant(), body.problem, body.language, sha, bytes.size(),
                                             body.clientRef, body.clientAt},
                          .blobs = {{sha, bytes}}};
}

QStringList entryTypeNames()
{
    QStringList names;
    for (const EntryType &type : entryTypes)
        names.append(QString(type.name));
    return names;
}

ProblemId problemNamed(const Snapshot &snapshot, const ProblemId &idOrLabel)
{
    if (snapshot.state.config->problem(idOrLabel))
        return idOrLabel;
    for (const ProblemConfig &problem : snapshot.state.config->problems) {
        if (problem.label == idOrLabel.toString())
            return problem.id;
    }
    return idOrLabel;
}

QJsonObject resultJson(const Result<QJsonObject> &result)
{
    QJsonObject json = result ? *result : QJsonObject {};
    json.insert("ok"_L1, result.isOk());
    if (!result) {
        json.insert("error"_L1, errorName(result.error().kind));
        json.insert("detail"_L1, result.error().message);
        for (const FieldError &field : result.error().fields) {
            if (field.field == u"rev") {
                json.insert("error"_L1, "stale_draft"_L1);
                json.insert("rev"_L1, field.detail.toLongLong());
            }
        }
    }
    return json;
}

QString errorName(ErrorKind kind)
{
    return nameOf(kind);
}

bool isClientId(const QString &id)
{
    static const QRegularExpression form(u"^[A-Za-z0-9._-]{1,64}$"_s);
    return form.match(id).hasMatch();
}

} // namespace Marathon
