#include "shared/domain/ContestClock.h"
#include "shared/domain/Drafting.h"
#include "shared/domain/StaffAction.h"

#include <algorithm>

namespace Marathon {

Duration lostTime(const Drafting &draft, const ParticipantState &participant)
{
    const Effect *restriction = restrictionInForce(participant, draft.now());
    const RoundState *round = draft.state().currentRound();
    if (!restriction || !round || !round->startedAt)
        return Duration(0);
    const Duration now = workedUntil(draft.state(), *round, participant, draft.now());
    const Duration then = workedUntil(draft.state(), *round, participant, restriction->at);
    return std::max(Duration(0), now - then);
}

void disqualify(Drafting &draft, const ParticipantId &participant, const ActionId &action, const PrivateText &reason,
                bool automatic, const IncidentId &incident)
{
    const ParticipantDisqualified body {
        .action = action, .reason = reason, .automatic = automatic, .provisional = automatic, .incident = incident};
    if (automatic)
        draft.addAutomatic(participant, body);
    else
        draft.add(participant, body);
    draft.followUp({.participant = participant, .action = action, .drafts = {}});
}

namespace {

/// One person's part of an action. Returns why nothing was done, or an empty text.
class Step
{
public:
    Step(Drafting &draft, const StaffAction &command, const ActionId &action, const ParticipantId &participant)
        : m_draft(draft)
        , m_command(command)
        , m_action(action)
        , m_participant(participant)
        , m_who(draft.who(participant))
    {}

    QString warn()
    {
        const PrivateText text = m_command.text.isEmpty() ? m_command.reason : PrivateText {{}, m_command.text};
        m_draft.add(m_participant, WarningIssued {.warning = m_draft.newWarning(),
                                                  .action = m_action,
                                                  .text = text,
                                                  .total = pointsFor(m_draft.state(), m_who),
                                                  .limit = limitFor(m_draft.state(), m_who),
                                                  .automatic = false,
                                                  .incident = {}});
        return {};
    }

    QString excuse()
    {
        const QList<IncidentId> wanted = m_command.incidents.isEmpty() ? countedIncidents() : m_command.incidents;
        int excused = 0;
        for (const IncidentId &id : wanted) {
            const IncidentState *incident = m_who.incident(id);
            if (!incident || isExcused(m_who, *incident))
                continue;
            m_draft.add(m_participant, IncidentExcused {.action = m_action,
                                                        .incident = id,
                                                        .points = incident->now.points,
                                                        .reason = m_command.reason});
            ++excused;
            for (const WarningState &warning : m_who.warnings) {
                if (warning.issued.incident == id && !warning.withdrawn)
                    m_draft.add(m_participant, WarningWithdrawn {warning.issued.warning, m_action});
            }
        }
        return excused > 0 ? QString() : ruleText("There is no incident to excuse.");
    }

    QString recordIncident()
    {
        const IncidentId id = m_command.incident.isEmpty()
                                  ? IncidentId(u"observed-"_s + QString::number(m_draft.nextSeq()))
                                  : m_command.incident;
        ReportIncident report {.participant = m_participant,
                               .incident = id,
                               .kind = IncidentKind::StaffObserved,
                               .phase = Phase::Closed,
                               .source = IncidentSource::Staff,
                               .startedAt = m_draft.now(),
                               .given = m_command.level,
                               .problem = {},
                               .evidence = {}};
        report.evidence.value.insert("text"_L1, m_command.text.isEmpty() ? m_command.reason.text : m_command.text);
        return take(decideIncident(m_draft, report));
    }

    QString suspend()
    {
        const ParticipantStatus status = statusOf(m_who, m_draft.now());
        if (status == ParticipantStatus::Disqualified)
            return ruleText("Already disqualified; reinstate first.");
        if (status == ParticipantStatus::Suspended)
            return ruleText("Already suspended.");
        ParticipantSuspended body {
            .action = m_action, .until = std::nullopt, .reason = m_command.reason, .automatic = false, .incident = {}};
        if (m_command.duration)
            body.until = m_draft.now() + *m_command.duration;
        m_draft.add(m_participant, body);
        return {};
    }

