#pragma once

#include "admin-desktop/widgets/ShownRows.h"

#include <QTableView>
#include <QTimer>

namespace Marathon {

class Theme;

/// A table as every page has it: sorts, copies, tells which person is chosen, keeps rows still under the pointer, and
/// exports what it shows. It shows a model with CellRole roles, through ShownRows.
class DataTable : public QTableView
{
    Q_OBJECT

public:
    DataTable(const Theme &theme, QAbstractItemModel &model, QWidget *parent = nullptr);

    ShownRows &shown() { return m_shown; }
    /// Names the export's file and title.
    void setExportTitle(const QString &title) { m_exportTitle = title; }
    const QString &exportTitle() const { return m_exportTitle; }
    /// What stands in the middle while there is no row.
    void setEmptyText(const QString &text);
    /// Column by its export name; -1 when there is none.
    int columnOf(const QString &name) const;
    void sortBy(const QString &column, Qt::SortOrder order);
    void hideColumns(const QStringList &names);
    /// Participant ids of the selected rows, each once.
    QStringList chosenPeople() const;
    void choosePerson(const QString &id);

    QByteArray asCsv() const;
    void copySelection() const;
    /// Gives each shown column its width, and the flexible one what is left.
    void fitColumns();
    /// Rows as tall as their text, for texts of two lines.
    void useTallRows();

signals:
    void peopleChosen(const QStringList &ids);
    /// Enter or a double click.
    void personOpened(const QString &id);
    void exportWanted();

protected:
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    const Theme &m_theme;
    ShownRows m_shown;
    QTimer m_glow;
    QString m_exportTitle;
    QString m_emptyText;
};

} // namespace Marathon
