#include "server/live/ParticipantView.h"

#include "shared/protocol/Json.h"

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ParticipantView", text);
}

PolicyView policyView(const Policy &policy)
{
    PolicyView view {
        policy.preset, policy.warningAt, policy.limit, policy.grace, policy.fullscreenRequired, policy.block, {}};
    for (const IncidentFact &fact : incidentFacts)
        view.enabled.insert(QString(fact.name), isEnabled(policy, fact.kind));
    return view;
}

QList<WarningView> warningViews(const ParticipantState &participant)
{
    QList<WarningView> warnings;
    for (const WarningState &warning : participant.warnings) {
        const WarningIssued &issued = warning.issued;
        if (!warning.withdrawn && !participant.undone.contains(issued.action))
            warnings.append(
                {issued.warning, issued.text.text, issued.total, issued.limit, warning.at, warning.acknowledgedAt});
    }
    return warnings;
}

QList<ViolationView> violationViews(const ParticipantState &participant)
{
    QList<ViolationView> violations;
    for (const IncidentState &incident : participant.incidents) {
        const IncidentRecorded &now = incident.now;
        const bool excused = isExcused(participant, incident);
        violations.append({now.incident, now.kind, QString(factOf(now.kind).title), now.level, now.phase, now.startedAt,
                           now.duration, now.count, excused ? 0 : now.points, now.counted, excused, now.source,
                           incident.firstSeq});
    }
    return violations;
}

struct Progress
{
    CellStatus status = CellStatus::Untried;
    int attempts = 0;
};

/// What became of a problem so far, for its owner.
Progress progressOf(const ParticipantState &participant, const ProblemConfig &problem)
{
    Progress progress;
    for (const SubmissionState &submission : participant.submissions) {
        if (submission.received.problem != problem.id || !isCounted(participant, submission))
            continue;
        ++progress.attempts;
        if (!submission.judged)
            progress.status = CellStatus::Waiting;
        else if (submission.judged->verdict == Verdict::Accepted)
            return {CellStatus::Solved, progress.attempts};
        else
            progress.status = CellStatus::Rejected;
    }
    return progress;
}

} // namespace

QString consentText()
{
    return tr("During a round this page reports to the organisers: when you leave this page or window and for how "
              "long, leaving full screen, "
              "text that is pasted from outside (its length and first 200 characters), restricted keys, the state of "
              "your connection, your network "
              "address and the name of your browser. It does not use your camera or microphone, does not record your "
              "screen, your keystrokes or your "
              "files, and does not see other tabs. The staff of this contest see the reports; so do you, in your own "
              "timeline. Reports may lead to a "
              "warning, a suspension or a disqualification; each can be reviewed by a person and undone. The data are "
              "deleted 30 days after the "
              "results. If you do not agree, do not accept, and talk to the organisers.");
}

ClockView clockView(const ContestState &state, const ParticipantState *participant, Instant now)
{
    ClockView view {.serverNow = now, .contestState = state.phase};
    const RoundState *round = state.currentRound();
    if (!round)
        return view;
    const RoundClock clock = clockOf(state, *round, participant, now);
    const RoundConfig *config = state.config->round(round->number);
    view.round = round->number;
    view.roundName = config ? config->name : QString();
    view.state = round->phase;
    view.running = clock.running;
    view.startsAt = round->phase == RoundPhase::Countdown ? round->activatesAt : clock.startedAt;
    view.endsAt = clock.endsAt;
    view.remaining = clock.remaining;
    if (const std::optional<StopNotice> stop = stopFor(*round, participant, now)) {
        view.message = stop->text;
        view.resumesAt = stop->resumesAt;
    }
    return view;
}

MeView meView(const Snapshot &snapshot, const ParticipantState &participant, Instant now)
{
    const ContestState &state = snapshot.state;
    const Access access = accessOf(state, participant, now);
    const qint64 total = pointsFor(state, participant);
    const qint64 limit = limitFor(state, participant);
    const PersonRow person = snapshot.directory->people.value(participant.id.toString());
    MeView me {.status = access.status,
               .until = access.until,
               .closedBecause = access.closedBecause,
               .openRound = access.openRound,
               .policy = policyView(*state.policy),
               .consent = {state.config->consentVersion, consentText(), std::nullopt},
               .clock = clockView(state, &participant, now),
               .warnings = warningViews(participant),
               .violations = violationViews(participant),
               .points = {total, limit, riskOf(total, limit)},
               .contest = {state.config->id, state.config->name, state.phase},
               .participant = {participant.id, person.name, person.college, participant.hall, participant.seat}};
    if (!access.reason.text.isEmpty())
        me.reason = access.reason.text;
    if (participant.consentVersion >= state.config->consentVersion)
        me.consent.acceptedAt = participant.consentAt;
    return me;
}

QList<ProblemView> problemViews(const Snapshot &snapshot, const ParticipantState &participant, Instant now,
                                const std::function<QByteArray(const QString &)> &blob)
{
    QList<ProblemView> problems;
    const Access access = accessOf(snapshot.state, participant, now);
    for (const ProblemConfig &config : snapshot.state.config->problems) {
        const ProblemContent *content = snapshot.directory->problem(config.id);
        const RoundConfig *round = snapshot.state.config->round(config.round);
        if (!content || !round || !access.readableRounds.contains(config.round))
            continue;
        const Progress own = progressOf(participant, config);
        ProblemView view {.id = config.id,
                          .label = config.label,
                          .round = config.round,
                          .title = content->title,
                          .difficulty = content->difficulty,
                          .statementHtml = content->statementHtml,
                          .points = config.points,
                          .revision = config.revision,
                          .limits = {content->timeMs, content->memoryMib, content->outputMib},
                          .status = own.status,
                          .attempts = own.attempts,
                          .open = access.openRound == config.round};
        for (auto source = content->buggySources.begin(); source != content->buggySources.end(); ++source) {
            if (!round->languages.contains(LanguageId(source.key())))
                continue;
            view.languages.append(source.key());
            view.buggySource.insert(source.key(), source.value());
        }
        for (const TestFile &test : content->tests) {
            if (test.isSample)
                view.samples.append(
                    {test.name, QString::fromUtf8(blob(test.inputSha)), QString::fromUtf8(blob(test.answerSha))});
        }
        problems.append(std::move(view));
    }
    return problems;
}

SubmissionView submissionView(const ContestState &state, const ParticipantState &owner,
                              const SubmissionState &submission)
{
    const SubmissionReceived &received = submission.received;
    const ProblemConfig *problem = state.config->problem(received.problem);
    SubmissionView view {.id = received.submission,
                         .problem = received.problem,
                         .label = problem ? problem->label : QString(),
                         .round = received.round,
                         .language = received.language,
                         .receivedAt = submission.at,
                         .seq = submission.seq,
                         .clientRef = received.clientRef,
                         .held = received.held,
                         .late = received.late,
                         .counted = isCounted(owner, submission),
                         .forced = received.forced,
                         .clientAt = received.clientAt};
    if (!submission.judged)
        return view;
    const SubmissionJudged &judged = *submission.judged;
    view.verdict = judged.verdict;
    view.points = judged.points;
    view.testsPassed = judged.testsPassed;
    view.testCount = judged.testCount;
    view.time = judged.time;
    view.memoryKib = judged.memoryKib;
    view.compileOutput = judged.compileOutput.text;
    view.judgedAt = submission.judgedAt;
    return view;
}

} // namespace Marathon
