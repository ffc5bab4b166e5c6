#pragma once

#include "admin-desktop/models/Cell.h"
#include "admin-desktop/models/CellRoles.h"

#include <QAbstractTableModel>
#include <QSet>

namespace Marathon {

/// A table of values with a column table. Changes are told row by row, never as a reset, except when all is replaced.
template <typename Row>
class RowModel : public QAbstractTableModel
{
public:
    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_rows.size()); }
    int columnCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_columns.size());
    }
    const Row &rowAt(int row) const { return m_rows[row]; }

    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation != Qt::Horizontal || section < 0 || section >= m_columns.size())
            return {};
        const Column<Row> &column = m_columns[section];
        switch (role) {
        case Qt::DisplayRole:
            return column.title;
        case NameRole:
            return column.name;
        case WidthRole:
            return column.width;
        case Qt::TextAlignmentRole:
            return alignment(column);
        default:
            return {};
        }
    }

    QVariant data(const QModelIndex &index, int role) const override
    {
        if (!index.isValid() || index.row() >= m_rows.size() || index.column() >= m_columns.size())
            return {};
        const Row &row = m_rows[index.row()];
        const Column<Row> &column = m_columns[index.column()];
        switch (role) {
        case Qt::TextAlignmentRole:
            return alignment(column);
        case PersonRole:
            return row.participant.toString();
        case FreshRole:
            return row.freshAt;
        case Qt::DisplayRole:
            return column.cell(row).text;
        case FigureRole:
            return column.align == Align::Right;
        case SortRole:
        case Qt::ToolTipRole:
        case MarkRole:
        case BarRole:
        case QuietRole:
            return fromCell(column.cell(row), role);
        default:
            return rowData(row, role);
        }
    }

protected:
    /// The roles that are the same in the whole row: FilterRole, LevelRole, ...
    virtual QVariant rowData(const Row &, int) const { return {}; }

    void setColumns(QList<Column<Row>> columns) { m_columns = std::move(columns); }

    void setRow(int at, Row row)
    {
        if (m_rows[at] == row)
            return;
        m_rows[at] = std::move(row);
        emit dataChanged(index(at, 0), index(at, columnCount() - 1));
    }
    void insertRow(int at, Row row)
    {
        beginInsertRows({}, at, at);
        m_rows.insert(at, std::move(row));
        endInsertRows();
    }
    void removeFrom(int first)
    {
        if (first >= m_rows.size())
            return;
        beginRemoveRows({}, first, int(m_rows.size()) - 1);
        m_rows.resize(first);
        endRemoveRows();
    }
    void replaceAll(QList<Row> rows)
    {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
    }

    /// Becomes `next` by the fewest plain steps: removes, then moves, inserts and changes from the top.
    void become(QList<Row> next)
    {
        QSet<QString> wanted;
        for (const Row &row : next)
            wanted.insert(row.key);
        for (int at = int(m_rows.size()) - 1; at >= 0; --at) {
            if (wanted.contains(m_rows[at].key))
                continue;
            beginRemoveRows({}, at, at);
            m_rows.removeAt(at);
            endRemoveRows();
        }
        for (int at = 0; at < next.size(); ++at)
            placeRow(at, std::move(next[at]));
    }

    QList<Row> m_rows;

private:
    void placeRow(int at, Row row)
    {
        int found = at;
        while (found < m_rows.size() && m_rows[found].key != row.key)
            ++found;
        if (found == m_rows.size())
            return insertRow(at, std::move(row));
        if (found != at) {
            beginMoveRows({}, found, found, {}, at);
            m_rows.move(found, at);
            endMoveRows();
        }
        row.freshAt = std::max(row.freshAt, m_rows[at].freshAt);
        setRow(at, std::move(row));
    }

    static int alignment(const Column<Row> &column)
    {
        const Qt::AlignmentFlag side = column.align == Align::Right    ? Qt::AlignRight
                                       : column.align == Align::Centre ? Qt::AlignHCenter
                                                                       : Qt::AlignLeft;
        return int(side) | int(Qt::AlignVCenter);
    }

    static QVariant fromCell(const Cell &cell, int role)
    {
        switch (role) {
        case SortRole:
            return cell.value.isValid() ? cell.value : QVariant(cell.text);
        case Qt::ToolTipRole:
            return cell.tip.isEmpty() ? QVariant() : QVariant(cell.tip);
        case MarkRole:
            return int(cell.mark);
        case BarRole:
            return cell.bar ? QVariant(*cell.bar) : QVariant();
        default:
            return cell.isQuiet;
        }
    }

    QList<Column<Row>> m_columns;
};

} // namespace Marathon
