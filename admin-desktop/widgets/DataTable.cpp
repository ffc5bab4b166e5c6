#include "admin-desktop/widgets/DataTable.h"

#include "admin-desktop/models/CellRoles.h"
#include "admin-desktop/models/TableReport.h"
#include "admin-desktop/widgets/CellDelegate.h"
#include "admin-desktop/widgets/Theme.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>

namespace Marathon {

namespace {

constexpr int leastFlexibleWidth = 140;
constexpr int leastShrunkWidth = 110;

} // namespace

DataTable::DataTable(const Theme &theme, QAbstractItemModel &model, QWidget *parent)
    : QTableView(parent)
    , m_theme(theme)
{
    m_shown.setSourceModel(&model);
    setModel(&m_shown);
    setItemDelegate(new CellDelegate(theme, this));
    setSortingEnabled(true);
    sortByColumn(-1, Qt::AscendingOrder);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setShowGrid(false);
    setMouseTracking(true);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setHorizontalScrollMode(ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(Size::tableRow);
    verticalHeader()->setMinimumSectionSize(Size::tableRow);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setSortIndicatorShown(false);
    // A glow goes out by itself; one repaint after it is enough.
    m_glow.setSingleShot(true);
    m_glow.setInterval(CellDelegate::glowMs + 50);
    connect(&m_glow, &QTimer::timeout, viewport(), qOverload<>(&QWidget::update));
    const auto glow = [this] {
        if (!m_glow.isActive())
            m_glow.start();
    };
    connect(&m_shown, &QAbstractItemModel::rowsInserted, this, glow);
    connect(&m_shown, &QAbstractItemModel::dataChanged, this, glow);
    connect(&m_shown, &QAbstractItemModel::modelReset, this, &DataTable::fitColumns);
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
    connect(this, &QAbstractItemView::doubleClicked, this,
            [this](const QModelIndex &index) { emit personOpened(index.data(PersonRole).toString()); });
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this,
            [this] { emit peopleChosen(chosenPeople()); });
    fitColumns();
}

void DataTable::setEmptyText(const QString &text)
{
    m_emptyText = text;
    viewport()->update();
}

int DataTable::columnOf(const QString &name) const
{
    for (int column = 0; column < m_shown.columnCount(); ++column) {
        if (m_shown.headerData(column, Qt::Horizontal, NameRole).toString() == name)
            return column;
    }
    return -1;
}

void DataTable::sortBy(const QString &column, Qt::SortOrder order)
{
    sortByColumn(columnOf(column), order);
}

void DataTable::hideColumns(const QStringList &names)
{
    for (const QString &name : names) {
        if (const int column = columnOf(name); column >= 0)
            setColumnHidden(column, true);
    }
    fitColumns();
}

QStringList DataTable::chosenPeople() const
{
    QStringList ids;
    for (const QModelIndex &index : selectionModel()->selectedRows()) {
        const QString id = index.data(PersonRole).toString();
        if (!id.isEmpty() && !ids.contains(id))
            ids.append(id);
    }
    return ids;
}

void DataTable::choosePerson(const QString &id)
{
    for (int row = 0; row < m_shown.rowCount(); ++row) {
        const QModelIndex index = m_shown.index(row, 0);
        if (index.data(PersonRole).toString() != id)
            continue;
        setCurrentIndex(index);
        scrollTo(index);
        return;
    }
}

QByteArray DataTable::asCsv() const
{
    return toCsv(reportOf(m_shown, m_exportTitle), CsvReader::Spreadsheet);
}

void DataTable::copySelection() const
{
    QStringList lines;
    for (const QModelIndex &row : selectionModel()->selectedRows()) {
        QStringList cells;
        for (int column = 0; column < m_shown.columnCount(); ++column) {
            if (!isColumnHidden(column))
                cells.append(row.siblingAtColumn(column).data(Qt::DisplayRole).toString().replace(u'\n', u' '));
        }
        lines.append(cells.join(u'\t'));
    }
    QApplication::clipboard()->setText(lines.join(u'\n'));
}

void DataTable::useTallRows()
{
    verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
}

void DataTable::enterEvent(QEnterEvent *event)
{
    // Sorting must not move a row under the pointer.
    m_shown.setDynamicSortFilter(false);
    QTableView::enterEvent(event);
}

void DataTable::leaveEvent(QEvent *event)
{
    m_shown.setDynamicSortFilter(true);
    QTableView::leaveEvent(event);
}

void DataTable::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
        return;
    }
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (currentIndex().isValid())
            emit personOpened(currentIndex().data(PersonRole).toString());
        return;
    }
    // Letters act on people; they do not search in the table.
    if (!event->text().isEmpty() && event->text().front().isLetter()) {
        event->ignore();
        return;
    }
    QTableView::keyPressEvent(event);
}

void DataTable::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QString person = currentIndex().data(PersonRole).toString();
    menu->addAction(m_theme.icon(u"user"_s), tr("Open"), this, [this, person] { emit personOpened(person); })
        ->setEnabled(!person.isEmpty());
    menu->addAction(m_theme.icon(u"copy"_s), tr("Copy rows"), this, &DataTable::copySelection)
        ->setEnabled(selectionModel()->hasSelection());
    menu->addSeparator();
    menu->addAction(m_theme.icon(u"download"_s), tr("Export this table as CSV\u2026"), this, &DataTable::exportWanted);
    menu->popup(event->globalPos());
}

void DataTable::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    if (m_shown.rowCount() > 0 || m_emptyText.isEmpty())
        return;
    QPainter painter(viewport());
    painter.setPen(m_theme.colour(Token::Quiet));
    painter.setFont(Theme::font(Size::formText));
    painter.drawText(viewport()->rect().adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
}

void DataTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fitColumns();
}

void DataTable::fitColumns()
{
    int fixed = 0;
    int flexible = -1;
    int last = -1;
    int widest = -1;
    for (int column = 0; column < m_shown.columnCount(); ++column) {
        if (isColumnHidden(column))
            continue;
        const int width = m_shown.headerData(column, Qt::Horizontal, WidthRole).toInt();
        last = column;
        if (width < 0) {
            flexible = column;
            continue;
        }
        setColumnWidth(column, width);
        fixed += width;
        if (widest < 0 || width > columnWidth(widest))
            widest = column;
    }
    if (flexible >= 0)
        setColumnWidth(flexible, std::max(leastFlexibleWidth, viewport()->width() - fixed));
    else if (last >= 0 && viewport()->width() >= fixed)
        setColumnWidth(last, columnWidth(last) + viewport()->width() - fixed);
    else if (widest >= 0)
        setColumnWidth(widest, std::max(leastShrunkWidth, columnWidth(widest) + viewport()->width() - fixed));
}

} // namespace Marathon

#include "moc_DataTable.cpp"
