#include "server/api/ApiCall.h"
#include "server/live/Hub.h"
#include "server/live/ParticipantView.h"
#include "server/live/StaffRequest.h"
#include "server/ops/ExportTables.h"
#include "shared/protocol/LiveMessages.h"
#include "shared/protocol/Schema.h"

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

QJsonObject contestJson(const ContestState &state)
{
    QJsonArray rounds;
    for (const RoundState &round : state.rounds)
        rounds.append(toJson(round));
    return {{"id"_L1, state.config->id.toString()}, {"name"_L1, state.config->name}, {"state"_L1, nameOf(state.phase)}, {"seq"_L1, state.lastSeq}, {"rounds"_L1, rounds},
        {"participants"_L1, state.participants.size()}, {"policy"_L1, toJson(*state.policy)}};
}

void contests(ApiCall &call)
{
    QJsonArray list;
    if (call.snapshot->hasContest())
        list.append(contestJson(call.state()));
    call.respond(jsonResponse(list));
}

/// Answers 404 and false when the address names another contest than the one that is on.
bool namesThisContest(ApiCall &call)
{
    const QString id = call.argument(0);
    if (call.snapshot->hasContest() && (id == u"current" || id == call.state().config->id.toString()))
        return true;
    call.respond(errorResponse({ErrorKind::NotFound, tr("There is no contest \"%1\" on this server.").arg(id.left(64))}));
    return false;
}

void contest(ApiCall &call)
{
    if (namesThisContest(call))
        call.respond(jsonResponse(contestJson(call.state())));
}

HttpResponse contestNow(ApiServices &services)
{
    return jsonResponse(contestJson(services.live.engine.snapshot()->state));
}

void setContestState(ApiCall &call)
{
    if (!namesThisContest(call))
        return;
    const Result<StateBody> body = bodyOf<StateBody>(call.request);
    const Result<SetContestState> command = body ? contestStateOf(body->state) : Result<SetContestState>(body.error());
    if (!command)
        return call.respond(errorResponse(command.error()));
    postRequest(call, {.command = *command}, [&services = call.services](const QJsonObject &) { return contestNow(services); });
}

void rounds(ApiCall &call)
{
    QJsonArray list;
    for (const RoundConfig &config : call.state().config->rounds) {
        const RoundState *state = call.state().round(config.number);
        QJsonObject json = toJson(config);
        if (state) {
            const QJsonObject now = toJson(*state);
            for (auto field = now.begin(); field != now.end(); ++field)
                json.insert(field.key(), field.value());
        }
        list.append(json);
    }
    call.respond(jsonResponse(list));
}

void setRoundState(ApiCall &call)
{
    bool isNumber = false;
    const int number = call.argument(0).toInt(&isNumber);
    const Result<StateBody> body = bodyOf<StateBody>(call.request);
    if (!isNumber)
        return call.respond(errorResponse({ErrorKind::NotFound, tr("There is no round \"%1\".").arg(call.argument(0).left(32))}));
    const Result<SetRoundState> command = body ? roundStateOf(number, body->state) : Result<SetRoundState>(body.error());
    if (!command)
        return call.respond(errorResponse(command.error()));
    postRequest(call, {.command = *command}, [&services = call.services](const QJsonObject &) { return contestNow(services); });
}

QJsonObject participantJson(const ApiCall &call, const ParticipantState &who)
{
    QJsonObject json = personJson(call.snapshot->directory->people.value(who.id.toString()));
    const qint64 total = pointsFor(call.state(), who);
    const qint64 limit = limitFor(call.state(), who);
    json.insert("participant_id"_L1, who.id.toString());
    json.insert("id"_L1, who.id.toString());
    json.insert("hall"_L1, who.hall);
    json.insert("seat"_L1, who.seat);
    json.insert("status"_L1, nameOf(statusOf(who, call.now)));
    json.insert("online"_L1, who.online);
    json.insert("points"_L1, total);
    json.insert("limit"_L1, limit);
    json.insert("risk"_L1, nameOf(riskOf(total, limit)));
    return json;
}

void participants(ApiCall &call)
{
    QList<ParticipantId> ids = call.state().participants.keys();
    std::sort(ids.begin(), ids.end());
    const QString hall = call.request.query.queryItemValue(u"hall"_s, QUrl::FullyDecoded);
    QJsonArray list;
    for (const ParticipantId &id : ids) {
        const ParticipantState &who = *call.state().participant(id);
        if (hall.isEmpty() || who.hall == hall)
            list.append(participantJson(call, who));
    }
    call.respond(jsonResponse(list));
}

void participant(ApiCall &call)
{
    const ParticipantState *who = call.state().participant(ParticipantId(call.argument(0)));
    if (!who)
        return call.respond(errorResponse({ErrorKind::NotFound, tr("There is no such participant.")}));
    QJsonObject json = participantJson(call, *who);
    json.insert("timeline"_L1, toJson(*who));
    call.respond(jsonResponse(json));
}

void policy(ApiCall &call)
{
    call.respond(jsonResponse(toJson(*call.state().policy)));
}

