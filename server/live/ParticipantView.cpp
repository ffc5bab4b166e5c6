#include "server/live/ParticipantView.h"

#include "shared/protocol/Json.h"

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ParticipantView", text);
}

template <typename T>
QJsonValue jsonOf(const std::optional<T> &value)
{
    return JsonCodec<std::optional<T>>::write(value, JsonForm::Wire);
}

QJsonObject policyJson(const Policy &policy)
{
    QJsonObject kinds;
    for (const IncidentFact &fact : incidentFacts)
        kinds.insert(QString(fact.name), isEnabled(policy, fact.kind));
    return {{"preset"_L1, policy.preset}, {"warning_at"_L1, policy.warningAt}, {"limit"_L1, policy.limit}, {"grace"_L1, policy.grace},
        {"fullscreen_required"_L1, policy.fullscreenRequired}, {"block"_L1, toJson(policy.block)}, {"enabled"_L1, kinds}};
}

QJsonArray warningsJson(const ParticipantState &participant)
{
    QJsonArray warnings;
    for (const WarningState &warning : participant.warnings) {
        if (warning.withdrawn || participant.undone.contains(warning.issued.action))
            continue;
        warnings.append(QJsonObject {{"id"_L1, warning.issued.warning.toString()}, {"text"_L1, warning.issued.text.text}, {"total"_L1, warning.issued.total},
            {"limit"_L1, warning.issued.limit}, {"at"_L1, toRfc3339(warning.at)}, {"acknowledged_at"_L1, jsonOf(warning.acknowledgedAt)}});
    }
    return warnings;
}

QJsonArray violationsJson(const ParticipantState &participant)
{
    QJsonArray violations;
    for (const IncidentState &incident : participant.incidents) {
        const IncidentRecorded &now = incident.now;
        violations.append(QJsonObject {{"incident_id"_L1, now.incident.toString()}, {"kind"_L1, nameOf(now.kind)}, {"title"_L1, QString(factOf(now.kind).title)},
            {"level"_L1, nameOf(now.level)}, {"phase"_L1, nameOf(now.phase)}, {"started_at"_L1, toRfc3339(now.startedAt)},
            {"duration_ms"_L1, qint64(now.duration.count())}, {"count"_L1, now.count}, {"points"_L1, isExcused(participant, incident) ? 0 : now.points},
            {"counted"_L1, now.counted}, {"excused"_L1, isExcused(participant, incident)}, {"source"_L1, nameOf(now.source)}, {"seq"_L1, incident.firstSeq}});
    }
    return violations;
}

/// What became of a problem so far, for its owner.
QJsonObject progressOf(const ParticipantState &participant, const ProblemConfig &problem)
{
    QString status = u"untried"_s;
    int attempts = 0;
    for (const SubmissionState &submission : participant.submissions) {
        if (submission.received.problem != problem.id || submission.received.held)
            continue;
        ++attempts;
        if (!submission.judged)
            status = u"waiting"_s;
        else if (submission.judged->verdict == Verdict::Accepted)
            return {{"status"_L1, "solved"_L1}, {"attempts"_L1, attempts}};
        else
            status = u"rejected"_s;
    }
    return {{"status"_L1, status}, {"attempts"_L1, attempts}};
}

} // namespace

QString consentText()
{
    return tr("During a round this page reports to the organisers: when you leave this page or window and for how long, leaving full screen, "
              "text that is pasted from outside (its length and first 200 characters), restricted keys, the state of your connection, your network "
              "address and the name of your browser. It does not use your camera or microphone, does not record your screen, your keystrokes or your "
              "files, and does not see other tabs. The staff of this contest see the reports; so do you, in your own timeline. Reports may lead to a "
              "warning, a suspension or a disqualification; each can be reviewed by a person and undone. The data are deleted 30 days after the "
              "results. If you do not agree, do not accept, and talk to the organisers.");
}

QJsonObject clockJson(const ContestState &state, const ParticipantState *participant, Instant now)
{
    QJsonObject json {{"server_now"_L1, toRfc3339(now)}, {"contest_state"_L1, nameOf(state.phase)}, {"running"_L1, false}};
    const RoundState *round = state.currentRound();
    if (!round)
        return json;
    const RoundClock clock = clockOf(state, *round, participant, now);
    const RoundConfig *config = state.config->round(round->number);
    json.insert("round"_L1, round->number);
    json.insert("round_name"_L1, config ? config->name : QString());
    json.insert("state"_L1, nameOf(round->phase));
    json.insert("running"_L1, clock.running);
    json.insert("starts_at"_L1, jsonOf(round->phase == RoundPhase::Countdown ? round->activatesAt : clock.startedAt));
    json.insert("ends_at"_L1, jsonOf(clock.endsAt));
    json.insert("remaining_ms"_L1, qint64(clock.remaining.count()));
    return json;
}

