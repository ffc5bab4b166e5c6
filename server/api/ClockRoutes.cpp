#include "server/api/ApiCall.h"
#include "server/live/StaffRequest.h"
#include "shared/protocol/LiveMessages.h"
#include "shared/protocol/Schema.h"
#include "shared/protocol/StaffAnswers.h"

namespace Marathon {

namespace {

/// Decides without keeping anything: whose end moves, and which ranks.
Result<ClockAnswer> previewOf(const ApiCall &call, const ChangeClock &command)
{
    const ContestState &before = call.state();
    const Result<Decision> decision = decide(before, command, call.caller.context(call.now), call.now);
    if (!decision)
        return decision.error();
    ContestState after = before;
    for (const Event &event : decision->events)
        apply(after, event);
    const ClockOutcome &outcome = std::get<ClockOutcome>(decision->outcome);
    return ClockAnswer {.dryRun = true,
                        .round = outcome.round,
                        .affected = outcome.affected,
                        .ranks = rankMoves(before, after, call.now)};
}

void changeClock(ApiCall &call)
{
    if (!namesThisContest(call))
        return;
    const Result<ClockBody> body = bodyOf<ClockBody>(call.request);
    if (!body)
        return call.respond(errorResponse(body.error()));
    const ChangeClock command = clockCommand(*body);
    if (call.request.query.queryItemValue(u"dry_run"_s) == u"1") {
        const Result<ClockAnswer> preview = previewOf(call, command);
        return call.respond(preview ? structResponse(*preview) : errorResponse(preview.error()));
    }
    postRequest(call, {.command = command}, [](const QJsonObject &answer) { return jsonResponse(answer); });
}

constexpr std::array routes {
    ApiRoute {
        "POST",
        "/api/staff/contests/{id}/clock"_L1,
        Permission::Discipline,
        256 * 1024,
        changeClock,
        "Extend, remove time, pause (stop) or resume the clock of all, of halls or of participants; ?dry_run=1 shows "
        "whose end moves and which ranks"_L1,
        schemaOf<ClockBody>,
        {200, schemaOf<ClockAnswer>},
        "dry_run"_L1,
        "409"_L1},
};

} // namespace

std::span<const ApiRoute> clockRoutes()
{
    return routes;
}

} // namespace Marathon
