#include "server/api/ApiCall.h"
#include "server/live/Hub.h"
#include "server/live/ParticipantView.h"
#include "server/live/StaffRequest.h"
#include "server/ops/ExportTables.h"
#include "shared/protocol/LiveMessages.h"
#include "shared/protocol/Schema.h"
#include "shared/protocol/StaffAnswers.h"

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("StaffRoutes", text);
}

bool isInScope(const Caller &caller, const QString &hall)
{
    return caller.halls.isEmpty() || caller.halls.contains(hall);
}

ContestOverview contestOverview(const ContestState &state)
{
    return {state.config->id, state.config->name,        state.phase,  state.lastSeq,
            state.rounds,     state.participants.size(), *state.policy};
}

void contests(ApiCall &call)
{
    QList<ContestOverview> list;
    if (call.snapshot->hasContest())
        list.append(contestOverview(call.state()));
    call.respond(structResponse(list));
}

void contest(ApiCall &call)
{
    if (namesThisContest(call))
        call.respond(structResponse(contestOverview(call.state())));
}

HttpResponse contestNow(ApiServices &services)
{
    return structResponse(contestOverview(services.live.engine.snapshot()->state));
}

void setContestState(ApiCall &call)
{
    if (!namesThisContest(call))
        return;
    const Result<ContestStateBody> body = bodyOf<ContestStateBody>(call.request);
    if (!body)
        return call.respond(errorResponse(body.error()));
    postRequest(call, {.command = SetContestState {body->state}},
                [&services = call.services](const QJsonObject &) { return contestNow(services); });
}

void rounds(ApiCall &call)
{
    QList<RoundOverview> list;
    for (const RoundConfig &config : call.state().config->rounds) {
        const RoundState *state = call.state().round(config.number);
        list.append({config, state ? *state : RoundState {}});
    }
    call.respond(structResponse(list));
}

void setRoundState(ApiCall &call)
{
    bool isNumber = false;
    const int number = call.argument(0).toInt(&isNumber);
    if (!isNumber)
        return call.respond(
            errorResponse({ErrorKind::NotFound, tr("There is no round \"%1\".").arg(call.argument(0).left(32))}));
    const Result<RoundStateBody> body = bodyOf<RoundStateBody>(call.request);
    if (!body)
        return call.respond(errorResponse(body.error()));
    postRequest(call, {.command = SetRoundState {number, body->state, body->waits, body->countdown}},
                [&services = call.services](const QJsonObject &) { return contestNow(services); });
}

ParticipantOverview participantOverview(const ApiCall &call, const ParticipantState &who)
{
    const PersonRow person = call.snapshot->directory->people.value(who.id.toString());
    const qint64 total = pointsFor(call.state(), who);
    const qint64 limit = limitFor(call.state(), who);
    return {who.id,
            person.name,
            person.email,
            person.college,
            person.department,
            who.hall,
            who.seat,
            statusOf(who, call.now),
            who.online,
            total,
            limit,
            riskOf(total, limit),
            std::nullopt};
}

void participants(ApiCall &call)
{
    QList<ParticipantId> ids = call.state().participants.keys();
    std::sort(ids.begin(), ids.end());
    const QString hall = call.request.query.queryItemValue(u"hall"_s, QUrl::FullyDecoded);
    QList<ParticipantOverview> list;
    for (const ParticipantId &id : ids) {
        const ParticipantState &who = *call.state().participant(id);
        if (hall.isEmpty() || who.hall == hall)
            list.append(participantOverview(call, who));
    }
    call.respond(structResponse(list));
}

void participant(ApiCall &call)
{
    const ParticipantState *who = call.state().participant(ParticipantId(call.argument(0)));
    if (!who)
        return call.respond(errorResponse({ErrorKind::NotFound, tr("There is no such participant.")}));
    ParticipantOverview person = participantOverview(call, *who);
    person.timeline = *who;
    call.respond(structResponse(person));
}

void policy(ApiCall &call)
{
    call.respond(structResponse(*call.state().policy));
}

void setPolicy(ApiCall &call)
{
    const Result<QJsonObject> body = parseObject(call.request.body);
    if (!body)
        return call.respond(errorResponse(body.error()));
    Result<EngineRequest> request = policyRequest(*body, *call.snapshot);
    if (!request)
        return call.respond(errorResponse(request.error()));
    postRequest(call, std::move(*request), [&services = call.services](const QJsonObject &) {
        return structResponse(*services.live.engine.snapshot()->state.policy);
    });
}

