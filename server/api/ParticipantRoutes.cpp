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
    call.respond(structResponse(meView(*call.snapshot, *call.participant(), call.now)));
}

void consent(ApiCall &call)
{
    const Result<ConsentBody> body = bodyOf<ConsentBody>(call.request);
    if (!body)
        return call.respond(errorResponse(body.error()));
    postRequest(call, {.command = GiveConsent {call.caller.participant(), body->version}},
                [&services = call.services, id = call.caller.participant()](const QJsonObject &) {
                    const SnapshotPtr snapshot = services.live.engine.snapshot();
                    const ParticipantState *who = snapshot->state.participant(id);
                    return structResponse(meView(*snapshot, *who, services.live.clock.now()).consent);
                });
}

void problems(ApiCall &call)
{
    const SnapshotPtr snapshot = call.snapshot;
    const ParticipantId id = call.caller.participant();
    call.services.live.reader.read<QList<ProblemView>>(
        snapshot->state.config->id, call.receiver,
        [snapshot, id, now = call.now](Store &store) -> Result<QList<ProblemView>> {
            return problemViews(*snapshot, *snapshot->state.participant(id), now, [&store](const QString &sha) {
                const Result<QByteArray> bytes = store.blob(sha);
                return bytes ? *bytes : QByteArray();
            });
        },
        [respond = call.respond](const Result<QList<ProblemView>> &list) {
            respond(list ? structResponse(*list) : errorResponse(list.error()));
        });
}

/// The problem that the address names, if this participant may see it.
Result<const ProblemConfig *> problemOf(const ApiCall &call)
{
    return readableProblem(call.state(), *call.participant(), problemNamed(*call.snapshot, ProblemId(call.argument(0))),
                           call.now);
}

Result<DraftView> storedDraft(Store &store, const QString &participant, const ProblemId &problem)
{
    const Result<QList<DraftRow>> drafts = store.drafts(participant);
    if (!drafts)
        return drafts.error();
    const auto draft = std::find_if(drafts->begin(), drafts->end(),
                                    [&problem](const DraftRow &row) { return row.problem == problem.toString(); });
    if (draft == drafts->end())
        return DraftView {};
    const Result<QByteArray> source = store.blob(draft->sourceSha);
    if (!source)
        return source.error();
    return DraftView {LanguageId(draft->language), QString::fromUtf8(*source), draft->rev, draft->at};
}