    QString disqualifyPerson()
    {
        if (statusOf(m_who, m_draft.now()) == ParticipantStatus::Disqualified)
            return ruleText("Already disqualified.");
        disqualify(m_draft, m_participant, m_action, m_command.reason, false, {});
        return {};
    }

    QString confirm()
    {
        const Effect *restriction = restrictionInForce(m_who, m_draft.now());
        if (!restriction || restriction->kind != EffectKind::Disqualification || !restriction->provisional)
            return ruleText("There is no provisional disqualification to confirm.");
        m_draft.add(m_participant, DisqualificationConfirmed {m_action, restriction->action, m_command.reason});
        return {};
    }

    QString reinstate()
    {
        const QSet<ActionId> out = actionsOutOfForce(m_who);
        QList<ActionId> cancels;
        for (const Effect &effect : m_who.effects) {
            const bool restricts = effect.kind == EffectKind::Disqualification || effect.kind == EffectKind::Suspension;
            if (restricts && !out.contains(effect.action) && (!effect.until || *effect.until > m_draft.now()))
                cancels.append(effect.action);
        }
        if (cancels.isEmpty())
            return ruleText("Neither suspended nor disqualified.");
        const RoundState *round = m_draft.state().currentRound();
        m_draft.add(m_participant,
                    ParticipantReinstated {.action = m_action,
                                           .cancels = cancels,
                                           .reason = m_command.reason,
                                           .credit = m_command.credit ? lostTime(m_draft, m_who) : Duration(0),
                                           .round = round ? round->number : 0,
                                           .automatic = false});
        // The next small incident must not lock the same person out again: lift both thresholds above the total.
        const qint64 above =
            pointsFor(m_draft.state(), m_who) - (m_draft.state().policy->warningAt + allowanceOf(m_who)) + 1;
        if (above > 0)
            m_draft.add(m_participant,
                        AllowanceGranted {.action = m_action, .points = above, .reason = m_command.reason});
        return {};
    }

    QString allowance()
    {
        m_draft.add(m_participant,
                    AllowanceGranted {.action = m_action, .points = m_command.points, .reason = m_command.reason});
        return {};
    }

    QString endSession()
    {
        if (m_who.sessions.isEmpty())
            return ruleText("Not signed in.");
        for (const SessionId &session : m_who.sessions)
            m_draft.add(m_participant,
                        ParticipantSignedOut {.session = session, .cause = u"ended by staff"_s, .action = m_action});
        return {};
    }

    QString forceSubmit()
    {
        const RoundState *round = m_draft.state().currentRound();
        if (!round || !round->startedAt)
            return ruleText("No round is open: there are no drafts to submit.");
        if (statusOf(m_who, m_draft.now()) == ParticipantStatus::Disqualified)
            return ruleText("Disqualified: the drafts are held already.");
        m_draft.add(m_participant, DraftsForced {m_action, round->number, m_command.reason});
        m_draft.followUp({.participant = m_participant,
                          .action = m_action,
                          .drafts = {},
                          .cause = DraftCause::Staff,
                          .round = round->number});
        return {};
    }

    QString acceptLate()
    {
        int accepted = 0;
        for (const SubmissionState &submission : m_who.submissions) {
            const SubmissionId &id = submission.received.submission;
            const bool isWanted = m_command.submissions.isEmpty() || m_command.submissions.contains(id);
            if (!isWanted || !submission.received.uncounted || isCounted(m_who, submission))
                continue;
            m_draft.add(m_participant, SubmissionAccepted {m_action, id, m_command.reason});
            ++accepted;
        }
        return accepted == 0 ? ruleText("There is no submission that came too late and is not counted.") : QString();
    }

    QString undo()
    {
        const RoundState *round = m_draft.state().currentRound();
        const Effect *restriction = restrictionInForce(m_who, m_draft.now());
        const bool lifts = restriction && restriction->action == m_command.undo;
        m_draft.add(m_participant, ActionUndone {.action = m_action,
                                                 .undone = m_command.undo,
                                                 .reason = m_command.reason,
                                                 .credit = lifts ? lostTime(m_draft, m_who) : Duration(0),
                                                 .round = round ? round->number : 0});
        return {};
    }

private:
    QList<IncidentId> countedIncidents() const
    {
        QList<IncidentId> ids;
        for (const IncidentState &incident : m_who.incidents) {
            if (incident.now.counted)
                ids.append(incident.now.incident);
        }
        return ids;
    }

