#include "server/ops/ExportRows.h"

#include <QCoreApplication>

namespace Marathon {

namespace {

struct RankedRow
{
    Standing standing;
    ParticipantPtr who;
    PersonRow person;
    Instant now {};
};

constexpr std::array resultColumns {
    ExportColumn<RankedRow> {"rank"_L1, "Rank",
                             [](const RankedRow &row) {
                                 return row.standing.rank > 0 ? ReportCell {qint64(row.standing.rank)} : ReportCell {};
                             }},
    ExportColumn<RankedRow> {"participant_id"_L1, "Participant",
                             [](const RankedRow &row) -> ReportCell { return row.who->id.toString(); }},
    ExportColumn<RankedRow> {"name"_L1, "Name", [](const RankedRow &row) -> ReportCell { return row.person.name; }},
    ExportColumn<RankedRow> {"college"_L1, "College",
                             [](const RankedRow &row) -> ReportCell { return row.person.college; }},
    ExportColumn<RankedRow> {"department"_L1, "Department",
                             [](const RankedRow &row) -> ReportCell { return row.person.department; }},
    ExportColumn<RankedRow> {"hall"_L1, "Hall", [](const RankedRow &row) -> ReportCell { return row.who->hall; }},
    ExportColumn<RankedRow> {"seat"_L1, "Seat", [](const RankedRow &row) -> ReportCell { return row.who->seat; }},
    ExportColumn<RankedRow> {"score"_L1, "Score",
                             [](const RankedRow &row) -> ReportCell { return row.standing.score; }},
    ExportColumn<RankedRow> {"solved"_L1, "Solved",
                             [](const RankedRow &row) -> ReportCell { return qint64(row.standing.solved); }},
    ExportColumn<RankedRow> {"time_s"_L1, "Time (s)",
                             [](const RankedRow &row) -> ReportCell { return row.standing.timeSeconds; }},
    ExportColumn<RankedRow> {"status"_L1, "Status",
                             [](const RankedRow &row) -> ReportCell { return nameOf(statusOf(*row.who, row.now)); }},
};

} // namespace

ReportTable resultsTable(const ExportScope &scope)
{
    const ContestState &state = scope.snapshot.state;
    const Standings standings = standingsOf(state, scope.filter.round.value_or(0), scope.now);
    QList<RankedRow> rows;
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
            const auto cell = std::find_if(cells.begin(), cells.end(),
                                           [&label](const StandingCell &one) { return one.label == label; });
            const bool isDecided =
                cell != cells.end() && (cell->status == CellStatus::Solved || cell->status == CellStatus::Rejected);
            table.rows[index].append(isDecided ? ReportCell {cell->points} : ReportCell {});
        }
    }
    return table;
}

} // namespace Marathon
