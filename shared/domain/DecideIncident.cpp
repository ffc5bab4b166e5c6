#include "shared/domain/ContestClock.h"
#include "shared/domain/Drafting.h"

#include <QRegularExpression>
#include <algorithm>

namespace Marathon {

namespace {

constexpr Duration warningVisible {60'000};
constexpr Duration graceAfterResume {60'000};

/// Why an incident does not count now, or an empty text when it does.
QString whyUncounted(const Drafting &draft, const ParticipantState &who, IncidentKind kind, Level level)
{
    const ContestState &state = draft.state();
    if (!isEnabled(*state.policy, kind))
        return ruleText("This kind is switched off.");
    if (level == Level::Info)
        return ruleText("Information only.");
    if (statusOf(who, draft.now()) != ParticipantStatus::Active)
        return ruleText("The participant was not working.");
    if (factOf(kind).trust == Trust::Staff)
        return {};
    const RoundState *round = state.currentRound();
    const RoundClock clock = round ? clockOf(state, *round, &who, draft.now()) : RoundClock {};
    if (!clock.running)
        return ruleText("The participant's clock was not running.");
    if (clock.resumedAt && draft.now() - *clock.resumedAt < graceAfterResume)
        return ruleText("Within 60 s after the clock ran on.");
    return {};
}

/// The violation of the same kind in whose cooldown an incident that began at `start` falls.
const IncidentState *cooldownAnchor(const Drafting &draft, const ParticipantState &who, IncidentKind kind,
                                    Instant start)
{
    for (auto earlier = who.incidents.rbegin(); earlier != who.incidents.rend(); ++earlier) {
        if (earlier->now.kind != kind || !earlier->now.counted || earlier->chargedAt == Instant {})
            continue;
        const Instant ended =
            std::min(earlier->chargedAt, earlier->now.startedAt + std::max(earlier->now.duration, Duration(0)));
        const Instant charged = std::max(ended, earlier->now.startedAt);
        if (start >= earlier->now.startedAt && start - charged < draft.state().policy->cooldown)
            return &*earlier;
    }
    return nullptr;
}

/// A page's clock may be wrong or forged: what arrives over a connection that never broke has just happened.
Instant trustedStart(const ParticipantState &who, const ReportIncident &report, Instant now)
{
    const Instant latest = now - report.duration;
    if (report.startedAt == Instant {} || report.startedAt > now)
        return latest;
    const bool mayHaveWaitedOffline = report.startedAt < who.connectionAt || !who.online;
    return mayHaveWaitedOffline ? report.startedAt
                                : std::max(who.connectionAt, std::min(report.startedAt, latest + Duration(2'000)));
}

/// What of an incident's duration may be held against its participant: nothing while the clock stands still.
Duration countedDuration(const ContestState &state, const ParticipantState &who, const IncidentRecorded &body)
{
    return countedTime(state, body.round, who, body.startedAt, body.startedAt + body.duration);
}

qint64 occurrenceOf(const ParticipantState &who, const ReportIncident &report)
{
    qint64 occurrence = report.count;
    for (const IncidentState &earlier : who.incidents) {
        if (earlier.now.kind == report.kind && earlier.now.incident != report.incident)
            occurrence += earlier.now.count;
    }
    return occurrence;
}

qint64 graceUsed(const ParticipantState &who, const IncidentId &except)
{
    return std::count_if(who.incidents.begin(), who.incidents.end(), [&](const IncidentState &incident) {
        return incident.now.grace && incident.now.incident != except && !isExcused(who, incident);
    });
}

int scopeRound(const ContestState &state, int round)
{
    return state.policy->scope == PointScope::Round ? round : 0;
}

/// Records `body` with what it costs, and takes the automatic step that follows, at most one.
IncidentOutcome charge(Drafting &draft, const ParticipantId &participant, IncidentRecorded body)
{
    const Policy policy = *draft.state().policy;
    const ParticipantState before = draft.who(participant);
    const IncidentState *prior = before.incident(body.incident);
    const qint64 pointsBefore = prior ? prior->now.points : 0;
    const bool isExcusedNow = prior && isExcused(before, *prior);
    if (body.counted) {
        const bool mayBeFree = body.level == Level::Low || body.level == Level::Medium;
        body.grace = mayBeFree && ((prior && prior->now.grace) || graceUsed(before, body.incident) < policy.grace) &&
                     !(prior && prior->now.counted && !prior->now.grace);
        body.points = std::max(pointsBefore, body.grace ? 0 : weightOf(policy, body.kind, body.level));
    }
    body.charged = body.points - pointsBefore;
    const qint64 totalBefore = totalPoints(before, scopeRound(draft.state(), body.round));
    body.total = totalBefore + (isExcusedNow ? 0 : body.charged);
    body.limit = policy.limit + allowanceOf(before);
    body.risk = riskOf(body.total, body.limit);
    draft.add(participant, body);

    const IncidentOutcome outcome {body.points, body.total, body.limit, body.risk, body.level, body.counted};
    if (body.charged <= 0 || isExcusedNow || policy.limitAction == LimitAction::None)
        return outcome;
    const ParticipantState after = draft.who(participant);
    const qint64 warningAt = policy.warningAt + allowanceOf(after);
    const WarningState *warning = totalBefore < warningAt ? nullptr : warningInForce(after);
    const bool isImmediate = policy.immediateHigh && body.level == Level::High && body.total >= body.limit;
    if (body.total >= warningAt && !warning && !isImmediate) {
        draft.addAutomatic(participant,
                           WarningIssued {.warning = draft.newWarning(),
                                          .action = draft.newAction(),
                                          .text = {{},
                                                   ruleText("%1. You have %2 of %3 points. Please stay on this page "
                                                            "until the end; at %3 points you are locked out.")
                                                       .arg(ruleText(factOf(body.kind).title.data()))
                                                       .arg(body.total)
                                                       .arg(body.limit)},
                                          .total = body.total,
                                          .limit = body.limit,
                                          .automatic = true,
                                          .incident = body.incident});
        return outcome;
    }
    const bool isWarned = warning && (warning->acknowledgedAt || draft.now() - warning->at >= warningVisible);
    if (body.total < body.limit || !(isWarned || isImmediate) ||
        statusOf(after, draft.now()) != ParticipantStatus::Active)
        return outcome;
    const PrivateText reason {
        {}, ruleText("The limit of %1 points was reached: %2 points.").arg(body.limit).arg(body.total)};
    if (policy.limitAction == LimitAction::Suspend)
        draft.addAutomatic(participant, ParticipantSuspended {.action = draft.newAction(),
                                                              .until = std::nullopt,
                                                              .reason = reason,
                                                              .automatic = true,
                                                              .incident = body.incident});
    else if (policy.limitAction == LimitAction::Disqualify)
        disqualify(draft, participant, draft.newAction(), reason, true, body.incident);
    return outcome;
}

/// Folds a repeat within the cooldown into the earlier violation, which may rise by it.
IncidentOutcome merge(Drafting &draft, const ParticipantId &participant, IncidentRecorded body, IncidentRecorded anchor,
                      bool touch)
{
    body.counted = false;
    body.points = 0;
    body.mergedInto = anchor.incident;
    body.uncounted = ruleText("Counted together with the one before.");
    const IncidentOutcome own = charge(draft, participant, body);
    const ParticipantState &who = draft.who(participant);
    const Duration counted = countedDuration(draft.state(), who, anchor) + countedDuration(draft.state(), who, body);
    anchor.count += body.count;
    anchor.duration += body.duration;
    const Level level =
        levelOf(anchor.kind,
                {.duration = counted, .length = 0, .occurrence = anchor.count, .given = anchor.level, .touch = touch});
    anchor.level = std::max(anchor.level, level);
    const IncidentOutcome merged = charge(draft, participant, anchor);
    return {own.points, merged.total, merged.limit, merged.risk, body.level, false};
}

} // namespace

Result<Decision> decideIncident(Drafting draft, const ReportIncident &command)
{
    static const QRegularExpression idForm(u"^[A-Za-z0-9._-]{1,64}$"_s);
    const ParticipantState *who = draft.state().participant(command.participant);
    if (!who)
        return Error {ErrorKind::NotFound, ruleText("There is no such participant in this contest.")};
    if (!idForm.match(command.incident.toString()).hasMatch())
        return Error {ErrorKind::Invalid,
                      ruleText("The id of an incident is 1 to 64 characters of A-Z a-z 0-9 . _ -."),
                      {{u"id"_s, ruleText("has another form")}}};
    if (command.source == IncidentSource::Page &&
        (factOf(command.kind).trust == Trust::Server || factOf(command.kind).trust == Trust::Staff))
        return Error {ErrorKind::Invalid,
                      ruleText("A page cannot report %1; only the server or a proctor can.").arg(nameOf(command.kind))};
    if (command.source == IncidentSource::Page && who->consentVersion < draft.state().config->consentVersion)
        return Error {ErrorKind::Conflict, ruleText("Nothing is recorded before the rules were accepted.")};
    if (command.duration < Duration(0) || command.duration > std::chrono::hours(24) || command.count < 1 ||
        command.count > 100'000)
        return Error {ErrorKind::Invalid,
                      ruleText("duration_ms must be from 0 to 86400000 and count from 1 to 100000.")};

    const IncidentState *prior = who->incident(command.incident);
    if (prior && (prior->now.kind != command.kind || prior->now.source != command.source))
        return Error {ErrorKind::Conflict, ruleText("This id already belongs to another incident. Use a new id.")};
    if (prior && (prior->now.phase == Phase::Closed || command.phase == Phase::Open)) {
        const qint64 limit = limitFor(draft.state(), *who);
        const qint64 total = pointsFor(draft.state(), *who);
        const IncidentRecorded now = prior->now;
        return std::move(draft).done(
            IncidentOutcome {now.points, total, limit, riskOf(total, limit), now.level, now.counted});
    }

    const RoundState *round = draft.state().currentRound();
    IncidentRecorded body {.incident = command.incident,
                           .kind = command.kind,
                           .phase = command.phase,
                           .source = command.source,
                           .startedAt = prior ? prior->now.startedAt : trustedStart(*who, command, draft.now()),
                           .duration = prior ? std::max(prior->now.duration, command.duration) : command.duration,
                           .count = command.count,
                           .round = prior ? prior->now.round : (round ? round->number : 0),
                           .mergedInto = {},
                           .uncounted = {},
                           .problem = command.problem,
                           .touch = command.touch,
                           .evidence = command.evidence};
    const Level level = levelOf(command.kind, {.duration = countedDuration(draft.state(), *who, body),
                                               .length = command.length,
                                               .occurrence = occurrenceOf(*who, command),
                                               .given = command.given,
                                               .touch = command.touch});
    body.level = prior ? std::max(prior->now.level, level) : level;
    body.uncounted = whyUncounted(draft, *who, command.kind, body.level);
    body.counted = body.uncounted.isEmpty() || (prior && prior->now.counted);
    if (prior) {
        body.points = prior->now.points;
        body.grace = prior->now.grace;
        body.mergedInto = prior->now.mergedInto;
        if (!body.mergedInto.isEmpty())
            body.counted = false;
    }
    if (body.counted && !(prior && prior->now.counted)) {
        if (const IncidentState *anchor = cooldownAnchor(draft, *who, command.kind, body.startedAt)) {
            const IncidentRecorded earlier = anchor->now;
            return std::move(draft).done(merge(draft, command.participant, body, earlier, command.touch));
        }
    }
    const IncidentOutcome outcome = charge(draft, command.participant, body);
    return std::move(draft).done(outcome);
}

void raiseOpenIncident(Drafting &draft, const ParticipantId &participant, const IncidentId &incident)
{
    const ParticipantState who = draft.who(participant);
    const IncidentState *open = who.incident(incident);
    IncidentRecorded body = open->now;
    body.duration = std::max(body.duration, Duration(draft.now() - body.startedAt));
    body.level = std::max(body.level, levelOf(body.kind, {.duration = countedDuration(draft.state(), who, body),
                                                          .length = 0,
                                                          .occurrence = body.count,
                                                          .given = body.level,
                                                          .touch = body.touch}));
    if (!body.counted && body.mergedInto.isEmpty()) {
        body.uncounted = whyUncounted(draft, who, body.kind, body.level);
        body.counted = body.uncounted.isEmpty();
    }
    charge(draft, participant, body);
}

Result<Decision> decideWarningAck(Drafting draft, const AcknowledgeWarning &command)
{
    const ParticipantState *who = draft.state().participant(command.participant);
    if (!who)
        return Error {ErrorKind::NotFound, ruleText("There is no such participant in this contest.")};
    for (auto warning = who->warnings.rbegin(); warning != who->warnings.rend(); ++warning) {
        if (!command.warning.isEmpty() && warning->issued.warning != command.warning)
            continue;
        if (!warning->acknowledgedAt)
            draft.add(command.participant, WarningAcknowledged {warning->issued.warning});
        return std::move(draft).done();
    }
    return Error {ErrorKind::NotFound, ruleText("There is no such warning.")};
}

qint64 limitFor(const ContestState &state, const ParticipantState &participant)
{
    return state.policy->limit + allowanceOf(participant);
}

qint64 pointsFor(const ContestState &state, const ParticipantState &participant)
{
    const RoundState *round = state.currentRound();
    return totalPoints(participant, scopeRound(state, round ? round->number : 0));
}

} // namespace Marathon
