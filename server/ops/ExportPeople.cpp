#include "server/ops/ExportRows.h"
#include "shared/domain/Decide.h"

#include <QCoreApplication>

namespace Marathon {

namespace {

struct PersonState
{
    ParticipantPtr who;
    PersonRow person;
    Instant now {};
};
using P = PersonState;

constexpr std::array participantColumns {
    ExportColumn<P> {"participant_id"_L1, "Participant",
                     [](const P &row) -> ReportCell { return row.who->id.toString(); }},
    ExportColumn<P> {"name"_L1, "Name", [](const P &row) -> ReportCell { return row.person.name; }},
    ExportColumn<P> {"email"_L1, "E-mail", [](const P &row) -> ReportCell { return row.person.email; }},
    ExportColumn<P> {"college"_L1, "College", [](const P &row) -> ReportCell { return row.person.college; }},
    ExportColumn<P> {"department"_L1, "Department", [](const P &row) -> ReportCell { return row.person.department; }},
    ExportColumn<P> {"hall"_L1, "Hall", [](const P &row) -> ReportCell { return row.who->hall; }},
    ExportColumn<P> {"seat"_L1, "Seat", [](const P &row) -> ReportCell { return row.who->seat; }},
    ExportColumn<P> {"status"_L1, "Status",
                     [](const P &row) -> ReportCell { return nameOf(statusOf(*row.who, row.now)); }},
    ExportColumn<P> {"consent_at"_L1, "Consent", [](const P &row) { return momentCell(row.who->consentAt); }},
    ExportColumn<P> {"signed_in"_L1, "Signed in",
                     [](const P &row) -> ReportCell { return !row.who->sessions.isEmpty(); }},
    ExportColumn<P> {"online"_L1, "Connected", [](const P &row) -> ReportCell { return row.who->online; }},
};

struct SummaryRow
{
    ParticipantPtr who;
    PersonRow person;
    ParticipantStatus status = ParticipantStatus::Active;
    QString reason;
    qint64 points = 0;
    qint64 limit = 0;
    qint64 warnings = 0;
    qint64 violations = 0;
    QHash<IncidentKind, qint64> kinds;
};
using R = SummaryRow;

constexpr std::array summaryColumns {
    ExportColumn<R> {"participant_id"_L1, "Participant",
                     [](const R &row) -> ReportCell { return row.who->id.toString(); }},
    ExportColumn<R> {"name"_L1, "Name", [](const R &row) -> ReportCell { return row.person.name; }},
    ExportColumn<R> {"hall"_L1, "Hall", [](const R &row) -> ReportCell { return row.who->hall; }},
    ExportColumn<R> {"seat"_L1, "Seat", [](const R &row) -> ReportCell { return row.who->seat; }},
    ExportColumn<R> {"status"_L1, "Status", [](const R &row) -> ReportCell { return nameOf(row.status); }},
    ExportColumn<R> {"reason"_L1, "Reason", [](const R &row) -> ReportCell { return row.reason; }},
    ExportColumn<R> {"points"_L1, "Points", [](const R &row) -> ReportCell { return row.points; }},
    ExportColumn<R> {"limit"_L1, "Limit", [](const R &row) -> ReportCell { return row.limit; }},
    ExportColumn<R> {"risk"_L1, "Risk",
                     [](const R &row) -> ReportCell { return nameOf(riskOf(row.points, row.limit)); }},
    ExportColumn<R> {"warnings"_L1, "Warnings", [](const R &row) -> ReportCell { return row.warnings; }},
    ExportColumn<R> {"violations"_L1, "Violations", [](const R &row) -> ReportCell { return row.violations; }},
};

SummaryRow summaryOf(const ExportScope &scope, const ParticipantPtr &who)
{
    const ContestState &state = scope.snapshot.state;
    SummaryRow row {.who = who, .person = scope.person(who->id), .status = statusOf(*who, scope.now)};
    if (const Effect *restriction = restrictionInForce(*who, scope.now))
        row.reason = restriction->reason.text;
    row.points = scope.filter.round ? totalPoints(*who, *scope.filter.round) : pointsFor(state, *who);
    row.limit = limitFor(state, *who);
    row.warnings = std::count_if(who->warnings.begin(), who->warnings.end(),
                                 [](const WarningState &warning) { return !warning.withdrawn; });
    for (const IncidentState &incident : who->incidents) {
        if (!scope.takesRound(incident.now.round))
            continue;
        ++row.kinds[incident.now.kind];
        if (incident.now.counted && !isExcused(*who, incident))
            ++row.violations;
    }
    return row;
}

} // namespace

ReportTable participantsTable(const ExportScope &scope)
{
    QList<PersonState> rows;
    for (const ParticipantPtr &who : scope.participants())
        rows.append({who, scope.person(who->id), scope.now});
    ReportTable table {
        .title = QCoreApplication::translate("Export", "Participants of %1").arg(scope.snapshot.state.config->name)};
    fill(table, participantColumns, rows);
    return table;
}

ReportTable summaryTable(const ExportScope &scope)
{
    QList<SummaryRow> rows;
    for (const ParticipantPtr &who : scope.participants())
        rows.append(summaryOf(scope, who));
    ReportTable table {
        .title = QCoreApplication::translate("Export", "Summary of %1").arg(scope.snapshot.state.config->name)};
    fill(table, summaryColumns, rows);
    for (const IncidentFact &fact : incidentFacts) {
        table.columns.append({QString(fact.name).replace(u'.', u'_'), QString(fact.title)});
        for (qsizetype index = 0; index < rows.size(); ++index)
            table.rows[index].append(rows[index].kinds.value(fact.kind));
    }
    return table;
}

} // namespace Marathon
