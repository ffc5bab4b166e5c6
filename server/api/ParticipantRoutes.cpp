#include "server/api/ApiCall.h"
#include "server/engine/Work.h"
#include "server/live/EntryRequest.h"
#include "server/live/ParticipantView.h"
#include "shared/protocol/LiveMessages.h"
#include "shared/protocol/Schema.h"

#include <QUuid>

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ParticipantRoutes", text);
}

void me(ApiCall &call)
{
    call.respond(jsonResponse(meJson(*call.snapshot, *call.participant(), call.now)));
}

void consent(ApiCall &call)
{
    const Result<ConsentBody> body = bodyOf<ConsentBody>(call.request);
    if (!body)
        return call.respond(errorResponse(body.error()));
    postRequest(call, {.command = GiveConsent {call.caller.participant(), body->version}}, [&services = call.services, id = call.caller.participant()](const QJsonObject &) {
        const SnapshotPtr snapshot = services.live.engine.snapshot();
        const ParticipantState *who = snapshot->state.participant(id);
        return jsonResponse(meJson(*snapshot, *who, services.live.clock.now()).value("consent"_L1).toObject());
    });
}

void problems(ApiCall &call)
{
    const SnapshotPtr snapshot = call.snapshot;
    const ParticipantId id = call.caller.participant();
    call.services.live.reader.read<QJsonArray>(snapshot->state.config->id, call.receiver,
        [snapshot, id, now = call.now](Store &store) -> Result<QJsonArray> {
            return problemsJson(*snapshot, *snapshot->state.participant(id), now, [&store](const QString &sha) {
                const Result<QByteArray> bytes = store.blob(sha);
                return bytes ? *bytes : QByteArray();
            });
        },
        [respond = call.respond](const Result<QJsonArray> &list) { respond(list ? jsonResponse(*list) : errorResponse(list.error())); });
}

/// The problem that the address names, if this participant may see it.
Result<const ProblemConfig *> problemOf(const ApiCall &call)
{
    return readableProblem(call.state(), *call.participant(), problemNamed(*call.snapshot, ProblemId(call.argument(0))), call.now);
}

void readDraftThen(ApiCall &call, const ProblemId &problem, std::function<HttpResponse(const QJsonObject &)> make)
{
    call.services.live.reader.read<QJsonObject>(call.state().config->id, call.receiver,
        [account = call.caller.account, problem](Store &store) -> Result<QJsonObject> {
            const Result<std::optional<DraftRow>> draft = store.draft(account, problem.toString());
            if (!draft)
                return draft.error();
            if (!*draft)
                return QJsonObject {{"language"_L1, QJsonValue(QJsonValue::Null)}, {"source"_L1, QJsonValue(QJsonValue::Null)}, {"rev"_L1, 0}};
            const Result<QByteArray> source = store.blob((*draft)->sourceSha);
            if (!source)
                return source.error();
            return QJsonObject {{"language"_L1, (*draft)->language}, {"source"_L1, QString::fromUtf8(*source)}, {"rev"_L1, (*draft)->rev}, {"at"_L1, toRfc3339((*draft)->at)}};
        },
        [respond = call.respond, make = std::move(make)](const Result<QJsonObject> &draft) { respond(draft ? make(*draft) : errorResponse(draft.error())); });
}

void getDraft(ApiCall &call)
{
    const auto problem = problemOf(call);
    if (!problem)
        return call.respond(errorResponse(problem.error()));
    readDraftThen(call, (*problem)->id, [](const QJsonObject &draft) { return jsonResponse(draft); });
}

void putDraft(ApiCall &call)
{
    Result<DraftBody> body = bodyOf<DraftBody>(call.request);
    const auto problem = problemOf(call);
    if (!body || !problem)
        return call.respond(errorResponse(!body ? body.error() : problem.error()));
    body->problem = (*problem)->id;
    Result<EngineRequest> request = draftRequest(call.caller, *body);
    if (!request)
        return call.respond(errorResponse(request.error()));
    // A stale draft is answered with the stored one, so that the page can show both.
    request->context = call.caller.context(call.now);
    request->receiver = call.receiver;
    request->reply = [respond = call.respond, services = &call.services, receiver = call.receiver, account = call.caller.account, contest = call.state().config->id,
                         problem = body->problem](const EngineAnswer &answer) {
        const bool isStale = !answer.result && answer.result.error().kind == ErrorKind::Conflict && !answer.result.error().fields.isEmpty();
        if (!isStale)
            return respond(answer.result ? jsonResponse(*answer.result) : errorResponse(answer.result.error()));
        services->live.reader.read<QJsonObject>(contest, receiver,
            [account, problem](Store &store) -> Result<QJsonObject> {
                const Result<std::optional<DraftRow>> draft = store.draft(account, problem.toString());
                const Result<QByteArray> source = draft && *draft ? store.blob((*draft)->sourceSha) : Result<QByteArray>(QByteArray());
                if (!draft || !source)
                    return !draft ? draft.error() : source.error();
                return QJsonObject {{"language"_L1, (*draft)->language}, {"source"_L1, QString::fromUtf8(*source)}, {"rev"_L1, (*draft)->rev}};
            },
            [respond, detail = answer.result.error().message](const Result<QJsonObject> &draft) {
                if (!draft)
                    return respond(errorResponse(draft.error()));
                HttpResponse response = problemResponse(409, detail);
                QJsonObject problemJson = QJsonDocument::fromJson(response.body).object();
                problemJson.insert("draft"_L1, *draft);
                response.body = toBytes(problemJson);
                respond(response);
            });
    };
    call.services.live.engine.post(std::move(*request));
}