void announce(ApiCall &call)
{
    const Result<AnnouncementBody> body = bodyOf<AnnouncementBody>(call.request);
    if (!body)
        return call.respond(errorResponse(body.error()));
    postRequest(call, {.command = PostAnnouncement {body->text, body->halls}},
                [](const QJsonObject &answer) { return jsonResponse(answer, 201); });
}

void announcements(ApiCall &call)
{
    call.respond(structResponse(call.state().announcements));
}

/// Decides without keeping anything: who would be affected, and how.
void dryRun(ApiCall &call, const EngineRequest &request)
{
    const Result<Decision> decision = decide(call.state(), *request.command, call.caller.context(call.now), call.now);
    if (!decision)
        return call.respond(errorResponse(decision.error()));
    const auto *outcome = std::get_if<ActionOutcome>(&decision->outcome);
    ActionAnswer answer {.dryRun = true};
    if (outcome)
        answer.results = outcome->results;
    if (const auto *clock = std::get_if<ClockOutcome>(&decision->outcome)) {
        answer.round = clock->round;
        answer.affected = clock->affected;
    }
    call.respond(structResponse(answer));
}

void act(ApiCall &call)
{
    const Result<QJsonObject> body = parseObject(call.request.body);
    Result<EngineRequest> request = body ? staffRequest(*body, *call.snapshot) : Result<EngineRequest>(body.error());
    if (!request)
        return call.respond(errorResponse(request.error()));
    if (call.request.query.queryItemValue(u"dry_run"_s) == u"1")
        return dryRun(call, *request);
    postRequest(call, std::move(*request), [](const QJsonObject &answer) { return jsonResponse(answer); });
}

SubmissionView submissionOf(const ContestState &state, const ParticipantState &who, const SubmissionState &submission)
{
    SubmissionView view = submissionView(state, who, submission);
    view.participant = who.id;
    return view;
}

void submissions(ApiCall &call)
{
    QList<SubmissionView> list;
    for (const ParticipantPtr &who : call.state().participants) {
        for (const SubmissionState &submission : who->submissions)
            list.append(submissionOf(call.state(), *who, submission));
    }
    std::sort(list.begin(), list.end(),
              [](const SubmissionView &left, const SubmissionView &right) { return left.seq < right.seq; });
    call.respond(structResponse(list));
}

void submission(ApiCall &call)
{
    const SubmissionId id(call.argument(0));
    const ParticipantState *who = call.state().participant(call.state().submissionOwners.value(id));
    const SubmissionState *found = who ? who->submission(id) : nullptr;
    if (!found)
        return call.respond(errorResponse({ErrorKind::NotFound, tr("There is no such submission.")}));
    call.services.live.reader.read<QByteArray>(
        call.state().config->id, call.receiver,
        [sha = found->received.sourceSha](Store &store) { return store.blob(sha); },
        [respond = call.respond,
         view = submissionOf(call.state(), *who, *found)](const Result<QByteArray> &source) mutable {
            if (!source)
                return respond(errorResponse(source.error()));
            view.source = QString::fromUtf8(*source);
            respond(structResponse(view));
        });
}

void incidents(ApiCall &call)
{
    QList<IncidentOverview> list;
    for (const ParticipantPtr &who : call.state().participants) {
        for (const IncidentState &incident : who->incidents)
            list.append({incident.now, who->id, incident.firstSeq, incident.firstAt, isExcused(*who, incident)});
    }
    std::sort(list.begin(), list.end(),
              [](const IncidentOverview &left, const IncidentOverview &right) { return left.seq < right.seq; });
    call.respond(structResponse(list));
}

