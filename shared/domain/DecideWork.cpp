#include "shared/domain/Drafting.h"
#include "shared/domain/Lateness.h"

namespace Marathon {

namespace {

bool isSolved(const ParticipantState &who, const ProblemId &problem)
{
    return std::any_of(who.submissions.begin(), who.submissions.end(), [&](const SubmissionState &submission) {
        return submission.received.problem == problem && submission.judged &&
               submission.judged->verdict == Verdict::Accepted && isCounted(who, submission);
    });
}

SubmissionReceipt receiptOf(const SubmissionReceived &received, Instant at, qint64 seq)
{
    return {.id = received.submission,
            .receivedAt = at,
            .seq = seq,
            .late = received.late,
            .counted = !received.uncounted,
            .clientAt = received.clientAt};
}

} // namespace

Result<Decision> decideSubmit(Drafting draft, const Submit &command)
{
    const ParticipantState *who = draft.state().participant(command.participant);
    if (!who)
        return Error {ErrorKind::NotFound, ruleText("There is no such participant in this contest.")};
    if (command.clientRef.isEmpty() || command.clientRef.size() > 64)
        return Error {ErrorKind::Invalid,
                      ruleText("client_ref must be 1 to 64 characters: your own id of this submission."),
                      {{u"client_ref"_s, ruleText("must be 1 to 64 characters")}}};
    const Instant receivedAt = draft.context().receivedAt;
    const Result<const ProblemConfig *> open =
        workableProblem(draft.state(), *who, command.problem, command.language, receivedAt);
    if (!open && open.error().kind == ErrorKind::NotFound)
        return open.error();
    if (const SubmissionState *earlier = who->submissionByRef(command.clientRef)) {
        if (earlier->received.problem != command.problem || earlier->received.sourceSha != command.sourceSha)
            return Error {ErrorKind::Invalid,
                          ruleText("This client_ref already belongs to another submission. Use a new one."),
                          {{u"client_ref"_s, ruleText("was used before")}}};
        return std::move(draft).done(receiptOf(earlier->received, earlier->at, earlier->seq));
    }
    std::optional<Lateness> lateness;
    if (!open)
        lateness = latenessOf(draft.state(), *who, command.problem, command.language, command.clientAt, receivedAt);
    if (!open && !lateness)
        return open.error();
    const ProblemConfig *problem = draft.state().config->problem(command.problem);
    if (isSolved(*who, command.problem))
        return Error {ErrorKind::Conflict, ruleText("You have already solved this problem. Go on with another one.")};
    const SubmissionReceived body {.submission = draft.newSubmission(),
                                   .problem = command.problem,
                                   .round = problem->round,
                                   .language = command.language,
                                   .sourceSha = command.sourceSha,
                                   .size = command.size,
                                   .clientRef = command.clientRef,
                                   .revision = problem->revision,
                                   .late = lateness.has_value(),
                                   .action = {},
                                   .clientAt = lateness ? command.clientAt : std::nullopt,
                                   .uncounted = lateness == Lateness::Uncounted};
    const SubmissionReceipt receipt = receiptOf(body, draft.now(), draft.nextSeq());
    draft.add(command.participant, body);
    return std::move(draft).done(receipt);
}

namespace {

/// Whether this draft becomes a submission: it is of a round that is open, or whose time is up, unsolved, and not yet
/// among the submissions.
bool isWanted(const Drafting &draft, const ForceSubmit &command, const ParticipantState &who, const DraftHead &head)
{
    const ProblemConfig *problem = draft.state().config->problem(head.problem);
    const RoundState *round = problem ? draft.state().round(problem->round) : nullptr;
    if (!round || !round->startedAt || (command.round != 0 && command.round != round->number))
        return false;
    const bool isOpen = round->phase == RoundPhase::Active || round->phase == RoundPhase::Paused;
    const bool isHeld = command.cause == DraftCause::Held;
    if ((isHeld && !isOpen) || (!isHeld && head.isBuggySource) || isSolved(who, head.problem))
        return false;
    return std::none_of(who.submissions.begin(), who.submissions.end(), [&](const SubmissionState &submission) {
        return submission.received.problem == head.problem && submission.received.sourceSha == head.sourceSha &&
               (isHeld || isCounted(who, submission));
    });
}

} // namespace

Result<Decision> decideForceSubmit(Drafting draft, const ForceSubmit &command)
{
    const ParticipantState *known = draft.state().participant(command.participant);
    if (!known)
        return std::move(draft).done();
    const ParticipantState who = *known;
    const bool isHeld = command.cause == DraftCause::Held;
    for (const DraftHead &head : command.drafts) {
        if (!isWanted(draft, command, who, head))
            continue;
        const ProblemConfig *problem = draft.state().config->problem(head.problem);
        const SubmissionId id = draft.newSubmission();
        draft.addAutomatic(command.participant,
                           SubmissionReceived {.submission = id,
                                               .problem = head.problem,
                                               .round = problem->round,
                                               .language = head.language,
                                               .sourceSha = head.sourceSha,
                                               .size = head.size,
                                               .clientRef = (isHeld ? u"held-"_s : u"draft-"_s) + id.toString(),
                                               .revision = problem->revision,
                                               .held = isHeld,
                                               .action = command.action,
                                               .forced = !isHeld});
    }
    return std::move(draft).done();
}

namespace {

/// product.md "Judging": all or nothing, or the points of each group of tests that passed.
qint64 pointsOf(const ContestConfig &config, const ProblemConfig &problem, Verdict verdict,
                const std::optional<qint64> &groupPoints)
{
    if (config.scoring == Scoring::Groups && groupPoints)
        return factOf(verdict).kind == Verdict::JudgeError ? 0 : *groupPoints;
    return verdict == Verdict::Accepted ? problem.points : 0;
}

} // namespace

Result<Decision> decideVerdict(Drafting draft, const RecordVerdict &command)
{
    const ParticipantId owner = draft.state().submissionOwners.value(command.judged.submission);
    const ParticipantState *who = draft.state().participant(owner);
    const SubmissionState *submission = who ? who->submission(command.judged.submission) : nullptr;
    if (!submission)
        return Error {ErrorKind::NotFound, ruleText("There is no such submission.")};
    if (submission->judged && submission->judged->verdict != Verdict::JudgeError)
        return std::move(draft).done();
    SubmissionJudged judged = command.judged;
    const ProblemConfig *problem = draft.state().config->problem(submission->received.problem);
    judged.points = problem ? pointsOf(*draft.state().config, *problem, judged.verdict, command.groupPoints) : 0;
    draft.addAutomatic(owner, judged);
    return std::move(draft).done();
}

} // namespace Marathon
