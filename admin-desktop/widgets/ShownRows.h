#pragma once

#include <QSortFilterProxyModel>
#include <optional>

namespace Marathon {

/// Which rows of a table are shown, in which order: by words, by level, by group, and up to where a paused stream is
/// read. A row that says KeepRole is never hidden by words, level or group.
class ShownRows : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit ShownRows(QObject *parent = nullptr);

    /// Every word must occur somewhere in the row.
    void setWords(const QString &text);
    void setLeastLevel(int level);
    /// Empty: all groups.
    void setGroup(const QString &group);
    /// Only rows that are out, only those that are not, or (nothing) both.
    void setOut(std::optional<bool> out);
    /// Rows that came later than this serial wait; nothing: none waits.
    void setPausedAt(std::optional<qint64> serial);
    bool isPaused() const { return m_pausedAt.has_value(); }
    int waitingCount() const;

signals:
    /// Rows were filtered anew.
    void refiltered();

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    void refilter();
    bool matches(const QModelIndex &index) const;

    QStringList m_words;
    int m_leastLevel = 0;
    QString m_group;
    std::optional<bool> m_out;
    std::optional<qint64> m_pausedAt;
};

} // namespace Marathon
