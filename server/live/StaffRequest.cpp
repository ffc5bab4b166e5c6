#include "server/live/StaffRequest.h"

#include "server/engine/Work.h"
#include "shared/core/Text.h"
#include "shared/protocol/LiveMessages.h"

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("StaffRequest", text);
}

template <typename Enum>
QString namesOf()
{
    QStringList names;
    for (const auto &row : EnumNames<Enum>::rows)
        names.append(QString(row.name));
    return listed(names);
}

Result<EngineRequest> setContestState(const QJsonObject &body, const Snapshot &)
{
    const Result<ContestStateBody> wanted = fromJson<ContestStateBody>(body);
    if (!wanted)
        return wanted.error();
    return EngineRequest {.command = SetContestState {wanted->state}};
}

Result<EngineRequest> setRoundState(const QJsonObject &body, const Snapshot &)
{
    const Result<RoundStateAction> wanted = fromJson<RoundStateAction>(body);
    if (!wanted)
        return wanted.error();
    return EngineRequest {.command = SetRoundState {wanted->number, wanted->wanted.state, wanted->wanted.waits,
                                                    wanted->wanted.countdown}};
}

Result<EngineRequest> announce(const QJsonObject &body, const Snapshot &)
{
    const Result<AnnouncementBody> announcement = fromJson<AnnouncementBody>(body);
    if (!announcement)
        return announcement.error();
    return EngineRequest {.command = PostAnnouncement {announcement->text, announcement->halls}};
}

Result<EngineRequest> changeClock(const QJsonObject &body, const Snapshot &)
{
    const Result<ClockBody> wanted = fromJson<ClockBody>(body);
    if (!wanted)
        return wanted.error();
    return EngineRequest {.command = clockCommand(*wanted)};
}

Result<EngineRequest> setPolicy(const QJsonObject &body, const Snapshot &snapshot)
{
    const Result<PolicyAction> action = fromJson<PolicyAction>(body);
    if (!action)
        return action.error();
    return policyRequest(action->policy, snapshot);
}

struct ContestAction
{
    QLatin1StringView name;
    Result<EngineRequest> (*read)(const QJsonObject &, const Snapshot &);
};
constexpr std::array contestActions {
    ContestAction {"contest_state"_L1, setContestState},
    ContestAction {"round_state"_L1, setRoundState},
    ContestAction {"announce"_L1, announce},
    ContestAction {"clock"_L1, changeClock},
    ContestAction {"policy"_L1, setPolicy},
};

} // namespace

Result<EngineRequest> staffRequest(const QJsonObject &body, const Snapshot &snapshot)
{
    const QString name = body.value("action"_L1).toString();
    for (const ContestAction &action : contestActions) {
        if (name == action.name)
            return action.read(body, snapshot);
    }
    const std::optional<StaffActionKind> kind = fromName<StaffActionKind>(name);
    if (!kind) {
        return Error {
            ErrorKind::Invalid,
            tr("There is no action \"%1\". Known are %2, contest_state, round_state, announce, clock and policy.")
                .arg(name.left(64), namesOf<StaffActionKind>()),
            {{u"action"_s, tr("is unknown")}}};
    }
    const Result<StaffCommandBody> command = fromJson<StaffCommandBody>(body);
    if (!command)
        return command.error();
    if (command->participants.size() > 10'000)
        return Error {ErrorKind::TooLarge, tr("One action reaches at most 10000 participants.")};
    return EngineRequest {.command = StaffAction {.kind = *kind,
                                                  .participants = command->participants,
                                                  .reason = {{}, command->reason.trimmed()},
                                                  .text = command->text,
                                                  .incidents = command->incidents,
                                                  .incident = {},
                                                  .level = command->level,
                                                  .duration = command->duration,
                                                  .amount = command->amount,
                                                  .points = command->points,
                                                  .credit = command->credit.value_or(true),
                                                  .undo = command->undo,
                                                  .submissions = command->submissions}};
}

ChangeClock clockCommand(const ClockBody &body)
{
    return {.kind = body.kind,
            .round = body.round.value_or(0),
            .amount = body.amount.value_or(Duration(0)),
            .percent = body.percent.value_or(0),
            .from = body.from,
            .to = body.to,
            .halls = body.halls,
            .participants = body.participants,
            .reason = {{}, body.reason.trimmed()},
            .notice = body.text,
            .countdown = std::chrono::seconds(body.countdownSeconds.value_or(10))};
}

Result<EngineRequest> policyRequest(const QJsonObject &wanted, const Snapshot &snapshot)
{
    const Result<Policy> given = fromJson<Policy>(wanted);
    if (!given)
        return given.error();
    const Result<Policy> base =
        wanted.contains("preset"_L1) ? policyPreset(given->preset) : Result<Policy>(*snapshot.state.policy);
    if (!base)
        return base.error();
    QJsonObject merged = toJson(*base);
    for (auto entry = wanted.begin(); entry != wanted.end(); ++entry) {
        if (entry.key() != u"preset")
            merged.insert(entry.key(), entry.value());
    }
    const Result<Policy> policy = fromJson<Policy>(merged);
    if (!policy)
        return policy.error();
    return EngineRequest {.command = SetPolicy {*policy}};
}

QJsonObject personJson(const PersonRow &row)
{
    return {{"participant_id"_L1, row.participant},
            {"id"_L1, row.participant},
            {"name"_L1, row.name},
            {"email"_L1, row.email},
            {"college"_L1, row.college},
            {"department"_L1, row.department},
            {"hall"_L1, row.hall},
            {"seat"_L1, row.seat}};
}

QJsonObject errorJson(const Error &error)
{
    QJsonArray fields;
    for (const FieldError &field : error.fields)
        fields.append(QJsonObject {{"field"_L1, field.field}, {"detail"_L1, field.detail}});
    return {{"ok"_L1, false}, {"error"_L1, nameOf(error.kind)}, {"detail"_L1, error.message}, {"errors"_L1, fields}};
}

} // namespace Marathon