void setPolicy(ApiCall &call)
{
    const Result<QJsonObject> body = parseObject(call.request.body);
    if (!body)
        return call.respond(errorResponse(body.error()));
    const QJsonObject wanted = body->contains("policy"_L1) ? body->value("policy"_L1).toObject() : *body;
    Result<EngineRequest> request = staffRequest({{"action"_L1, "policy"_L1}, {"policy"_L1, wanted}}, *call.snapshot);
    if (!request)
        return call.respond(errorResponse(request.error()));
    postRequest(call, std::move(*request), [&services = call.services](const QJsonObject &) { return jsonResponse(toJson(*services.live.engine.snapshot()->state.policy)); });
}

void announce(ApiCall &call)
{
    const Result<AnnouncementBody> body = bodyOf<AnnouncementBody>(call.request);
    if (!body)
        return call.respond(errorResponse(body.error()));
    postRequest(call, {.command = PostAnnouncement {body->text, body->halls}}, [](const QJsonObject &answer) { return jsonResponse(answer, 201); });
}

void announcements(ApiCall &call)
{
    QJsonArray list;
    for (const Announcement &announcement : call.state().announcements)
        list.append(toJson(announcement));
    call.respond(jsonResponse(list));
}

/// Decides without keeping anything: who would be affected, and how.
void dryRun(ApiCall &call, const EngineRequest &request)
{
    const Result<Decision> decision = decide(call.state(), *request.command, call.caller.context(call.now), call.now);
    if (!decision)
        return call.respond(errorResponse(decision.error()));
    const auto *outcome = std::get_if<ActionOutcome>(&decision->outcome);
    QJsonObject json = outcome ? toJson(*outcome) : QJsonObject {};
    json.insert("dry_run"_L1, true);
    json.remove("action_id"_L1);
    call.respond(jsonResponse(json));
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

void submissions(ApiCall &call)
{
    QList<QPair<qint64, QJsonObject>> rows;
    for (const ParticipantPtr &who : call.state().participants) {
        for (const SubmissionState &submission : who->submissions) {
            QJsonObject json = submissionJson(call.state(), submission);
            json.insert("participant_id"_L1, who->id.toString());
            rows.append({submission.seq, json});
        }
    }
    std::sort(rows.begin(), rows.end(), [](const auto &left, const auto &right) { return left.first < right.first; });
    QJsonArray list;
    for (const auto &row : rows)
        list.append(row.second);
    call.respond(jsonResponse(list));
}

void submission(ApiCall &call)
{
    const SubmissionId id(call.argument(0));
    const ParticipantState *who = call.state().participant(call.state().submissionOwners.value(id));
    const SubmissionState *found = who ? who->submission(id) : nullptr;
    if (!found)
        return call.respond(errorResponse({ErrorKind::NotFound, tr("There is no such submission.")}));
    QJsonObject json = submissionJson(call.state(), *found);
    json.insert("participant_id"_L1, who->id.toString());
    call.services.live.reader.read<QByteArray>(call.state().config->id, call.receiver, [sha = found->received.sourceSha](Store &store) { return store.blob(sha); },
        [respond = call.respond, json](const Result<QByteArray> &source) mutable {
            if (!source)
                return respond(errorResponse(source.error()));
            json.insert("source"_L1, QString::fromUtf8(*source));
            respond(jsonResponse(json));
        });
}

void incidents(ApiCall &call)
{
    QList<QPair<qint64, QJsonObject>> rows;
    for (const ParticipantPtr &who : call.state().participants) {
        for (const IncidentState &incident : who->incidents) {
            QJsonObject json = toJson(incident.now);
            json.insert("participant_id"_L1, who->id.toString());
            json.insert("seq"_L1, incident.firstSeq);
            json.insert("at"_L1, toRfc3339(incident.firstAt));
            json.insert("excused"_L1, isExcused(*who, incident));
            rows.append({incident.firstSeq, json});
        }
    }
    std::sort(rows.begin(), rows.end(), [](const auto &left, const auto &right) { return left.first < right.first; });
    QJsonArray list;
    for (const auto &row : rows)
        list.append(row.second);
    call.respond(jsonResponse(list));
}

void exportRows(ApiCall &call)
{
    const QStringList parts = call.argument(0).split(u'.');
    const std::optional<ExportKind> kind = fromName<ExportKind>(parts.first());
    const ReportFormat *format = parts.size() == 2 ? reportFormat(parts.last()) : nullptr;
    if (!kind || !format)
        return call.respond(errorResponse({ErrorKind::NotFound, tr("There is no export \"%1\". Take results, violations, submissions, participants or summary, as .csv or .json.").arg(call.argument(0).left(64))}));
    ExportFilter filter;
    if (call.request.query.hasQueryItem(u"round"_s))
        filter.round = call.request.query.queryItemValue(u"round"_s).toInt();
    filter.hall = call.request.query.queryItemValue(u"hall"_s, QUrl::FullyDecoded);
    using Written = QPair<QByteArray, qint64>;
    const SnapshotPtr snapshot = call.snapshot;
    const QString fileName = exportFileName(*kind, filter, *format, *snapshot);
    const CommandContext context = call.caller.context(call.now);
    Engine &engine = call.services.live.engine;
    call.services.live.reader.read<Written>(snapshot->state.config->id, call.receiver,
        [kind = *kind, filter, snapshot, format, now = call.now](Store &) -> Result<Written> {
            const Result<ReportTable> table = exportTable(kind, filter, *snapshot, now);
            if (!table)
                return table.error();
            return Written(format->write(*table), table->rows.size());
        },
        [respond = call.respond, format, fileName, seq = snapshot->state.lastSeq, context, &engine, kind = *kind](const Result<Written> &written) {
            if (!written)
                return respond(errorResponse(written.error()));
            engine.post({.command = NoteExport {nameOf(kind), QString(format->name), written->second}, .context = context});
            HttpResponse response {.body = written->first};
            response.headers.add("Content-Type", QByteArray(format->mediaType.data(), format->mediaType.size()));
            response.headers.add("Content-Disposition", "attachment; filename=\"" + fileName.toUtf8() + '"');
            response.headers.add("X-Ledger-Seq", QByteArray::number(seq));
            respond(response);
        });
}

void staffHealth(ApiCall &call)
{
    const auto judging = call.services.live.judging.status();
    call.respond(jsonResponse(QJsonObject {{"participants_online"_L1, call.services.live.hub.online()}, {"ack_p95_ms"_L1, call.services.live.hub.ackP95Ms()},
        {"database_ms"_L1, double(call.services.live.engine.lastCommitMicroseconds()) / 1000.0}, {"engine_queue"_L1, call.services.live.engine.queued()},
        {"judging"_L1, judging ? toJson(*judging) : QJsonObject {}}}));
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

constexpr std::array routes {
    ApiRoute {"GET", "/api/staff/contests"_L1, Permission::WatchContest, 0, contests, "The contests"_L1},
    ApiRoute {"GET", "/api/staff/contests/{id}"_L1, Permission::WatchContest, 0, contest, "One contest"_L1},
    ApiRoute {"POST", "/api/staff/contests/{id}/state"_L1, Permission::RunContest, 1024, setContestState, "Start, pause, end, finalise"_L1, schemaOf<StateBody>},
    ApiRoute {"GET", "/api/staff/rounds"_L1, Permission::WatchContest, 0, rounds, "Rounds and where they stand"_L1},
    ApiRoute {"POST", "/api/staff/rounds/{number}/state"_L1, Permission::RunContest, 1024, setRoundState, "Open, pause, close a round"_L1, schemaOf<StateBody>},
    ApiRoute {"GET", "/api/staff/participants"_L1, Permission::WatchContest, 0, participants, "Participants, with names and risk"_L1},
    ApiRoute {"GET", "/api/staff/participants/{id}"_L1, Permission::WatchContest, 0, participant, "One participant, with the whole timeline"_L1},
    ApiRoute {"POST", "/api/staff/participants/unlock"_L1, Permission::ManagePeople, 1024, unlock, "Let somebody sign in again after too many failures"_L1, schemaOf<UnlockBody>},
    ApiRoute {"GET", "/api/staff/policy"_L1, Permission::WatchContest, 0, policy, "The policy in force"_L1},
    ApiRoute {"PUT", "/api/staff/policy"_L1, Permission::ManageContest, 64 * 1024, setPolicy, "Change the policy: a preset, and what differs from it"_L1, schemaOf<Policy>},
    ApiRoute {"GET", "/api/staff/announcements"_L1, Permission::WatchContest, 0, announcements, "Announcements"_L1},
    ApiRoute {"POST", "/api/staff/announcements"_L1, Permission::Announce, 64 * 1024, announce, "Announce to all or to halls"_L1, schemaOf<AnnouncementBody>},
    ApiRoute {"POST", "/api/staff/actions"_L1, Permission::WatchContest, 1024 * 1024, act, "Act on participants; each action asks for its own right; ?dry_run=1 shows what would happen"_L1, schemaOf<StaffCommandBody>},
    ApiRoute {"GET", "/api/staff/submissions"_L1, Permission::WatchContest, 0, submissions, "All submissions"_L1},
    ApiRoute {"GET", "/api/staff/submissions/{id}"_L1, Permission::WatchContest, 0, submission, "One submission, with its source"_L1},
    ApiRoute {"GET", "/api/staff/incidents"_L1, Permission::WatchContest, 0, incidents, "All incidents"_L1},
    ApiRoute {"GET", "/api/staff/export/{file}"_L1, Permission::Export, 0, exportRows, "results, violations, submissions, participants or summary, as .csv or .json"_L1},
    ApiRoute {"GET", "/api/staff/health"_L1, Permission::WatchContest, 0, staffHealth, "How the server and the judging do"_L1},
};

} // namespace

std::span<const ApiRoute> staffRoutes()
{
    return routes;
}

} // namespace Marathon
