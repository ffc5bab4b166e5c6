#include "server/api/ApiCall.h"
#include "server/api/OpenApi.h"
#include "server/auth/Tokens.h"
#include "server/http/ClientFacts.h"
#include "server/http/Representation.h"
#include "server/live/Hub.h"
#include "server/live/ParticipantView.h"
#include "server/live/ProcessFigures.h"
#include "shared/protocol/PublicAnswers.h"
#include "shared/protocol/Schema.h"
#include "shared/protocol/StaffAnswers.h"

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("PublicRoutes", text);
}

void page(ApiCall &call)
{
    if (!call.services.pages || call.request.path.startsWith(u"/api/"))
        return call.respond(errorResponse(
            {ErrorKind::NotFound, call.services.pages
                                      ? tr("There is nothing under this address.")
                                      : tr("The pages were not built. Build the project, or set participant_pages.")}));
    call.respond(call.services.pages->answer(call.request));
}

BackupCheck backupCheck(const ApiServices &services)
{
    if (!services.backups)
        return {u"off"_s, {}};
    const BackupState backups = services.backups();
    const QString status = !backups.lastError.isEmpty() ? u"failed"_s : backups.lastBackup ? u"ok"_s : u"none"_s;
    return {status, backups.lastBackup};
}

void health(ApiCall &call)
{
    const LiveServices &live = call.services.live;
    const StoreHealth database = live.engine.storeHealth();
    const auto judging = live.judging.status();
    const qsizetype workers = judging ? judging->workers.size() : 0;
    const int queue = judging ? judging->queue : 0;
    const HealthAnswer answer {database.isHealthy ? u"ok"_s : u"degraded"_s,
                               QString::fromLatin1(MARATHON_VERSION),
                               std::chrono::floor<std::chrono::seconds>(call.now - call.services.startedAt).count(),
                               {{database.isHealthy ? u"ok"_s : u"down"_s, double(database.commitMicroseconds) / 1000.0,
                                 database.isHealthy ? 0 : (call.now - database.freshAt).count(), database.lostEntries},
                                {workers > 0 ? u"ok"_s : u"none"_s, workers, queue},
                                backupCheck(call.services)}};
    call.respond(structResponse(answer, database.isHealthy ? 200 : 503));
}

void metrics(ApiCall &call)
{
    if (!call.services.metricsPublic && !call.request.peer.isLoopback() && !call.caller.isStaff())
        return call.respond(
            errorResponse({ErrorKind::NotAllowed, tr("Metrics are for staff, or from the server's own machine.")}));
    const FrontFigures figures = call.services.figures();
    const LiveServices &live = call.services.live;
    const auto judging = live.judging.status();
    const ProcessFigures process = processFigures();
    QByteArray text;
    const auto line = [&text](const char *name, const char *type, double value) {
        text +=
            QByteArray("# TYPE ") + name + ' ' + type + '\n' + name + ' ' + QByteArray::number(value, 'g', 12) + '\n';
    };
    text += "# TYPE marathon_http_answers_total counter\n";
    for (std::size_t index = 0; index < figures.answersByClass.size(); ++index)
        text += "marathon_http_answers_total{class=\"" + QByteArray::number(int(index) + 1) + "xx\"} " +
                QByteArray::number(figures.answersByClass[index]) + '\n';
    line("marathon_http_p95_seconds", "gauge", double(figures.latency.quantile(0.95).count()) / 1e6);
    line("marathon_connections_open", "gauge", double(figures.openConnections));
    line("marathon_websockets_open", "gauge", double(figures.openWebSockets));
    line("marathon_connections_refused_total", "counter", double(figures.refusedConnections));
    line("marathon_participants_online", "gauge", live.hub.online());
    line("marathon_ledger_seq", "counter", double(call.state().lastSeq));
    line("marathon_engine_queue", "gauge", live.engine.queued());
    line("marathon_commit_seconds", "gauge", double(live.engine.storeHealth().commitMicroseconds) / 1e6);
    line("marathon_ack_p95_seconds", "gauge", live.hub.ackP95Ms() / 1000.0);
    line("marathon_judge_workers", "gauge", judging ? double(judging->workers.size()) : 0);
    line("marathon_judge_queue", "gauge", judging ? judging->queue : 0);
    line("process_cpu_seconds_total", "counter", process.cpuSeconds);
    line("process_resident_memory_bytes", "gauge", double(process.residentBytes));
    HttpResponse response {.body = text};
    response.headers.add("Content-Type", "text/plain; version=0.0.4");
    call.respond(response);
}

