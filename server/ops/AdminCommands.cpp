#include "server/ops/AdminDesk.h"
#include "server/ops/AdminRequests.h"
#include "server/ops/LedgerCheck.h"
#include "server/ops/PolicySettings.h"
#include "shared/core/Text.h"

namespace Marathon {

namespace {

/// What people want to know first, as an object; the message is made from it.
struct StatusCounts
{
    qint64 participants = 0;
    qint64 online = 0;
    qint64 disqualified = 0;
    qint64 submissions = 0;
    qint64 waiting = 0;
    qint64 incidents = 0;
};
template <typename Fields>
void describe(Fields &fields, StatusCounts &counts)
{
    fields("participants", counts.participants);
    fields("online", counts.online);
    fields("disqualified", counts.disqualified);
    fields("submissions", counts.submissions);
    fields("waiting", counts.waiting);
    fields("incidents", counts.incidents);
}

StatusCounts countsOf(const ContestState &state, Instant now)
{
    StatusCounts counts {.participants = state.participants.size()};
    for (const ParticipantPtr &who : state.participants) {
        counts.online += who->online ? 1 : 0;
        counts.disqualified += statusOf(*who, now) == ParticipantStatus::Disqualified ? 1 : 0;
        counts.submissions += who->submissions.size();
        counts.waiting += std::count_if(who->submissions.begin(), who->submissions.end(),
                                        [](const SubmissionState &submission) { return !submission.judged; });
        counts.incidents += who->incidents.size();
    }
    return counts;
}

Result<Policy> askedPolicy(const PolicyRequest &request, const Policy &present)
{
    if (request.policy) {
        const QString base = request.preset.value_or(request.policy->value("preset"_L1).toString());
        return base.isEmpty() ? changedPolicy(present, *request.policy) : policyOf(base, *request.policy);
    }
    if (request.preset)
        return policyOf(*request.preset, {});
    return Error {
        ErrorKind::Invalid,
        QCoreApplication::translate("AdminDesk", "Name a preset, or give the settings of a policy."),
        {{u"preset"_s,
          QCoreApplication::translate("AdminDesk", "is missing; there are %1").arg(listed(policyPresetNames()))}}};
}

} // namespace

void AdminDesk::setContestState(const QJsonObject &request, const Finish &finish)
{
    const Result<ContestStateRequest> asked = fromJson<ContestStateRequest>(request);
    if (!asked)
        return finish(asked.error());
    const QString state = nameOf(asked->state);
    const QJsonObject answer {{"state"_L1, state}, {"message"_L1, tr("The contest is %1.").arg(state)}};
    post({{.command = SetContestState {asked->state}}},
         [finish, answer](const Result<QJsonObject> &done) { finish(done ? Result(answer) : done); });
}

void AdminDesk::setRoundState(const QJsonObject &request, const Finish &finish)
{
    const Result<RoundStateRequest> asked = fromJson<RoundStateRequest>(request);
    if (!asked)
        return finish(asked.error());
    const QString state = nameOf(asked->state);
    const QJsonObject answer {{"number"_L1, asked->number},
                              {"state"_L1, state},
                              {"message"_L1, tr("Round %1 is %2.").arg(asked->number).arg(state)}};
    post({{.command = SetRoundState {asked->number, asked->state}}},
         [finish, answer](const Result<QJsonObject> &done) { finish(done ? Result(answer) : done); });
}

void AdminDesk::setPolicy(const QJsonObject &request, const Finish &finish)
{
    const Result<PolicyRequest> asked = fromJson<PolicyRequest>(request);
    if (!asked)
        return finish(asked.error());
    const Result<Policy> policy = askedPolicy(*asked, *m_engine.snapshot()->state.policy);
    if (!policy)
        return finish(policy.error());
    const QJsonObject answer {{"policy"_L1, toJson(*policy)},
                              {"message"_L1, tr("The policy is %1: warning at %2 points, limit %3, then %4.")
                                                 .arg(policy->preset)
                                                 .arg(policy->warningAt)
                                                 .arg(policy->limit)
                                                 .arg(nameOf(policy->limitAction))}};
    post({{.command = SetPolicy {*policy}}},
         [finish, answer](const Result<QJsonObject> &done) { finish(done ? Result(answer) : done); });
}

void AdminDesk::makeExport(const QJsonObject &request, const Finish &finish)
{
    const Result<ExportRequest> asked = fromJson<ExportRequest>(request);
    if (!asked)
        return finish(asked.error());
    const ReportFormat *format = reportFormat(asked->format);
    if (!format) {
        QStringList names;
        for (const ReportFormat &known : reportFormats)
            names.append(QString(known.name));
        const QString detail = tr("must be one of %1").arg(listed(names));
        return finish(
            Error {ErrorKind::Invalid, tr("The export was not made: format %1.").arg(detail), {{u"format"_s, detail}}});
    }
    const SnapshotPtr snapshot = m_engine.snapshot();
    const Result<ReportTable> table = exportTable(asked->kind, asked->filter, *snapshot, m_clock.now());
    if (!table)
        return finish(table.error());
    const qint64 rows = table->rows.size();
    const QString fileName = exportFileName(asked->kind, asked->filter, *format, *snapshot);
    const QJsonObject answer {
        {"content"_L1, QString::fromUtf8(format->write(*table))},
        {"rows"_L1, rows},
        {"seq"_L1, snapshot->state.lastSeq},
        {"file_name"_L1, fileName},
        {"message"_L1,
         tr("%1: %2 rows, as of ledger entry %3.").arg(table->title).arg(rows).arg(snapshot->state.lastSeq)}};
    post({{.command = NoteExport {nameOf(asked->kind), asked->format, rows}}},
         [finish, answer](const Result<QJsonObject> &done) { finish(done ? Result(answer) : done); });
}

void AdminDesk::verify(const QJsonObject &, const Finish &finish)
{
    finish(verifyPlace(m_place));
}

void AdminDesk::status(const QJsonObject &, const Finish &finish)
{
    const SnapshotPtr snapshot = m_engine.snapshot();
    if (!snapshot->hasContest())
        return finish(QJsonObject {
            {"contest"_L1, QJsonValue::Null},
            {"staff"_L1, snapshot->directory->staff.size()},
            {"message"_L1, tr("There is no contest yet, and there are %1 staff accounts. Import a contest folder next.")
                               .arg(snapshot->directory->staff.size())}});
    const ContestState &state = snapshot->state;
    const StatusCounts counts = countsOf(state, m_clock.now());
    QStringList lines {
        tr("%1 (%2) is %3, policy %4.")
            .arg(state.config->name, state.config->id.toString(), nameOf(state.phase), state.policy->preset)};
    QJsonArray rounds;
    for (const RoundState &round : state.rounds) {
        const RoundConfig *config = state.config->round(round.number);
        const QString name = config ? config->name : QString();
        rounds.append(QJsonObject {{"number"_L1, round.number}, {"name"_L1, name}, {"state"_L1, nameOf(round.phase)}});
        lines.append(tr("Round %1, %2: %3").arg(round.number).arg(name, nameOf(round.phase)));
    }
    lines.append(tr("%1 participants (%2 connected, %3 disqualified), %4 submissions (%5 wait for a verdict), %6 "
                    "incidents, %7 staff accounts.")
                     .arg(counts.participants)
                     .arg(counts.online)
                     .arg(counts.disqualified)
                     .arg(counts.submissions)
                     .arg(counts.waiting)
                     .arg(counts.incidents)
                     .arg(snapshot->directory->staff.size()));
    QJsonObject answer = toJson(counts);
    answer.insert("contest"_L1, QJsonObject {{"id"_L1, state.config->id.toString()},
                                             {"name"_L1, state.config->name},
                                             {"state"_L1, nameOf(state.phase)}});
    answer.insert("rounds"_L1, rounds);
    answer.insert("policy"_L1, state.policy->preset);
    answer.insert("staff"_L1, snapshot->directory->staff.size());
    answer.insert("seq"_L1, state.lastSeq);
    answer.insert("message"_L1, lines.join(u'\n'));
    finish(answer);
}

} // namespace Marathon