void postRun(ApiCall &call)
{
    Result<RunBody> body = bodyOf<RunBody>(call.request);
    const auto problem = problemOf(call);
    if (!body || !problem)
        return call.respond(errorResponse(!body ? body.error() : problem.error()));
    if (body->source.toUtf8().size() > largestSource)
        return call.respond(errorResponse({ErrorKind::TooLarge, tr("A program has at most %1 KiB.").arg(largestSource / 1024)}));
    body->problem = (*problem)->id;
    const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    EngineRequest request {.command = AskRun {call.caller.participant(), body->problem, body->language}};
    postRequest(call, std::move(request), [&services = call.services, who = call.caller.participant(), body = *body, id](const QJsonObject &) {
        services.live.judging.run({id, who, body.problem, body.language.toString(), body.source, body.input});
        return jsonResponse(QJsonObject {{"run_id"_L1, id}}, 202);
    });
}

void getRun(ApiCall &call)
{
    const auto result = call.services.live.judging.runResult(call.caller.participant(), call.argument(0));
    call.respond(result ? jsonResponse(*result) : errorResponse({ErrorKind::NotFound, tr("There is no result of this run yet. Runs are kept for a short time only.")}));
}

void postSubmission(ApiCall &call)
{
    Result<SubmitBody> body = bodyOf<SubmitBody>(call.request);
    const auto problem = problemOf(call);
    if (!body || !problem)
        return call.respond(errorResponse(!body ? body.error() : problem.error()));
    body->problem = (*problem)->id;
    Result<EngineRequest> request = submitRequest(call.caller, *body);
    if (!request)
        return call.respond(errorResponse(request.error()));
    postRequest(call, std::move(*request), [](const QJsonObject &receipt) { return jsonResponse(receipt, 201); });
}

void submissions(ApiCall &call)
{
    QJsonArray list;
    for (const SubmissionState &submission : call.participant()->submissions)
        list.append(submissionJson(call.state(), submission));
    call.respond(jsonResponse(list));
}

void submission(ApiCall &call)
{
    const SubmissionState *found = call.participant()->submission(SubmissionId(call.argument(0)));
    if (!found)
        return call.respond(errorResponse({ErrorKind::NotFound, tr("There is no such submission of yours.")}));
    QJsonObject json = submissionJson(call.state(), *found);
    call.services.live.reader.read<QByteArray>(call.state().config->id, call.receiver, [sha = found->received.sourceSha](Store &store) { return store.blob(sha); },
        [respond = call.respond, json](const Result<QByteArray> &source) mutable {
            if (!source)
                return respond(errorResponse(source.error()));
            json.insert("source"_L1, QString::fromUtf8(*source));
            respond(jsonResponse(json));
        });
}

void announcements(ApiCall &call)
{
    QJsonArray list;
    const ParticipantState &who = *call.participant();
    for (const Announcement &announcement : call.state().announcements) {
        const AnnouncementPosted &posted = announcement.posted;
        const bool isForAll = posted.halls.isEmpty() && posted.participants.isEmpty();
        if (isForAll || posted.halls.contains(who.hall) || posted.participants.contains(who.id))
            list.append(QJsonObject {{"id"_L1, posted.announcement}, {"text"_L1, posted.text}, {"at"_L1, toRfc3339(announcement.at)}});
    }
    call.respond(jsonResponse(list));
}

template <typename Command>
void roundStep(ApiCall &call)
{
    bool isNumber = false;
    const int number = call.argument(0).toInt(&isNumber);
    if (!isNumber)
        return call.respond(errorResponse({ErrorKind::NotFound, tr("There is no round \"%1\".").arg(call.argument(0).left(32))}));
    postRequest(call, {.command = Command {call.caller.participant(), number}}, [&services = call.services, id = call.caller.participant()](const QJsonObject &) {
        const SnapshotPtr snapshot = services.live.engine.snapshot();
        return jsonResponse(meJson(*snapshot, *snapshot->state.participant(id), services.live.clock.now()));
    });
}

