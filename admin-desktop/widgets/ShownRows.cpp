#include "admin-desktop/widgets/ShownRows.h"

#include "admin-desktop/models/CellRoles.h"

namespace Marathon {

ShownRows::ShownRows(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    setSortRole(SortRole);
    setSortCaseSensitivity(Qt::CaseInsensitive);
    setSortLocaleAware(true);
}

void ShownRows::setWords(const QString &text)
{
    m_words = text.split(u' ', Qt::SkipEmptyParts);
    refilter();
}

void ShownRows::setLeastLevel(int level)
{
    m_leastLevel = level;
    refilter();
}

void ShownRows::setGroup(const QString &group)
{
    m_group = group;
    refilter();
}

void ShownRows::setOut(std::optional<bool> out)
{
    m_out = out;
    refilter();
}

void ShownRows::setPausedAt(std::optional<qint64> serial)
{
    if (m_pausedAt == serial)
        return;
    m_pausedAt = serial;
    refilter();
}

int ShownRows::waitingCount() const
{
    if (!m_pausedAt || !sourceModel())
        return 0;
    int waiting = 0;
    for (int row = 0; row < sourceModel()->rowCount(); ++row) {
        const QModelIndex index = sourceModel()->index(row, 0);
        if (index.data(SerialRole).toLongLong() <= *m_pausedAt)
            break; // a stream has the newest on top
        waiting += matches(index) ? 1 : 0;
    }
    return waiting;
}

void ShownRows::refilter()
{
    invalidateFilter();
    emit refiltered();
}

bool ShownRows::matches(const QModelIndex &index) const
{
    if (m_out && index.data(OutRole).toBool() != *m_out)
        return false;
    if (index.data(KeepRole).toBool())
        return true;
    if (index.data(LevelRole).toInt() < m_leastLevel)
        return false;
    if (!m_group.isEmpty() && index.data(GroupRole).toString() != m_group)
        return false;
    if (m_words.isEmpty())
        return true;
    const QString text = index.data(FilterRole).toString();
    return std::all_of(m_words.begin(), m_words.end(),
                       [&text](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

bool ShownRows::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (m_pausedAt && index.data(SerialRole).toLongLong() > *m_pausedAt)
        return false;
    return matches(index);
}

bool ShownRows::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const QVariant a = left.data(SortRole);
    const QVariant b = right.data(SortRole);
    const bool isText = a.typeId() == QMetaType::QString;
    if (isText ? a.toString() == b.toString() : a == b) {
        // Equal ones stand by person, whichever way the column is sorted.
        const bool rises = sortOrder() == Qt::AscendingOrder;
        const QString one = left.data(PersonRole).toString();
        const QString other = right.data(PersonRole).toString();
        return rises ? one < other : other < one;
    }
    return QSortFilterProxyModel::lessThan(left, right);
}

} // namespace Marathon

#include "moc_ShownRows.cpp"