void exportRows(ApiCall &call)
{
    const QStringList parts = call.argument(0).split(u'.');
    const std::optional<ExportKind> kind = fromName<ExportKind>(parts.first());
    const ReportFormat *format = parts.size() == 2 ? reportFormat(parts.last()) : nullptr;
    if (!kind || !format)
        return call.respond(
            errorResponse({ErrorKind::NotFound, tr("There is no export \"%1\". Take results, violations, submissions, "
                                                   "participants or summary, as .csv or .json.")
                                                    .arg(call.argument(0).left(64))}));
    ExportFilter filter;
    if (call.request.query.hasQueryItem(u"round"_s))
        filter.round = call.request.query.queryItemValue(u"round"_s).toInt();
    filter.hall = call.request.query.queryItemValue(u"hall"_s, QUrl::FullyDecoded);
    using Written = QPair<QByteArray, qint64>;
    const SnapshotPtr snapshot = call.snapshot;
    const QString fileName = exportFileName(*kind, filter, *format, *snapshot);
    const CommandContext context = call.caller.context(call.now);
    Engine &engine = call.services.live.engine;
    call.services.live.reader.read<Written>(
        snapshot->state.config->id, call.receiver,
        [kind = *kind, filter, snapshot, format, now = call.now](Store &) -> Result<Written> {
            const Result<ReportTable> table = exportTable(kind, filter, *snapshot, now);
            if (!table)
                return table.error();
            return Written(format->write(*table), table->rows.size());
        },
        [respond = call.respond, format, fileName, seq = snapshot->state.lastSeq, context, &engine,
         kind = *kind](const Result<Written> &written) {
            if (!written)
                return respond(errorResponse(written.error()));
            engine.post(
                {.command = NoteExport {nameOf(kind), QString(format->name), written->second}, .context = context});
            HttpResponse response {.body = written->first};
            response.headers.add("Content-Type", QByteArray(format->mediaType.data(), format->mediaType.size()));
            response.headers.add("Content-Disposition", "attachment; filename=\"" + fileName.toUtf8() + '"');
            response.headers.add("X-Ledger-Seq", QByteArray::number(seq));
            respond(response);
        });
}

struct StaffHealth
{
    int online = 0;
    double ackP95Ms = 0;
    double databaseMs = 0;
    int engineQueue = 0;
    JudgingStatus judging;
};
template <typename Fields>
void describe(Fields &fields, StaffHealth &health)
{
    fields("participants_online", health.online);
    fields("ack_p95_ms", health.ackP95Ms);
    fields("database_ms", health.databaseMs);
    fields("engine_queue", health.engineQueue);
    fields("judging", health.judging);
}

void staffHealth(ApiCall &call)
{
    LiveServices &live = call.services.live;
    const auto judging = live.judging.status();
    call.respond(structResponse(StaffHealth {live.hub.online(), live.hub.ackP95Ms(),
                                             double(live.engine.storeHealth().commitMicroseconds) / 1000.0,
                                             live.engine.queued(), judging ? *judging : JudgingStatus {}}));
}

struct UnlockBody
{
    QString participantId;
};
template <typename Fields>
void describe(Fields &fields, UnlockBody &body)
{
    fields("participant_id", body.participantId);
}

void unlock(ApiCall &call)
{
    const Result<UnlockBody> body = bodyOf<UnlockBody>(call.request);
    if (!body)
        return call.respond(errorResponse(body.error()));
    const ParticipantState *who = call.state().participant(ParticipantId(body->participantId));
    if (!who)
        return call.respond(errorResponse({ErrorKind::NotFound, tr("There is no such participant.")}));
    if (!isInScope(call.caller, who->hall))
        return call.respond(errorResponse({ErrorKind::NotAllowed, tr("Hall %1 is not one of yours.").arg(who->hall)}));
    call.services.signIn.clear(u"participant:"_s + body->participantId);
    call.respond({.status = 204});
}

/// The shape of an action on the contest, with its name.
QJsonObject contestAction(QLatin1StringView action, QJsonObject shape)
{
    QJsonObject properties = shape.value("properties"_L1).toObject();
    properties.insert("action"_L1, QJsonObject {{"type"_L1, "string"_L1}, {"enum"_L1, QJsonArray {QString(action)}}});
    QJsonArray required = shape.value("required"_L1).toArray();
    required.append("action"_L1);
    shape.insert("properties"_L1, properties);
    shape.insert("required"_L1, required);
    return shape;
}

/// One of the bodies that an action may have: on participants, or on the contest.
QJsonObject actionShape()
{
    return {{"anyOf"_L1,
             QJsonArray {schemaOf<StaffCommandBody>(), contestAction("contest_state"_L1, schemaOf<ContestStateBody>()),
                         contestAction("round_state"_L1, schemaOf<RoundStateAction>()),
                         contestAction("announce"_L1, schemaOf<AnnouncementBody>()),
                         contestAction("clock"_L1, schemaOf<ClockBody>()),
                         contestAction("policy"_L1, schemaOf<PolicyAction>())}}};
}

