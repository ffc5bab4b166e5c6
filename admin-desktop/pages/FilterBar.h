#pragma once

#include "admin-desktop/pages/Desk.h"
#include "admin-desktop/widgets/DataTable.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QTabBar>
#include <QTimer>

namespace Marathon {

/// The line above a table: words to search for, halls as tabs with counters, how many of how many, export.
class FilterBar : public QWidget
{
    Q_OBJECT

public:
    FilterBar(const Theme &theme, DataTable &table, const QString &placeholder, QWidget *parent = nullptr);

    /// For a page's own chips, between the search and the counter.
    QHBoxLayout *middle() { return m_middle; }
    void setWords(const QString &words) { m_words->setText(words); }
    QLineEdit *words() const { return m_words; }

private:
    void showCount();

    DataTable &m_table;
    QLineEdit *m_words;
    QHBoxLayout *m_middle;
    QLabel *m_count;
    QTimer m_counting;
};

/// Halls as tabs, with how many rows each has where that is asked for; hidden while there is only one hall.
class HallTabs : public QTabBar
{
    Q_OBJECT

public:
    enum class Counts { Shown, Hidden };

    /// @param model whose rows name the halls.
    HallTabs(DataTable &table, QAbstractItemModel &model, Counts counts, QWidget *parent = nullptr);
    void chooseHall(const QString &hall);

private:
    void rebuild();

    DataTable &m_table;
    QAbstractItemModel &m_model;
    Counts m_counts;
    QMap<QString, int> m_halls;
};

} // namespace Marathon