    QString take(Result<Decision> decision)
    {
        if (!decision)
            return decision.error().message;
        for (const Event &event : decision->events) {
            if (event.actor == u"system")
                m_draft.addAutomatic(event.participant, event.body);
            else
                m_draft.add(event.participant, event.body);
        }
        for (const ForceSubmit &submit : decision->followUps)
            m_draft.followUp(submit);
        return {};
    }

    Drafting &m_draft;
    const StaffAction &m_command;
    ActionId m_action;
    ParticipantId m_participant;
    ParticipantState m_who;
};

using StepFunction = QString (Step::*)();
struct StepRow
{
    StaffActionKind kind;
    StepFunction perform;
};
constexpr std::array steps {
    StepRow {StaffActionKind::Warn, &Step::warn},
    StepRow {StaffActionKind::Excuse, &Step::excuse},
    StepRow {StaffActionKind::RecordIncident, &Step::recordIncident},
    StepRow {StaffActionKind::Suspend, &Step::suspend},
    StepRow {StaffActionKind::Reinstate, &Step::reinstate},
    StepRow {StaffActionKind::Disqualify, &Step::disqualifyPerson},
    StepRow {StaffActionKind::Confirm, &Step::confirm},
    StepRow {StaffActionKind::Allowance, &Step::allowance},
    StepRow {StaffActionKind::Extend, nullptr},
    StepRow {StaffActionKind::EndSession, &Step::endSession},
    StepRow {StaffActionKind::Message, nullptr},
    StepRow {StaffActionKind::Undo, &Step::undo},
    StepRow {StaffActionKind::ForceSubmit, &Step::forceSubmit},
    StepRow {StaffActionKind::AcceptLate, &Step::acceptLate},
};
static_assert(oneRowPerKindInOrder(steps));

Result<void> checkAction(const Drafting &draft, const StaffAction &command)
{
    const StaffActionFact &fact = factOf(command.kind);
    if (!allows(fact.permission, draft.context().role))
        return Error {ErrorKind::NotAllowed,
                      ruleText("Your role %1 may not %2.").arg(nameOf(draft.context().role), QString(fact.name))};
    if (fact.reason == Reason::Required && command.reason.text.trimmed().isEmpty())
        return Error {ErrorKind::Invalid,
                      ruleText("Say why: a reason is required for %1.").arg(QString(fact.name)),
                      {{u"reason"_s, ruleText("is required")}}};
    if (command.reason.text.size() > 2000 || command.text.size() > 4000)
        return Error {ErrorKind::Invalid, ruleText("A reason has at most 2000 characters, a text at most 4000.")};
    if (command.kind == StaffActionKind::Allowance && (command.points < 1 || command.points > 1000))
        return Error {ErrorKind::Invalid,
                      ruleText("An allowance is from 1 to 1000 points."),
                      {{u"points"_s, ruleText("must be from 1 to 1000")}}};
    if (command.kind == StaffActionKind::Suspend && command.duration &&
        (*command.duration < std::chrono::seconds(1) || *command.duration > std::chrono::hours(24)))
        return Error {ErrorKind::Invalid,
                      ruleText("A suspension lasts from 1 s to 24 h, or until lifted."),
                      {{u"duration_ms"_s, ruleText("must be from 1000 to 86400000")}}};
    if (command.kind == StaffActionKind::Extend && (!command.amount || *command.amount == Duration(0) ||
                                                    std::chrono::abs(*command.amount) > std::chrono::hours(24)))
        return Error {ErrorKind::Invalid,
                      ruleText("Say how much time: amount_ms, not 0."),
                      {{u"amount_ms"_s, ruleText("must be from -86400000 to 86400000, and not 0")}}};
    if (command.kind == StaffActionKind::Message && command.text.trimmed().isEmpty())
        return Error {ErrorKind::Invalid, ruleText("Write the message."), {{u"text"_s, ruleText("is required")}}};
    return {};
}

Result<QList<ParticipantId>> affected(const Drafting &draft, const StaffAction &command)
{
    if (command.kind != StaffActionKind::Undo) {
        if (command.participants.isEmpty())
            return Error {ErrorKind::Invalid,
                          ruleText("Name at least one participant."),
                          {{u"participant_ids"_s, ruleText("must not be empty")}}};
        return command.participants;
    }
    const auto action = draft.state().actions.constFind(command.undo);
    if (action == draft.state().actions.constEnd())
        return Error {ErrorKind::NotFound, ruleText("There is no action \"%1\" to undo.").arg(command.undo.toString())};
    if (action->undone)
        return Error {ErrorKind::Conflict, ruleText("This action has already been undone.")};
    const std::optional<StaffActionKind> kind = fromName<StaffActionKind>(action->kind);
    if (!kind || factOf(*kind).undoable == Undoable::No)
        return Error {ErrorKind::Conflict, ruleText("An action of the kind %1 cannot be undone.").arg(action->kind)};
    QList<ParticipantId> ids(action->participants.begin(), action->participants.end());
    std::sort(ids.begin(), ids.end());
    return ids;
}

QString whyNotThisOne(const Drafting &draft, const ParticipantId &id)
{
    const ParticipantState *who = draft.state().participant(id);
    if (!who)
        return ruleText("There is no such participant.");
    const QSet<QString> &halls = draft.context().halls;
    if (!halls.isEmpty() && !halls.contains(who->hall))
        return ruleText("Hall %1 is not one of yours.").arg(who->hall);
    return {};
}

} // namespace

Result<Decision> decideStaffAction(Drafting draft, const StaffAction &command)
{
    if (const Result<void> checked = checkAction(draft, command); !checked)
        return checked.error();
    if (command.kind == StaffActionKind::Undo && isClockAction(draft.state(), command.undo))
        return decideClockUndo(std::move(draft), command);
    const Result<QList<ParticipantId>> ids = affected(draft, command);
    if (!ids)
        return ids.error();
    ActionOutcome outcome {.action = draft.newAction(), .results = {}};
    QSet<ParticipantId> reached;
    bool isForeign = !ids->isEmpty();
    for (const ParticipantId &id : *ids) {
        ParticipantOutcome result {.participant = id, .detail = whyNotThisOne(draft, id)};
        isForeign = isForeign && !result.detail.isEmpty() && draft.state().participant(id);
        const qint64 before = draft.state().lastSeq;
        if (const StepFunction perform = steps[static_cast<std::size_t>(command.kind)].perform;
            perform && result.detail.isEmpty()) {
            Step step(draft, command, outcome.action, id);
            result.detail = (step.*perform)();
        }
        result.ok = result.detail.isEmpty();
        result.seq = draft.state().lastSeq > before ? draft.state().lastSeq : 0;
        if (result.ok)
            reached.insert(id);
        outcome.results.append(result);
    }
    if (isForeign)
        return Error {ErrorKind::NotAllowed, outcome.results.first().detail};
    const RoundState *round = draft.state().currentRound();
    if (command.kind == StaffActionKind::Extend && !reached.isEmpty()) {
        if (!round)
            return Error {ErrorKind::Conflict, ruleText("No round is open: there is no time to extend.")};
        draft.add({}, ClockChanged {.action = outcome.action,
                                    .round = round->number,
                                    .amount = *command.amount,
                                    .halls = {},
                                    .participants = reached,
                                    .reason = command.reason});
    }
    if (command.kind == StaffActionKind::Message && !reached.isEmpty())
        draft.add({}, AnnouncementPosted {.announcement = u"m"_s + QString::number(draft.nextSeq()),
                                          .text = command.text,
                                          .halls = {},
                                          .participants = reached});
    for (ParticipantOutcome &result : outcome.results) {
        if (result.ok && result.seq == 0)
            result.seq = draft.state().lastSeq;
    }
    return std::move(draft).done(outcome);
}

} // namespace Marathon
