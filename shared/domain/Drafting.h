#pragma once

#include "shared/domain/Decide.h"

#include <QCoreApplication>

namespace Marathon {

/// A decision while it is made: each event is numbered and folded at once, so that what follows sees what came before.
class Drafting
{
public:
    Drafting(const ContestState &state, const CommandContext &context, Instant now)
        : m_state(state)
        , m_context(context)
        , m_now(now)
    {}

    const Event &add(const ParticipantId &participant, EventBody body)
    {
        return addAs(m_context.actor, participant, std::move(body));
    }
    /// An event that the rules cause by themselves.
    const Event &addAutomatic(const ParticipantId &participant, EventBody body)
    {
        return addAs(u"system"_s, participant, std::move(body));
    }

    const ContestState &state() const { return m_state; }
    const ParticipantState &who(const ParticipantId &id) const { return *m_state.participant(id); }
    const CommandContext &context() const { return m_context; }
    Instant now() const { return m_now; }
    qint64 nextSeq() const { return m_state.lastSeq + 1; }

    /// Ids made by the rules are the number of the event that brings them, so that deciding needs no randomness.
    ActionId newAction() const { return ActionId(u"a%1"_s.arg(nextSeq())); }
    WarningId newWarning() const { return WarningId(u"w%1"_s.arg(nextSeq())); }
    SubmissionId newSubmission() const { return SubmissionId(u"s%1"_s.arg(nextSeq())); }

    void followUp(ForceSubmit submit) { m_decision.followUps.append(std::move(submit)); }
    Decision done(Outcome outcome = {}) &&
    {
        m_decision.outcome = std::move(outcome);
        return std::move(m_decision);
    }

private:
    const Event &addAs(const QString &actor, const ParticipantId &participant, EventBody body)
    {
        m_decision.events.append(
            {.seq = nextSeq(), .at = m_now, .actor = actor, .participant = participant, .body = std::move(body)});
        apply(m_state, m_decision.events.last());
        return m_decision.events.last();
    }

    ContestState m_state;
    const CommandContext &m_context;
    Instant m_now;
    Decision m_decision;
};

inline QString ruleText(const char *text)
{
    return QCoreApplication::translate("Rules", text);
}

// One function per command, grouped by subject; decide() picks.
Result<Decision> decideIncident(Drafting draft, const ReportIncident &command);
Result<Decision> decideWarningAck(Drafting draft, const AcknowledgeWarning &command);
Result<Decision> decideStaffAction(Drafting draft, const StaffAction &command);
Result<Decision> decideSubmit(Drafting draft, const Submit &command);
Result<Decision> decideForceSubmit(Drafting draft, const ForceSubmit &command);
Result<Decision> decideVerdict(Drafting draft, const RecordVerdict &command);
Result<Decision> decideContestState(Drafting draft, const SetContestState &command);
Result<Decision> decideRoundState(Drafting draft, const SetRoundState &command);
Result<Decision> decideDefinition(Drafting draft, const DefineContest &command);
Result<Decision> decideEnrolment(Drafting draft, const EnrolParticipants &command);
Result<Decision> decideStaffScope(Drafting draft, const SetStaffScope &command);
Result<Decision> decideTick(Drafting draft);
Result<Decision> decideClock(Drafting draft, const ChangeClock &command);
Result<Decision> decideOutage(Drafting draft, const NoteOutage &command);

/// Is this the action of a change of the clock? Then decideClockUndo() takes it back.
bool isClockAction(const ContestState &state, const ActionId &action);
Result<Decision> decideClockUndo(Drafting draft, const StaffAction &command);
/// Notes whose time is up, by participant id, and has their newest drafts submitted.
void noteTimeUp(Drafting &draft, int round, const QMap<QString, Instant> &ends);
/// Closes a round: everybody's time in it is up.
void closeRound(Drafting &draft, int number, bool automatic);
/// The current level of an open incident by the server's clock; used when time raises it.
void raiseOpenIncident(Drafting &draft, const ParticipantId &participant, const IncidentId &incident);
/// Working time that a restriction has cost so far in the round that is running; 0 outside one.
Duration lostTime(const Drafting &draft, const ParticipantState &participant);
/// Locks a participant out for good until reinstated, and holds the drafts.
void disqualify(Drafting &draft, const ParticipantId &participant, const ActionId &action, const PrivateText &reason,
                bool automatic, const IncidentId &incident);

} // namespace Marathon