void getDraft(ApiCall &call)
{
    const auto problem = problemOf(call);
    if (!problem)
        return call.respond(errorResponse(problem.error()));
    call.services.live.reader.read<DraftView>(
        call.state().config->id, call.receiver,
        [account = call.caller.account, id = (*problem)->id](Store &store) { return storedDraft(store, account, id); },
        [respond = call.respond](const Result<DraftView> &draft) {
            respond(draft ? structResponse(*draft) : errorResponse(draft.error()));
        });
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
    if (const Result<void> identified = identify(call, *request); !identified)
        return call.respond(errorResponse(identified.error()));
    request->reply = [respond = call.respond, services = &call.services, receiver = call.receiver,
                      account = call.caller.account, contest = call.state().config->id,
                      problem = body->problem](const EngineAnswer &answer) {
        const bool isStale = !answer.result && answer.result.error().kind == ErrorKind::Conflict &&
                             !answer.result.error().fields.isEmpty();
        if (!isStale)
            return respond(answer.result ? jsonResponse(*answer.result) : errorResponse(answer.result.error()));
        services->live.reader.read<DraftView>(
            contest, receiver, [account, problem](Store &store) { return storedDraft(store, account, problem); },
            [respond, detail = answer.result.error().message](const Result<DraftView> &draft) {
                if (!draft)
                    return respond(errorResponse(draft.error()));
                HttpResponse response = problemResponse(409, detail);
                QJsonObject problemJson = QJsonDocument::fromJson(response.body).object();
                problemJson.insert("draft"_L1, toJson(*draft));
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
        return call.respond(
            errorResponse({ErrorKind::TooLarge, tr("A program has at most %1 KiB.").arg(largestSource / 1024)}));
    body->problem = (*problem)->id;
    const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    EngineRequest request {.command = AskRun {call.caller.participant(), body->problem, body->language}};
    postRequest(
        call, std::move(request),
        [&services = call.services, who = call.caller.participant(), body = *body, id](const QJsonObject &) {
            services.live.judging.run({id, who, body.problem, body.language.toString(), body.source, body.input});
            return structResponse(RunAccepted {id}, 202);
        });
}

void getRun(ApiCall &call)
{
    const auto result = call.services.live.judging.runResult(call.caller.participant(), call.argument(0));
    call.respond(result
                     ? jsonResponse(*result)
                     : errorResponse({ErrorKind::NotFound,
                                      tr("There is no result of this run yet. Runs are kept for a short time only.")}));
}

void postSubmission(ApiCall &call)
{
    Result<SubmitBody> body = bodyOf<SubmitBody>(call.request);
    if (!body)
        return call.respond(errorResponse(body.error()));
    // Whether it may still be taken, in time or late, is decided in one place.
    body->problem = problemNamed(*call.snapshot, ProblemId(call.argument(0)));
    Result<EngineRequest> request = submitRequest(call.caller, *body);
    if (!request)
        return call.respond(errorResponse(request.error()));
    postRequest(call, std::move(*request), [](const QJsonObject &receipt) { return jsonResponse(receipt, 201); });
}

void submissions(ApiCall &call)
{
    QList<SubmissionView> list;
    for (const SubmissionState &submission : call.participant()->submissions)
        list.append(submissionView(call.state(), *call.participant(), submission));
    call.respond(structResponse(list));
}

void submission(ApiCall &call)
{
    const SubmissionState *found = call.participant()->submission(SubmissionId(call.argument(0)));
    if (!found)
        return call.respond(errorResponse({ErrorKind::NotFound, tr("There is no such submission of yours.")}));
    call.services.live.reader.read<QByteArray>(
        call.state().config->id, call.receiver,
        [sha = found->received.sourceSha](Store &store) { return store.blob(sha); },
        [respond = call.respond,
         view = submissionView(call.state(), *call.participant(), *found)](const Result<QByteArray> &source) mutable {
            if (!source)
                return respond(errorResponse(source.error()));
            view.source = QString::fromUtf8(*source);
            respond(structResponse(view));
        });
}

void announcements(ApiCall &call)
{
    QList<AnnouncementView> list;
    const ParticipantState &who = *call.participant();
    for (const Announcement &announcement : call.state().announcements) {
        const AnnouncementPosted &posted = announcement.posted;
        const bool isForAll = posted.halls.isEmpty() && posted.participants.isEmpty();
        if (isForAll || posted.halls.contains(who.hall) || posted.participants.contains(who.id))
            list.append({posted.announcement, posted.text, announcement.at});
    }
    call.respond(structResponse(list));
}

template <typename Command>
void roundStep(ApiCall &call)
{
    bool isNumber = false;
    const int number = call.argument(0).toInt(&isNumber);
    if (!isNumber)
        return call.respond(
            errorResponse({ErrorKind::NotFound, tr("There is no round \"%1\".").arg(call.argument(0).left(32))}));
    postRequest(call, {.command = Command {call.caller.participant(), number}},
                [&services = call.services, id = call.caller.participant()](const QJsonObject &) {
                    const SnapshotPtr snapshot = services.live.engine.snapshot();
                    return structResponse(
                        meView(*snapshot, *snapshot->state.participant(id), services.live.clock.now()));
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
        return call.respond(
            errorResponse({ErrorKind::Invalid, tr("client_id is 1 to 64 of A-Za-z0-9._- and events at most 256.")}));
    if (body->events.isEmpty())
        return call.respond(structResponse(OutboxAnswer {}));
    struct Progress
    {
        qsizetype open = 0;
        OutboxAnswer answer {};
        std::optional<Error> failure {};
    };
    auto progress = std::make_shared<Progress>(Progress {.open = body->events.size()});
    for (const ClientEntry &event : body->events) {
        EntryRequest entry = readEntry(call.caller, body->clientId, event, *call.snapshot, call.now);
        entry.request.receiver = call.receiver;
        entry.request.reply = [progress, seq = event.seq, refusal = entry.refusal,
                               respond = call.respond](const EngineAnswer &answer) {
            const bool isTaken = answer.place == EngineAnswer::Place::Taken &&
                                 (answer.result || answer.result.error().kind != ErrorKind::NotStored);
            if (isTaken) {
                progress->answer.upTo = std::max(progress->answer.upTo, seq);
                progress->answer.results.insert(QString::number(seq),
                                                resultJson(refusal ? Result<QJsonObject>(*refusal) : answer.result));
            } else if (!progress->failure) {
                progress->failure = answer.result.error();
            }
            if (--progress->open > 0)
                return;
            if (progress->failure && progress->answer.upTo == 0)
                return respond(errorResponse(*progress->failure));
            respond(structResponse(progress->answer));
        };
        call.services.live.engine.post(std::move(entry.request));
    }
}

constexpr qint64 sourceBody = 1024 * 1024; // a source of 128 KiB, with every character escaped

constexpr std::array routes {
    ApiRoute {"GET",
              "/api/me"_L1,
              Permission::TakeContest,
              0,
              me,
              "My status, policy, consent, clock, warnings and violations"_L1,
              {},
              {200, schemaOf<MeView>}},
    ApiRoute {"POST",
              "/api/me/consent"_L1,
              Permission::TakeContest,
              1024,
              consent,
              "Accept the rules of this version"_L1,
              schemaOf<ConsentBody>,
              {200, schemaOf<ConsentView>},
              {},
              "409"_L1},
    ApiRoute {"GET",
              "/api/problems"_L1,
              Permission::TakeContest,
              0,
              problems,
              "The problems of the rounds that I may see now"_L1,
              {},
              {200, schemaOf<QList<ProblemView>>}},
    ApiRoute {"GET",
              "/api/problems/{id}/draft"_L1,
              Permission::TakeContest,
              0,
              getDraft,
              "My stored draft"_L1,
              {},
              {200, schemaOf<DraftView>},
              {},
              "409"_L1},
    ApiRoute {"PUT",
              "/api/problems/{id}/draft"_L1,
              Permission::TakeContest,
              sourceBody,
              putDraft,
              "Store a draft; a stale rev answers 409 with the stored one as `draft`"_L1,
              schemaOf<DraftBody>,
              {200, schemaOf<DraftStored>},
              {},
              "409"_L1},
    ApiRoute {"POST",
              "/api/problems/{id}/runs"_L1,
              Permission::TakeContest,
              sourceBody,
              postRun,
              "Run on the samples, or on an own input; the result comes by the socket too"_L1,
              schemaOf<RunBody>,
              {202, schemaOf<RunAccepted>},
              {},
              "409"_L1},
    ApiRoute {"GET",
              "/api/runs/{id}"_L1,
              Permission::TakeContest,
              0,
              getRun,
              "The result of a run"_L1,
              {},
              {200, schemaOf<RunView>}},
    ApiRoute {"POST",
              "/api/problems/{id}/submissions"_L1,
              Permission::TakeContest,
              sourceBody,
              postSubmission,
              "Submit; the same client_ref answers the same submission"_L1,
              schemaOf<SubmitBody>,
              {201, schemaOf<SubmissionReceipt>},
              {},
              "409"_L1},
    ApiRoute {"GET",
              "/api/submissions"_L1,
              Permission::TakeContest,
              0,
              submissions,
              "My submissions"_L1,
              {},
              {200, schemaOf<QList<SubmissionView>>}},
    ApiRoute {"GET",
              "/api/submissions/{id}"_L1,
              Permission::TakeContest,
              0,
              submission,
              "One of my submissions, with its source"_L1,
              {},
              {200, schemaOf<SubmissionView>}},
    ApiRoute {"GET",
              "/api/announcements"_L1,
              Permission::TakeContest,
              0,
              announcements,
              "Announcements to me"_L1,
              {},
              {200, schemaOf<QList<AnnouncementView>>}},
    ApiRoute {"POST",
              "/api/rounds/{number}/start"_L1,
              Permission::TakeContest,
              1024,
              roundStep<StartRound>,
              "Start my own clock"_L1,
              {},
              {200, schemaOf<MeView>},
              {},
              "409"_L1},
    ApiRoute {"POST",
              "/api/rounds/{number}/finish"_L1,
              Permission::TakeContest,
              1024,
              roundStep<FinishRound>,
              "I am done with this round"_L1,
              {},
              {200, schemaOf<MeView>},
              {},
              "409"_L1},
    ApiRoute {"POST",
              "/api/outbox"_L1,
              Permission::TakeContest,
              128 * 1024,
              outbox,
              "The socket's ev messages, for sendBeacon"_L1,
              schemaOf<OutboxBody>,
              {200, schemaOf<OutboxAnswer>},
              {},
              "409"_L1},
};

} // namespace

std::span<const ApiRoute> participantRoutes()
{
    return routes;
}

} // namespace Marathon