struct OutboxBody
{
    QString clientId;
    QList<ClientEntry> events;
};
template <typename Fields>
void describe(Fields &fields, OutboxBody &body)
{
    fields("client_id", body.clientId);
    fields("events", body.events);
}

void outbox(ApiCall &call)
{
    const Result<OutboxBody> body = bodyOf<OutboxBody>(call.request);
    if (!body)
        return call.respond(errorResponse(body.error()));
    if (!isClientId(body->clientId) || body->events.size() > 256)
        return call.respond(errorResponse({ErrorKind::Invalid, tr("client_id is 1 to 64 of A-Za-z0-9._- and events at most 256.")}));
    if (body->events.isEmpty())
        return call.respond(jsonResponse(QJsonObject {{"up_to"_L1, 0}, {"results"_L1, QJsonObject {}}}));
    struct Progress
    {
        qsizetype open = 0;
        qint64 upTo = 0;
        QJsonObject results;
        std::optional<Error> failure;
    };
    auto progress = std::make_shared<Progress>(Progress {.open = body->events.size()});
    for (const ClientEntry &event : body->events) {
        EntryRequest entry = readEntry(call.caller, body->clientId, event, *call.snapshot, call.now);
        entry.request.receiver = call.receiver;
        entry.request.reply = [progress, seq = event.seq, refusal = entry.refusal, respond = call.respond](const EngineAnswer &answer) {
            const bool isTaken = answer.place == EngineAnswer::Place::Taken && (answer.result || answer.result.error().kind != ErrorKind::NotStored);
            if (isTaken) {
                progress->upTo = std::max(progress->upTo, seq);
                progress->results.insert(QString::number(seq), resultJson(refusal ? Result<QJsonObject>(*refusal) : answer.result));
            } else if (!progress->failure) {
                progress->failure = answer.result.error();
            }
            if (--progress->open > 0)
                return;
            if (progress->failure && progress->upTo == 0)
                return respond(errorResponse(*progress->failure));
            respond(jsonResponse(QJsonObject {{"up_to"_L1, progress->upTo}, {"results"_L1, progress->results}}));
        };
        call.services.live.engine.post(std::move(entry.request));
    }
}

constexpr qint64 sourceBody = 1024 * 1024; // a source of 128 KiB, with every character escaped

constexpr std::array routes {
    ApiRoute {"GET", "/api/me"_L1, Permission::TakeContest, 0, me, "My status, policy, consent, clock, warnings and violations"_L1},
    ApiRoute {"POST", "/api/me/consent"_L1, Permission::TakeContest, 1024, consent, "Accept the rules of this version"_L1, schemaOf<ConsentBody>},
    ApiRoute {"GET", "/api/problems"_L1, Permission::TakeContest, 0, problems, "The problems of the rounds that I may see now"_L1},
    ApiRoute {"GET", "/api/problems/{id}/draft"_L1, Permission::TakeContest, 0, getDraft, "My stored draft"_L1},
    ApiRoute {"PUT", "/api/problems/{id}/draft"_L1, Permission::TakeContest, sourceBody, putDraft, "Store a draft; a stale rev answers 409 with the stored one"_L1, schemaOf<DraftBody>},
    ApiRoute {"POST", "/api/problems/{id}/runs"_L1, Permission::TakeContest, sourceBody, postRun, "Run on the samples, or on an own input"_L1, schemaOf<RunBody>},
    ApiRoute {"GET", "/api/runs/{id}"_L1, Permission::TakeContest, 0, getRun, "The result of a run"_L1},
    ApiRoute {"POST", "/api/problems/{id}/submissions"_L1, Permission::TakeContest, sourceBody, postSubmission, "Submit; the same client_ref answers the same submission"_L1, schemaOf<SubmitBody>},
    ApiRoute {"GET", "/api/submissions"_L1, Permission::TakeContest, 0, submissions, "My submissions"_L1},
    ApiRoute {"GET", "/api/submissions/{id}"_L1, Permission::TakeContest, 0, submission, "One of my submissions, with its source"_L1},
    ApiRoute {"GET", "/api/announcements"_L1, Permission::TakeContest, 0, announcements, "Announcements to me"_L1},
    ApiRoute {"POST", "/api/rounds/{number}/start"_L1, Permission::TakeContest, 1024, roundStep<StartRound>, "Start my own clock"_L1},
    ApiRoute {"POST", "/api/rounds/{number}/finish"_L1, Permission::TakeContest, 1024, roundStep<FinishRound>, "I am done with this round"_L1},
    ApiRoute {"POST", "/api/outbox"_L1, Permission::TakeContest, 128 * 1024, outbox, "The socket's ev messages, for sendBeacon"_L1, schemaOf<OutboxBody>},
};

} // namespace

std::span<const ApiRoute> participantRoutes()
{
    return routes;
}

} // namespace Marathon