void currentContest(ApiCall &call)
{
    if (!call.snapshot->hasContest())
        return call.respond(errorResponse({ErrorKind::NotFound, tr("There is no contest yet.")}));
    const ContestState &state = call.state();
    ContestView contest {.id = state.config->id,
                         .name = state.config->name,
                         .state = state.phase,
                         .startsAt = state.config->startsAt,
                         .serverTime = call.now};
    for (const RoundConfig &config : state.config->rounds) {
        const RoundState *round = state.round(config.number);
        if (!round)
            continue;
        const RoundClock clock = clockOf(state, *round, nullptr, call.now);
        const std::optional<StopNotice> stop = stopFor(*round, nullptr, call.now);
        if (stop && round == state.currentRound()) {
            contest.message = stop->text;
            contest.resumesAt = stop->resumesAt;
        }
        if (clock.endsAt)
            contest.endsAt = clock.endsAt;
        if (!contest.startsAt)
            contest.startsAt = clock.startedAt;
        contest.rounds.append({config.number, config.name, round->phase,
                               round->phase == RoundPhase::Countdown ? round->activatesAt : clock.startedAt,
                               clock.endsAt, config.duration, config.languages, config.problems.size()});
    }
    call.respond(structResponse(contest));
}

void leaderboard(ApiCall &call)
{
    if (!call.snapshot->hasContest())
        return call.respond(errorResponse({ErrorKind::NotFound, tr("There is no contest yet.")}));
    if (!call.state().config->publicLeaderboard && call.caller.role == Role::Nobody)
        return call.respond(
            errorResponse({ErrorKind::NotSignedIn, tr("This contest's leaderboard is not public. Sign in first.")}));
    int round = 0;
    if (call.request.query.hasQueryItem(u"round"_s)) {
        bool isNumber = false;
        round = call.request.query.queryItemValue(u"round"_s).toInt(&isNumber);
        if (!isNumber || round < 1)
            return call.respond(errorResponse({ErrorKind::Invalid,
                                               tr("round must be the number of a round."),
                                               {{u"round"_s, tr("must be a number from 1")}}}));
    }
    const BoardBytes *board =
        call.caller.isStaff() ? call.snapshot->boards->staffBoard(round) : call.snapshot->boards->publicBoard(round);
    if (!board)
        return call.respond(
            errorResponse({ErrorKind::NotFound, tr("There is no round %1 in this contest.").arg(round)}));
    call.respond(conditional(call.request, board->json, board->etag, board->gzip));
}

void openApi(ApiCall &call)
{
    call.respond(jsonResponse(openApiDocument()));
}

void control(ApiCall &call)
{
    const QByteArray field = call.request.headers.value("Authorization");
    const bool hasToken = field.startsWith("Bearer ") && tokenHash(field.mid(7)) == call.services.controlTokenHash;
    if (!hasToken || !isThisMachine(call.request.peer))
        return call.respond(errorResponse(
            {ErrorKind::NotAllowed, tr("This address is for the command line on the server's own machine.")}));
    const Result<QJsonObject> body = parseObject(call.request.body);
    if (!body)
        return call.respond(errorResponse(body.error()));
    call.services.admin(*body, call.receiver, [respond = call.respond](const Result<QJsonObject> &answer) {
        respond(answer ? jsonResponse(*answer) : errorResponse(answer.error()));
    });
}

struct ControlBody
{
    QString command;
};
template <typename Fields>
void describe(Fields &fields, ControlBody &body)
{
    fields("command", body.command);
}

/// Each command has its own data beside the message (AdminDesk.h).
QJsonObject adminShape()
{
    QJsonObject shape = schemaOf<AdminAnswer>();
    shape.insert("additionalProperties"_L1, true);
    return shape;
}

constexpr std::array routes {
    ApiRoute {"GET",
              "/api/health"_L1,
              Permission::Public,
              0,
              health,
              "Is the server well; 503 when the database is not"_L1,
              {},
              {200, schemaOf<HealthAnswer>}},
    ApiRoute {"GET",
              "/metrics"_L1,
              Permission::Public,
              0,
              metrics,
              "Prometheus text; from this machine, for staff, or for all when the settings say so"_L1,
              {},
              {200, {}, "text/plain"_L1},
              {},
              "403"_L1},
    ApiRoute {"GET",
              "/api/contest/current"_L1,
              Permission::Public,
              0,
              currentContest,
              "The contest that is on"_L1,
              {},
              {200, schemaOf<ContestView>},
              {},
              "404"_L1},
    ApiRoute {"GET",
              "/api/leaderboard/current"_L1,
              Permission::Public,
              0,
              leaderboard,
              "Leaderboard, overall or of one round; staff get the disqualified too. ETag, 304, gzip"_L1,
              {},
              {200, schemaOf<BoardView>},
              "round"_L1,
              "401 404"_L1},
    ApiRoute {"GET",
              "/api/openapi.json"_L1,
              Permission::Public,
              0,
              openApi,
              "This description, as OpenAPI 3.1"_L1,
              {},
              {200, schemaOf<QJsonObject>}},
    ApiRoute {
        "POST",
        "/api/control"_L1,
        Permission::Public,
        64 * 1024 * 1024,
        control,
        "Administrative commands of the command line, with the token of control.json; the command's fields beside it"_L1,
        schemaOf<ControlBody>,
        {200, adminShape},
        {},
        "403 404 409"_L1,
        std::chrono::minutes(10)}, // thousands of passwords are hashed in it
    ApiRoute {"GET", "/{path...}"_L1, Permission::Public, 0, page, "The pages"_L1, {}, {200, {}, "text/html"_L1}},
};

} // namespace

std::span<const ApiRoute> publicRoutes()
{
    return routes;
}

} // namespace Marathon
