#include "server/api/ApiCall.h"
#include "server/live/StaffRequest.h"
#include "shared/protocol/LiveMessages.h"
#include "shared/protocol/Schema.h"
#include "shared/protocol/StaffAnswers.h"

namespace Marathon {

namespace {

void changeClock(ApiCall &call)
{
    if (!namesThisContest(call))
        return;
    const Result<ClockBody> body = bodyOf<ClockBody>(call.request);
    if (!body)
        return call.respond(errorResponse(body.error()));
    const ChangeClock command = clockCommand(*body);
    if (call.request.query.queryItemValue(u"dry_run"_s) == u"1") {
        const Result<ClockPreview> preview =
            previewClock(call.state(), command, call.caller.context(call.now), call.now);
        if (!preview)
            return call.respond(errorResponse(preview.error()));
        return call.respond(structResponse(ClockAnswer {.dryRun = true,
                                                        .round = preview->outcome.round,
                                                        .affected = preview->outcome.affected,
                                                        .ranks = preview->ranks}));
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
