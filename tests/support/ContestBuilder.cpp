#include "tests/support/ContestBuilder.h"

namespace Marathon {

ContestBuilder::ContestBuilder(int participants, Policy policy)
    : m_now(Duration(1'769'666'400'000))
{
    const LanguageId c(u"c"_s);
    ContestConfig config {.id = ContestId(u"test"_s), .name = u"Test contest"_s};
    const auto addRound = [&](int number, QStringList problems) {
        RoundConfig round {.number = number,
                           .name = u"Level %1"_s.arg(number),
                           .duration = std::chrono::hours(1),
                           .languages = {c},
                           .countdown = Duration(10'000)};
        for (const QString &id : problems) {
            round.problems.append(ProblemId(id));
            config.problems.append(
                {.id = ProblemId(id), .label = id.toUpper(), .round = number, .points = 20, .languages = {c}});
        }
        config.rounds.append(round);
    };
    addRound(1, {u"a"_s, u"b"_s});
    addRound(2, {u"c"_s, u"d"_s});
    QList<RosterEntry> roster;
    for (int number = 1; number <= participants; ++number)
        roster.append({ParticipantId(u"P%1"_s.arg(number)), number % 2 ? u"H1"_s : u"H2"_s, u"A-%1"_s.arg(number)});
    if (!takeAsStaff(SetPolicy {policy}) || !takeAsStaff(DefineContest {config}) ||
        !takeAsStaff(EnrolParticipants {roster}))
        qFatal("the test contest was refused");
}

Result<Outcome> ContestBuilder::take(const Command &command, const CommandContext &context)
{
    Result<Decision> decision = decide(m_state, command, context, m_now);
    if (!decision)
        return decision.error();
    for (const Event &event : decision->events) {
        apply(m_state, event);
        m_ledger.append(event);
    }
    for (ForceSubmit followUp : decision->followUps) {
        followUp.drafts = m_drafts.value(followUp.participant);
        if (const Result<Outcome> followed = take(followUp, context); !followed)
            return followed.error();
    }
    return decision->outcome;
}

Result<Outcome> ContestBuilder::takeAsStaff(const Command &command, Role role, QSet<QString> halls)
{
    return take(command, {.actor = u"staff:tester"_s, .role = role, .halls = halls, .receivedAt = m_now});
}

Result<Outcome> ContestBuilder::takeAsParticipant(const Command &command)
{
    return take(command, {.actor = u"participant"_s, .role = Role::Participant, .halls = {}, .receivedAt = m_now});
}

void ContestBuilder::tick()
{
    if (!take(Tick {}, {}))
        qFatal("a tick was refused");
}

void ContestBuilder::start()
{
    bool ok = takeAsStaff(SetContestState {ContestPhase::Live}).isOk();
    for (const RosterEntry &entry : m_state.config->roster) {
        ok = takeAsParticipant(NoteConnection {.participant = entry.id, .online = true, .cause = {}}).isOk() && ok;
        ok = takeAsParticipant(GiveConsent {entry.id, 1}).isOk() && ok;
    }
    ok = takeAsStaff(SetRoundState {1, RoundPhase::Active}).isOk() && ok;
    if (!ok)
        qFatal("the test contest did not start");
}

IncidentOutcome ContestBuilder::incident(const char *participant, IncidentKind kind, Duration duration, const char *id)
{
    const Result<Outcome> outcome = takeAsParticipant(ReportIncident {.participant = pid(participant),
                                                                      .incident = IncidentId(QString::fromLatin1(id)),
                                                                      .kind = kind,
                                                                      .phase = Phase::Closed,
                                                                      .startedAt = m_now - duration,
                                                                      .duration = duration,
                                                                      .problem = {},
                                                                      .evidence = {}});
    if (!outcome)
        qFatal("incident refused: %s", qPrintable(outcome.error().message));
    return std::get<IncidentOutcome>(*outcome);
}

ActionId ContestBuilder::act(StaffActionKind kind, const char *participant, const char *reason)
{
    const Result<Outcome> outcome = takeAsStaff(StaffAction {.kind = kind,
                                                             .participants = {pid(participant)},
                                                             .reason = {{}, QString::fromLatin1(reason)},
                                                             .text = {},
                                                             .incidents = {},
                                                             .incident = {},
                                                             .undo = {}});
    if (!outcome || !std::get<ActionOutcome>(*outcome).results.first().ok)
        qFatal("action refused");
    return std::get<ActionOutcome>(*outcome).action;
}

SubmissionId ContestBuilder::submit(const char *participant, const char *problem, Verdict verdict,
                                    std::optional<qint64> groupPoints)
{
    const QString ref = u"ref%1"_s.arg(++m_refs);
    const Result<Outcome> outcome = takeAsParticipant(Submit {.participant = pid(participant),
                                                              .problem = ProblemId(QString::fromLatin1(problem)),
                                                              .language = LanguageId(u"c"_s),
                                                              .sourceSha = ref,
                                                              .size = 10,
                                                              .clientRef = ref});
    if (!outcome)
        qFatal("submission refused: %s", qPrintable(outcome.error().message));
    const SubmissionId id = std::get<SubmissionReceipt>(*outcome).id;
    if (!take(RecordVerdict {SubmissionJudged {.submission = id, .verdict = verdict, .compileOutput = {}}, groupPoints},
              {}))
        qFatal("verdict refused");
    return id;
}

void ContestBuilder::scoreBy(Scoring scoring)
{
    ContestConfig config = *m_state.config;
    config.scoring = scoring;
    if (!takeAsStaff(DefineContest {config}))
        qFatal("the scoring mode was refused");
}

void ContestBuilder::timeBy(Timing timing)
{
    ContestConfig config = *m_state.config;
    for (RoundConfig &round : config.rounds)
        round.timing = timing;
    if (!takeAsStaff(DefineContest {config}))
        qFatal("the timing was refused");
}

void ContestBuilder::draft(const char *participant, const char *problem, const QString &sourceSha, bool isBuggySource)
{
    QList<DraftHead> &heads = m_drafts[pid(participant)];
    const ProblemId id(QString::fromLatin1(problem));
    heads.removeIf([&id](const DraftHead &head) { return head.problem == id; });
    heads.append({.problem = id,
                  .language = LanguageId(u"c"_s),
                  .sourceSha = sourceSha,
                  .size = 10,
                  .isBuggySource = isBuggySource});
}

const ParticipantState &ContestBuilder::who(const char *id) const
{
    return *m_state.participant(pid(id));
}

} // namespace Marathon