QJsonObject meJson(const Snapshot &snapshot, const ParticipantState &participant, Instant now)
{
    const ContestState &state = snapshot.state;
    const Access access = accessOf(state, participant, now);
    const qint64 total = pointsFor(state, participant);
    const qint64 limit = limitFor(state, participant);
    const bool hasConsented = participant.consentVersion >= state.config->consentVersion;
    const PersonRow person = snapshot.directory->people.value(participant.id.toString());
    return {{"status"_L1, nameOf(access.status)}, {"reason"_L1, access.reason.text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(access.reason.text)},
        {"until"_L1, jsonOf(access.until)}, {"closed_because"_L1, access.closedBecause}, {"open_round"_L1, access.openRound}, {"policy"_L1, policyJson(*state.policy)},
        {"consent"_L1, QJsonObject {{"version"_L1, state.config->consentVersion}, {"text"_L1, consentText()},
            {"accepted_at"_L1, hasConsented ? QJsonValue(toRfc3339(participant.consentAt)) : QJsonValue(QJsonValue::Null)}}},
        {"clock"_L1, clockJson(state, &participant, now)}, {"warnings"_L1, warningsJson(participant)}, {"violations"_L1, violationsJson(participant)},
        {"points"_L1, QJsonObject {{"total"_L1, total}, {"limit"_L1, limit}, {"risk"_L1, nameOf(riskOf(total, limit))}}},
        {"contest"_L1, QJsonObject {{"id"_L1, state.config->id.toString()}, {"name"_L1, state.config->name}, {"state"_L1, nameOf(state.phase)}}},
        {"participant"_L1, QJsonObject {{"id"_L1, participant.id.toString()}, {"participant_id"_L1, participant.id.toString()}, {"name"_L1, person.name},
            {"college"_L1, person.college}, {"hall"_L1, participant.hall}, {"seat"_L1, participant.seat}}}};
}

QJsonArray problemsJson(const Snapshot &snapshot, const ParticipantState &participant, Instant now, const std::function<QByteArray(const QString &)> &blob)
{
    QJsonArray problems;
    const Access access = accessOf(snapshot.state, participant, now);
    for (const ProblemConfig &config : snapshot.state.config->problems) {
        const ProblemContent *content = snapshot.directory->problem(config.id);
        const RoundConfig *round = snapshot.state.config->round(config.round);
        if (!content || !round || !access.readableRounds.contains(config.round))
            continue;
        QJsonObject buggy;
        QJsonArray languages;
        for (const QString &language : content->buggySources.keys()) {
            if (!round->languages.contains(LanguageId(language)))
                continue;
            languages.append(language);
            buggy.insert(language, content->buggySources.value(language));
        }
        QJsonArray samples;
        for (const TestFile &test : content->tests) {
            if (test.isSample)
                samples.append(QJsonObject {{"name"_L1, test.name}, {"input"_L1, QString::fromUtf8(blob(test.inputSha))}, {"output"_L1, QString::fromUtf8(blob(test.answerSha))}});
        }
        const QJsonObject own = progressOf(participant, config);
        problems.append(QJsonObject {{"id"_L1, config.id.toString()}, {"label"_L1, config.label}, {"round"_L1, config.round}, {"title"_L1, content->title},
            {"difficulty"_L1, content->difficulty}, {"statement_html"_L1, content->statementHtml}, {"points"_L1, config.points}, {"revision"_L1, config.revision},
            {"languages"_L1, languages}, {"buggy_source"_L1, buggy}, {"samples"_L1, samples},
            {"limits"_L1, QJsonObject {{"time_ms"_L1, content->timeMs}, {"memory_mib"_L1, content->memoryMib}, {"output_mib"_L1, content->outputMib}}},
            {"status"_L1, own.value("status"_L1)}, {"attempts"_L1, own.value("attempts"_L1)}, {"open"_L1, access.openRound == config.round}});
    }
    return problems;
}

QJsonObject submissionJson(const ContestState &state, const SubmissionState &submission)
{
    const ProblemConfig *problem = state.config->problem(submission.received.problem);
    QJsonObject json {{"id"_L1, submission.received.submission.toString()}, {"problem"_L1, submission.received.problem.toString()},
        {"label"_L1, problem ? problem->label : QString()}, {"round"_L1, submission.received.round}, {"language"_L1, submission.received.language.toString()},
        {"received_at"_L1, toRfc3339(submission.at)}, {"seq"_L1, submission.seq}, {"client_ref"_L1, submission.received.clientRef},
        {"held"_L1, submission.received.held}, {"verdict"_L1, QJsonValue(QJsonValue::Null)}};
    if (!submission.judged)
        return json;
    json.insert("verdict"_L1, nameOf(submission.judged->verdict));
    json.insert("points"_L1, submission.judged->points);
    json.insert("tests_passed"_L1, submission.judged->testsPassed);
    json.insert("test_count"_L1, submission.judged->testCount);
    json.insert("time_ms"_L1, qint64(submission.judged->time.count()));
    json.insert("memory_kib"_L1, submission.judged->memoryKib);
    json.insert("compile_output"_L1, submission.judged->compileOutput.text);
    json.insert("judged_at"_L1, toRfc3339(submission.judgedAt));
    return json;
}

} // namespace Marathon
