#include "shared/domain/Access.h"
#include "shared/domain/Drafting.h"

namespace Marathon {

namespace {

/// Picks the rule for a command; small commands are decided here.
class Decider
{
public:
    Decider(const ContestState &state, const CommandContext &context, Instant now)
        : m_draft(state, context, now)
    {}

    Result<Decision> operator()(const SignIn &command)
    {
        return forKnown(command.participant, [&](const ParticipantState &) {
            m_draft.add(command.participant, ParticipantSignedIn {command.session, command.client, command.address});
        });
    }
    Result<Decision> operator()(const SignOut &command)
    {
        return forKnown(command.participant, [&](const ParticipantState &who) {
            if (who.sessions.contains(command.session))
                m_draft.add(command.participant, ParticipantSignedOut {command.session, command.cause, {}});
        });
    }
    Result<Decision> operator()(const ReplaceSession &command)
    {
        return forKnown(command.participant, [&](const ParticipantState &) {
            m_draft.add(command.participant, SessionReplaced {command.session, command.older});
        });
    }
    Result<Decision> operator()(const NoteConnection &command)
    {
        return forKnown(command.participant, [&](const ParticipantState &who) {
            const bool isHere = who.online && who.place == command.place;
            if (isHere == command.online)
                return;
            if (!command.online) {
                m_draft.add(command.participant, ConnectionLost {command.cause});
                return;
            }
            const bool wasAway = !who.online && who.connectionAt != Instant {};
            m_draft.add(command.participant,
                        ConnectionRestored {wasAway ? Duration(m_draft.now() - who.connectionAt) : Duration(0),
                                            command.place, command.clientId, command.session});
        });
    }
    Result<Decision> operator()(const GiveConsent &command)
    {
        const int current = m_draft.state().config->consentVersion;
        if (command.version != current)
            return Error {ErrorKind::Conflict,
                          ruleText("The rules have changed to version %1. Read them again and accept that version.")
                              .arg(current)};
        return forKnown(command.participant, [&](const ParticipantState &who) {
            if (who.consentVersion != command.version)
                m_draft.add(command.participant, ConsentGiven {command.version});
        });
    }
    Result<Decision> operator()(const ReportIncident &command) { return decideIncident(m_draft, command); }
    Result<Decision> operator()(const AcknowledgeWarning &command) { return decideWarningAck(m_draft, command); }
    Result<Decision> operator()(const Submit &command) { return decideSubmit(m_draft, command); }
    Result<Decision> operator()(const AskRun &command)
    {
        const ParticipantState *who = m_draft.state().participant(command.participant);
        if (!who)
            return unknownParticipant();
        if (const auto problem =
                workableProblem(m_draft.state(), *who, command.problem, command.language, m_draft.context().receivedAt);
            !problem)
            return problem.error();
        return std::move(m_draft).done();
    }
    Result<Decision> operator()(const ForceSubmit &command) { return decideForceSubmit(m_draft, command); }
    Result<Decision> operator()(const RecordVerdict &command) { return decideVerdict(m_draft, command); }
    Result<Decision> operator()(const StartRound &command)
    {
        const ParticipantState *who = m_draft.state().participant(command.participant);
        const RoundState *round = m_draft.state().round(command.number);
        if (!who)
            return unknownParticipant();
        if (!round)
            return Error {ErrorKind::NotFound, ruleText("There is no round %1 in this contest.").arg(command.number)};
        const Access access = accessOf(m_draft.state(), *who, m_draft.now());
        if (access.openRound == command.number)
            return std::move(m_draft).done(); // it runs already
        if (access.startableRound != command.number)
            return Error {ErrorKind::Conflict, access.closedBecause.isEmpty() || round->phase != RoundPhase::Active
                                                   ? ruleText("Round %1 is not open now.").arg(command.number)
                                                   : access.closedBecause};
        m_draft.add(command.participant, RoundStarted {command.number});
        return std::move(m_draft).done();
    }
    Result<Decision> operator()(const FinishRound &command)
    {
        const ParticipantState *who = m_draft.state().participant(command.participant);
        if (!who)
            return unknownParticipant();
        if (!m_draft.state().round(command.number))
            return Error {ErrorKind::NotFound, ruleText("There is no round %1 in this contest.").arg(command.number)};
        if (who->finishedRounds.contains(command.number))
            return std::move(m_draft).done();
        const Access access = accessOf(m_draft.state(), *who, m_draft.now());
        if (access.openRound != command.number)
            return Error {ErrorKind::Conflict, access.closedBecause.isEmpty()
                                                   ? ruleText("Round %1 is not open now.").arg(command.number)
                                                   : access.closedBecause};
        m_draft.add(command.participant, RoundFinished {command.number});
        return std::move(m_draft).done();
    }
    Result<Decision> operator()(const StaffAction &command) { return decideStaffAction(m_draft, command); }
    Result<Decision> operator()(const SetContestState &command)
    {
        return permitted(Permission::RunContest, [&] { return decideContestState(m_draft, command); });
    }
    Result<Decision> operator()(const SetRoundState &command)
    {
        return permitted(Permission::RunContest, [&] { return decideRoundState(m_draft, command); });
    }
    Result<Decision> operator()(const PostAnnouncement &command)
    {
        return permitted(Permission::Announce, [&]() -> Result<Decision> {
            const QString text = command.text.trimmed();
            if (text.isEmpty() || text.size() > 4000)
                return Error {ErrorKind::Invalid,
                              ruleText("An announcement has 1 to 4000 characters."),
                              {{u"text"_s, ruleText("must be 1 to 4000 characters")}}};
            if (!m_draft.context().halls.isEmpty() &&
                (command.halls.isEmpty() || !m_draft.context().halls.contains(command.halls)))
                return Error {ErrorKind::NotAllowed, ruleText("You may announce in your own halls only. Name them.")};
            m_draft.add({}, AnnouncementPosted {.announcement = u"m"_s + QString::number(m_draft.nextSeq()),
                                                .text = text,
                                                .halls = command.halls,
                                                .participants = {}});
            return std::move(m_draft).done();
        });
    }
    Result<Decision> operator()(const SetPolicy &command)
    {
        return permitted(Permission::ManageContest, [&]() -> Result<Decision> {
            if (const Result<void> checked = checkPolicy(command.policy); !checked)
                return checked.error();
            if (*m_draft.state().policy != command.policy)
                m_draft.add({}, PolicyChanged {command.policy});
            return std::move(m_draft).done();
        });
    }
    Result<Decision> operator()(const DefineContest &command)
    {
        return permitted(Permission::ManageContest, [&] { return decideDefinition(m_draft, command); });
    }
    Result<Decision> operator()(const EnrolParticipants &command)
    {
        return permitted(Permission::ManagePeople, [&] { return decideEnrolment(m_draft, command); });
    }
    Result<Decision> operator()(const SetStaffScope &command)
    {
        return permitted(Permission::ManageStaff, [&] { return decideStaffScope(m_draft, command); });
    }
    Result<Decision> operator()(const NoteExport &command)
    {
        m_draft.add({}, ExportMade {command.kind, command.format, command.rows});
        return std::move(m_draft).done();
    }
    Result<Decision> operator()(const Tick &) { return decideTick(m_draft); }
    Result<Decision> operator()(const ChangeClock &command)
    {
        return permitted(Permission::Discipline, [&] { return decideClock(m_draft, command); });
    }
    Result<Decision> operator()(const NoteOutage &command) { return decideOutage(m_draft, command); }

private:
    static Error unknownParticipant()
    {
        return {ErrorKind::NotFound, ruleText("There is no such participant in this contest.")};
    }

    template <typename Then>
    Result<Decision> forKnown(const ParticipantId &id, Then then)
    {
        const ParticipantState *who = m_draft.state().participant(id);
        if (!who)
            return unknownParticipant();
        then(*who);
        return std::move(m_draft).done();
    }

    template <typename Then>
    Result<Decision> permitted(Permission permission, Then then)
    {
        if (!allows(permission, m_draft.context().role))
            return Error {ErrorKind::NotAllowed,
                          ruleText("Your role %1 may not do this.").arg(nameOf(m_draft.context().role))};
        return then();
    }

    Drafting m_draft;
};

} // namespace

Result<Decision> decide(const ContestState &state, const Command &command, const CommandContext &context, Instant now)
{
    return std::visit(Decider(state, context, std::max(now, state.lastAt)), command);
}

} // namespace Marathon
