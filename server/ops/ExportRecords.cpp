#include "server/ops/ExportRows.h"

#include <QCoreApplication>
#include <algorithm>

namespace Marathon {

namespace {

struct ViolationRow
{
    ParticipantPtr who;
    PersonRow person;
    IncidentState incident;
    bool excused = false;
};
using V = ViolationRow;

constexpr std::array violationColumns {
    ExportColumn<V> {"seq"_L1, "Ledger", [](const V &row) -> ReportCell { return row.incident.firstSeq; }},
    ExportColumn<V> {"at"_L1, "Recorded at", [](const V &row) { return momentCell(row.incident.firstAt); }},
    ExportColumn<V> {"participant_id"_L1, "Participant",
                     [](const V &row) -> ReportCell { return row.who->id.toString(); }},
    ExportColumn<V> {"name"_L1, "Name", [](const V &row) -> ReportCell { return row.person.name; }},
    ExportColumn<V> {"hall"_L1, "Hall", [](const V &row) -> ReportCell { return row.who->hall; }},
    ExportColumn<V> {"seat"_L1, "Seat", [](const V &row) -> ReportCell { return row.who->seat; }},
    ExportColumn<V> {"round"_L1, "Round",
                     [](const V &row) {
                         return row.incident.now.round > 0 ? ReportCell {qint64(row.incident.now.round)}
                                                           : ReportCell {};
                     }},
    ExportColumn<V> {"incident_id"_L1, "Incident",
                     [](const V &row) -> ReportCell { return row.incident.now.incident.toString(); }},
    ExportColumn<V> {"kind"_L1, "Kind", [](const V &row) -> ReportCell { return nameOf(row.incident.now.kind); }},
    ExportColumn<V> {"level"_L1, "Level", [](const V &row) -> ReportCell { return nameOf(row.incident.now.level); }},
    ExportColumn<V> {"phase"_L1, "Phase", [](const V &row) -> ReportCell { return nameOf(row.incident.now.phase); }},
    ExportColumn<V> {"started_at"_L1, "Started at",
                     [](const V &row) { return momentCell(row.incident.now.startedAt); }},
    ExportColumn<V> {"duration_ms"_L1, "Duration (ms)",
                     [](const V &row) -> ReportCell { return qint64(row.incident.now.duration.count()); }},
    ExportColumn<V> {"count"_L1, "Count", [](const V &row) -> ReportCell { return row.incident.now.count; }},
    ExportColumn<V> {"points"_L1, "Points",
                     [](const V &row) -> ReportCell { return row.excused ? qint64(0) : row.incident.now.points; }},
    ExportColumn<V> {"total"_L1, "Total after", [](const V &row) -> ReportCell { return row.incident.now.total; }},
    ExportColumn<V> {"risk"_L1, "Risk after", [](const V &row) -> ReportCell { return nameOf(row.incident.now.risk); }},
    ExportColumn<V> {"counted"_L1, "Counts",
                     [](const V &row) -> ReportCell { return row.incident.now.counted && !row.excused; }},
    ExportColumn<V> {"excused"_L1, "Excused", [](const V &row) -> ReportCell { return row.excused; }},
    ExportColumn<V> {"merged_into"_L1, "Merged into",
                     [](const V &row) {
                         return row.incident.now.mergedInto.isEmpty()
                                    ? ReportCell {}
                                    : ReportCell {row.incident.now.mergedInto.toString()};
                     }},
    ExportColumn<V> {"source"_L1, "Reported by",
                     [](const V &row) -> ReportCell { return nameOf(row.incident.now.source); }},
};

struct SubmissionRow
{
    ParticipantPtr who;
    PersonRow person;
    SubmissionState submission;
    QString label;
    bool counted = false;
};
using S = SubmissionRow;

/// A value of the verdict; an empty cell while there is none.
template <typename Value>
ReportCell judged(const S &row, Value value)
{
    return row.submission.judged ? ReportCell {value(*row.submission.judged)} : ReportCell {};
}

constexpr std::array submissionColumns {
    ExportColumn<S> {"seq"_L1, "Ledger", [](const S &row) -> ReportCell { return row.submission.seq; }},
    ExportColumn<S> {"at"_L1, "Received at", [](const S &row) { return momentCell(row.submission.at); }},
    ExportColumn<S> {"submission_id"_L1, "Submission",
                     [](const S &row) -> ReportCell { return row.submission.received.submission.toString(); }},
    ExportColumn<S> {"participant_id"_L1, "Participant",
                     [](const S &row) -> ReportCell { return row.who->id.toString(); }},
    ExportColumn<S> {"name"_L1, "Name", [](const S &row) -> ReportCell { return row.person.name; }},
    ExportColumn<S> {"problem"_L1, "Problem",
                     [](const S &row) -> ReportCell { return row.submission.received.problem.toString(); }},
    ExportColumn<S> {"label"_L1, "Label", [](const S &row) -> ReportCell { return row.label; }},
    ExportColumn<S> {"round"_L1, "Round",
                     [](const S &row) -> ReportCell { return qint64(row.submission.received.round); }},
    ExportColumn<S> {"language"_L1, "Language",
                     [](const S &row) -> ReportCell { return row.submission.received.language.toString(); }},
    ExportColumn<S> {"verdict"_L1, "Verdict",
                     [](const S &row) {
                         return judged(row, [](const SubmissionJudged &verdict) { return nameOf(verdict.verdict); });
                     }},
    ExportColumn<S> {
        "points"_L1, "Points",
        [](const S &row) { return judged(row, [](const SubmissionJudged &verdict) { return verdict.points; }); }},
    ExportColumn<S> {"tests_passed"_L1, "Tests passed",
                     [](const S &row) {
                         return judged(row,
                                       [](const SubmissionJudged &verdict) { return qint64(verdict.testsPassed); });
                     }},
    ExportColumn<S> {"test_count"_L1, "Tests",
                     [](const S &row) {
                         return judged(row, [](const SubmissionJudged &verdict) { return qint64(verdict.testCount); });
                     }},
    ExportColumn<S> {"time_ms"_L1, "Time (ms)",
                     [](const S &row) {
                         return judged(row,
                                       [](const SubmissionJudged &verdict) { return qint64(verdict.time.count()); });
                     }},
    ExportColumn<S> {
        "memory_kib"_L1, "Memory (KiB)",
        [](const S &row) { return judged(row, [](const SubmissionJudged &verdict) { return verdict.memoryKib; }); }},
    ExportColumn<S> {"late"_L1, "Late", [](const S &row) -> ReportCell { return row.submission.received.late; }},
    ExportColumn<S> {"held"_L1, "Held", [](const S &row) -> ReportCell { return row.submission.received.held; }},
    ExportColumn<S> {"counted"_L1, "Counts", [](const S &row) -> ReportCell { return row.counted; }},
    ExportColumn<S> {"source_sha"_L1, "Source (SHA-256)",
                     [](const S &row) -> ReportCell { return row.submission.received.sourceSha; }},
};

} // namespace

ReportTable violationsTable(const ExportScope &scope)
{
    QList<ViolationRow> rows;
    for (const ParticipantPtr &who : scope.participants()) {
        for (const IncidentState &incident : who->incidents) {
            if (scope.takesRound(incident.now.round))
                rows.append({who, scope.person(who->id), incident, isExcused(*who, incident)});
        }
    }
    std::sort(rows.begin(), rows.end(),
              [](const V &left, const V &right) { return left.incident.firstSeq < right.incident.firstSeq; });
    ReportTable table {
        .title = QCoreApplication::translate("Export", "Violations of %1").arg(scope.snapshot.state.config->name)};
    fill(table, violationColumns, rows);
    return table;
}

ReportTable submissionsTable(const ExportScope &scope)
{
    QList<SubmissionRow> rows;
    for (const ParticipantPtr &who : scope.participants()) {
        for (const SubmissionState &submission : who->submissions) {
            const ProblemConfig *problem = scope.snapshot.state.config->problem(submission.received.problem);
            if (scope.takesRound(submission.received.round))
                rows.append({who, scope.person(who->id), submission, problem ? problem->label : QString(),
                             isCounted(*who, submission)});
        }
    }
    std::sort(rows.begin(), rows.end(),
              [](const S &left, const S &right) { return left.submission.seq < right.submission.seq; });
    ReportTable table {
        .title = QCoreApplication::translate("Export", "Submissions of %1").arg(scope.snapshot.state.config->name)};
    fill(table, submissionColumns, rows);
    return table;
}

} // namespace Marathon
