#pragma once

#include "server/ops/ExportTables.h"

#include <QCoreApplication>

namespace Marathon {

/// What every table of an export is made from.
struct ExportScope
{
    const Snapshot &snapshot;
    const ExportFilter &filter;
    Instant now {};

    /// Those of the hall, by id.
    QList<ParticipantPtr> participants() const;
    PersonRow person(const ParticipantId &id) const { return snapshot.directory->people.value(id.toString()); }
    bool takesRound(int round) const { return !filter.round || *filter.round == round; }
};

/// One column: its name, the same in every format, its title in print, and the cell of a row.
template <typename Row>
struct ExportColumn
{
    QLatin1StringView name;
    const char *title;
    ReportCell (*cell)(const Row &);
};

template <typename Row, std::size_t Size>
void fill(ReportTable &table, const std::array<ExportColumn<Row>, Size> &columns, const QList<Row> &rows)
{
    for (const ExportColumn<Row> &column : columns)
        table.columns.append({QString(column.name), QCoreApplication::translate("Export", column.title)});
    for (const Row &row : rows) {
        QList<ReportCell> cells;
        for (const ExportColumn<Row> &column : columns)
            cells.append(column.cell(row));
        table.rows.append(std::move(cells));
    }
}

/// An empty cell for a moment that never came.
inline ReportCell momentCell(Instant instant)
{
    return instant == Instant {} ? ReportCell {} : ReportCell {instant};
}

ReportTable resultsTable(const ExportScope &scope);
ReportTable violationsTable(const ExportScope &scope);
ReportTable submissionsTable(const ExportScope &scope);
ReportTable participantsTable(const ExportScope &scope);
ReportTable summaryTable(const ExportScope &scope);

} // namespace Marathon
