#include "shared/domain/Access.h"
#include "shared/domain/Drafting.h"

namespace Marathon {

Result<Decision> decideSubmit(Drafting draft, const Submit &command)
{
    const ParticipantState *who = draft.state().participant(command.participant);
    if (!who)
        return Error {ErrorKind::NotFound, ruleText("There is no such participant in this contest.")};
    if (command.clientRef.isEmpty() || command.clientRef.size() > 64)
        return Error {ErrorKind::Invalid,
                      ruleText("client_ref must be 1 to 64 characters: your own id of this submission."),
                      {{u"client_ref"_s, ruleText("must be 1 to 64 characters")}}};
    if (const SubmissionState *earlier = who->submissionByRef(command.clientRef)) {
        if (earlier->received.problem != command.problem || earlier->received.sourceSha != command.sourceSha)
            return Error {ErrorKind::Invalid,
                          ruleText("This client_ref already belongs to another submission. Use a new one."),
                          {{u"client_ref"_s, ruleText("was used before")}}};
        const SubmissionReceipt receipt {earlier->received.submission, earlier->at, earlier->seq};
        return std::move(draft).done(receipt);
    }
    const Result<const ProblemConfig *> problem =
        workableProblem(draft.state(), *who, command.problem, command.language, draft.context().receivedAt);
    if (!problem)
        return problem.error();
    for (const SubmissionState &submission : who->submissions) {
        if (submission.received.problem == command.problem && submission.judged &&
            submission.judged->verdict == Verdict::Accepted && isCounted(*who, submission))
            return Error {ErrorKind::Conflict,
                          ruleText("You have already solved this problem. Go on with another one.")};
    }
    const SubmissionReceipt receipt {draft.newSubmission(), draft.now(), draft.nextSeq()};
    draft.add(command.participant, SubmissionReceived {.submission = receipt.id,
                                                       .problem = command.problem,
                                                       .round = (*problem)->round,
                                                       .language = command.language,
                                                       .sourceSha = command.sourceSha,
                                                       .size = command.size,
                                                       .clientRef = command.clientRef,
                                                       .revision = (*problem)->revision,
                                                       .action = {}});
    return std::move(draft).done(receipt);
}

Result<Decision> decideForceSubmit(Drafting draft, const ForceSubmit &command)
{
    const ParticipantState *who = draft.state().participant(command.participant);
    if (!who)
        return std::move(draft).done();
    const QList<SubmissionState> earlier = who->submissions;
    for (const DraftHead &head : command.drafts) {
        const ProblemConfig *problem = draft.state().config->problem(head.problem);
        const RoundState *round = problem ? draft.state().round(problem->round) : nullptr;
        const bool isKnown = std::any_of(earlier.begin(), earlier.end(), [&head](const SubmissionState &submission) {
            return submission.received.problem == head.problem &&
                   (submission.received.sourceSha == head.sourceSha ||
                    (submission.judged && submission.judged->verdict == Verdict::Accepted));
        });
        if (isKnown || !round || (round->phase != RoundPhase::Active && round->phase != RoundPhase::Paused))
            continue;
        const SubmissionId id = draft.newSubmission();
        draft.addAutomatic(command.participant, SubmissionReceived {.submission = id,
                                                                    .problem = head.problem,
                                                                    .round = problem->round,
                                                                    .language = head.language,
                                                                    .sourceSha = head.sourceSha,
                                                                    .size = head.size,
                                                                    .clientRef = u"held-"_s + id.toString(),
                                                                    .revision = problem->revision,
                                                                    .held = true,
                                                                    .action = command.action});
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
