#include "admin-desktop/models/TableReport.h"

#include "admin-desktop/models/CellRoles.h"

#include <QDateTime>

namespace Marathon {

namespace {

/// Times and pure numbers stay typed; everything that reads as words is exported as it reads.
ReportCell cellOf(const QModelIndex &index)
{
    const QVariant value = index.data(SortRole);
    const QString text = index.data(Qt::DisplayRole).toString();
    if (value.typeId() == QMetaType::QDateTime) {
        const QDateTime time = value.toDateTime();
        return time.isValid() ? ReportCell(Instant(Duration(time.toMSecsSinceEpoch()))) : ReportCell();
    }
    if (value.typeId() == QMetaType::LongLong)
        return qint64(value.toLongLong());
    return text.isEmpty() ? ReportCell() : ReportCell(text);
}

} // namespace

ReportTable reportOf(const QAbstractItemModel &model, const QString &title)
{
    ReportTable table {.title = title, .columns = {}, .rows = {}};
    for (int column = 0; column < model.columnCount(); ++column)
        table.columns.append({model.headerData(column, Qt::Horizontal, NameRole).toString(),
                              model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString()});
    for (int row = 0; row < model.rowCount(); ++row) {
        QList<ReportCell> cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells.append(cellOf(model.index(row, column)));
        table.rows.append(cells);
    }
    return table;
}

} // namespace Marathon
