#pragma once

#include <Qt>

namespace Marathon {

/// What a cell offers beside Qt's own roles. Models fill them, delegates and exports read them; neither knows the
/// other.
enum CellRole {
    SortRole = Qt::UserRole, ///< a number, time or text to sort and export by
    PersonRole,              ///< participant id of the row (QString), empty when it is about nobody
    MarkRole,                ///< Mark as int: shape and colour before the text
    BarRole,                 ///< QPointF(value, maximum): draw a bar
    FreshRole,               ///< msecs since epoch when the row came or changed in a way worth a glow (qint64)
    FilterRole,              ///< the row's whole searchable text
    LevelRole,               ///< 0 information, 1 low, 2 medium, 3 high, 4 critical: of the row
    KeepRole,                ///< bool: no filter may hide this row (an open incident)
    GroupRole,               ///< what the row belongs to, for tabs (a hall)
    OutRole,                 ///< bool: the row is out of the contest (disqualified)
    SerialRole,              ///< growing number of a stream's row (qint64)
    QuietRole,               ///< bool: draw the text quietly
    FigureRole,              ///< bool: digits, set in tabular figures
    NameRole,                ///< header only: the column's name in exports
    WidthRole,               ///< header only: the column's usual width in pixels; negative takes the rest
};

} // namespace Marathon
