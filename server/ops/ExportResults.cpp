#include "server/ops/ExportRows.h"

#include <QCoreApplication>

namespace Marathon {

namespace {

struct ResultRow
{
    Standing standing;
    ParticipantPtr who;
    PersonRow person;
    Instant now {};
};

constexpr std::array resultColumns {
    ExportColumn<ResultRow> {"rank"_L1, "Rank", [](const ResultRow &row) { return row.standing.rank > 0 ? ReportCell {qint64(row.standing.rank)} : ReportCell {}; }},
    ExportColumn<ResultRow> {"participant_id"_L1, "Participant", [](const ResultRow &row) -> ReportCell { return row.who->id.toString(); }},
    ExportColumn<ResultRow> {"name"_L1, "Name", [](const ResultRow &row) -> ReportCell { return row.person.name; }},
    ExportColumn<ResultRow> {"college"_L1, "College", [](const ResultRow &row) -> ReportCell { return row.person.college; }},
    ExportColumn<ResultRow> {"department"_L1, "Department", [](const ResultRow &row) -> ReportCell { return row.person.department; }},
    ExportColumn<ResultRow> {"hall"_L1, "Hall", [](const ResultRow &row) -> ReportCell { return row.who->hall; }},
    ExportColumn<ResultRow> {"seat"_L1, "Seat", [](const ResultRow &row) -> ReportCell { return row.who->seat; }},
    ExportColumn<ResultRow> {"score"_L1, "Score", [](const ResultRow &row) -> ReportCell { return row.standing.score; }},
    ExportColumn<ResultRow> {"solved"_L1, "Solved", [](const ResultRow &row) -> ReportCell { return qint64(row.standing.solved); }},
    ExportColumn<ResultRow> {"time_s"_L1, "Time (s)", [](const ResultRow &row) -> ReportCell { return row.standing.timeSeconds; }},
    ExportColumn<ResultRow> {"status"_L1, "Status", [](const ResultRow &row) -> ReportCell { return nameOf(statusOf(*row.who, row.now)); }},
};

} // namespace

ReportTable resultsTable(const ExportScope &scope)
{
    const ContestState &state = scope.snapshot.state;
    const Standings standings = standingsOf(state, scope.filter.round.value_or(0), scope.now);
    QList<ResultRow> rows;
    for (const Standing &standing : standings.rows + standings.disqualified) {
        const ParticipantPtr who = state.participants.value(standing.participant);
        if (who && (scope.filter.hall.isEmpty() || who->hall == scope.filter.hall))
            rows.append({standing, who, scope.person(standing.participant), scope.now});
    }
    ReportTable table {.title = QCoreApplication::translate("Export", "Results of %1").arg(state.config->name)};
    fill(table, resultColumns, rows);

    QStringList labels;
    for (const ProblemConfig &problem : state.config->problems) {
        if (scope.takesRound(problem.round))
            labels.append(problem.label);
    }
    for (const QString &label : labels)
        table.columns.append({"points_"_L1 + label.toLower(), label});
    for (qsizetype index = 0; index < rows.size(); ++index) {
        for (const QString &label : labels) {
            const QList<StandingCell> &cells = rows[index].standing.problems;
            const auto cell = std::find_if(cells.begin(), cells.end(), [&label](const StandingCell &one) { return one.label == label; });
            const bool isUntried = cell == cells.end() || cell->status == CellStatus::Untried;
            table.rows[index].append(isUntried ? ReportCell {} : ReportCell {cell->points});
        }
    }
    return table;
}

} // namespace Marathon