constexpr std::array routes {
    ApiRoute {"GET",
              "/api/staff/contests"_L1,
              Permission::WatchContest,
              0,
              contests,
              "The contests"_L1,
              {},
              {200, schemaOf<QList<ContestOverview>>}},
    ApiRoute {"GET",
              "/api/staff/contests/{id}"_L1,
              Permission::WatchContest,
              0,
              contest,
              "One contest; `current` is the one that is on"_L1,
              {},
              {200, schemaOf<ContestOverview>}},
    ApiRoute {"POST",
              "/api/staff/contests/{id}/state"_L1,
              Permission::RunContest,
              1024,
              setContestState,
              "Start, pause, end, finalise"_L1,
              schemaOf<ContestStateBody>,
              {200, schemaOf<ContestOverview>},
              {},
              "409"_L1},
    ApiRoute {"GET",
              "/api/staff/rounds"_L1,
              Permission::WatchContest,
              0,
              rounds,
              "Rounds and where they stand"_L1,
              {},
              {200, schemaOf<QList<RoundOverview>>}},
    ApiRoute {"POST",
              "/api/staff/rounds/{number}/state"_L1,
              Permission::RunContest,
              1024,
              setRoundState,
              "Open, pause, close a round"_L1,
              schemaOf<RoundStateBody>,
              {200, schemaOf<ContestOverview>},
              {},
              "409"_L1},
    ApiRoute {"GET",
              "/api/staff/participants"_L1,
              Permission::WatchContest,
              0,
              participants,
              "Participants, with names and risk"_L1,
              {},
              {200, schemaOf<QList<ParticipantOverview>>},
              "hall"_L1},
    ApiRoute {"GET",
              "/api/staff/participants/{id}"_L1,
              Permission::WatchContest,
              0,
              participant,
              "One participant, with the whole timeline"_L1,
              {},
              {200, schemaOf<ParticipantOverview>}},
    ApiRoute {"POST",
              "/api/staff/participants/unlock"_L1,
              Permission::ManagePeople,
              1024,
              unlock,
              "Let somebody sign in again after too many failures"_L1,
              schemaOf<UnlockBody>,
              {204}},
    ApiRoute {"GET",
              "/api/staff/policy"_L1,
              Permission::WatchContest,
              0,
              policy,
              "The policy in force"_L1,
              {},
              {200, schemaOf<Policy>}},
    ApiRoute {"PUT",
              "/api/staff/policy"_L1,
              Permission::ManageContest,
              64 * 1024,
              setPolicy,
              "Change the policy: a preset, and what differs from it"_L1,
              schemaOf<Policy>,
              {200, schemaOf<Policy>},
              {},
              "409"_L1},
    ApiRoute {"GET",
              "/api/staff/announcements"_L1,
              Permission::WatchContest,
              0,
              announcements,
              "Announcements"_L1,
              {},
              {200, schemaOf<QList<Announcement>>}},
    ApiRoute {"POST",
              "/api/staff/announcements"_L1,
              Permission::Announce,
              64 * 1024,
              announce,
              "Announce to all or to halls"_L1,
              schemaOf<AnnouncementBody>,
              {201, schemaOf<QJsonObject>},
              {},
              "409"_L1},
    ApiRoute {"POST",
              "/api/staff/actions"_L1,
              Permission::WatchContest,
              1024 * 1024,
              act,
              "Act on participants; each action asks for its own right; ?dry_run=1 shows what would happen"_L1,
              actionShape,
              {200, schemaOf<ActionAnswer>},
              "dry_run"_L1,
              "409"_L1},
    ApiRoute {"GET",
              "/api/staff/submissions"_L1,
              Permission::WatchContest,
              0,
              submissions,
              "All submissions"_L1,
              {},
              {200, schemaOf<QList<SubmissionView>>}},
    ApiRoute {"GET",
              "/api/staff/submissions/{id}"_L1,
              Permission::WatchContest,
              0,
              submission,
              "One submission, with its source"_L1,
              {},
              {200, schemaOf<SubmissionView>}},
    ApiRoute {"GET",
              "/api/staff/incidents"_L1,
              Permission::WatchContest,
              0,
              incidents,
              "All incidents"_L1,
              {},
              {200, schemaOf<QList<IncidentOverview>>}},
    ApiRoute {
        "GET",
        "/api/staff/export/{file}"_L1,
        Permission::Export,
        0,
        exportRows,
        "results, violations, submissions, participants or summary, as .csv or .json; X-Ledger-Seq says as of when"_L1,
        {},
        {200, schemaOf<QList<QJsonObject>>},
        "round hall"_L1},
    ApiRoute {"GET",
              "/api/staff/health"_L1,
              Permission::WatchContest,
              0,
              staffHealth,
              "How the server and the judging do"_L1,
              {},
              {200, schemaOf<StaffHealth>}},
};

} // namespace

std::span<const ApiRoute> staffRoutes()
{
    return routes;
}

} // namespace Marathon
