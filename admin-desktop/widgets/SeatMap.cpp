#include "admin-desktop/widgets/SeatMap.h"

#include "admin-desktop/models/CellRoles.h"
#include "admin-desktop/widgets/MarkPainter.h"
#include "admin-desktop/widgets/Theme.h"

#include <QCollator>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

namespace Marathon {

namespace {

constexpr int tileSide = 56;
constexpr int gap = 6;
constexpr int margin = 12;

} // namespace

SeatMap::SeatMap(const Theme &theme, QAbstractItemModel &model, QWidget *parent) : QAbstractScrollArea(parent), m_theme(theme), m_model(model)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    m_seat = columnOf(u"seat"_s);
    m_name = columnOf(u"name"_s);
    m_risk = columnOf(u"risk"_s);
    m_presence = columnOf(u"presence"_s);
    m_status = columnOf(u"status"_s);
    m_solved = columnOf(u"solved"_s);
    m_points = columnOf(u"points"_s);
    connect(&model, &QAbstractItemModel::dataChanged, viewport(), qOverload<>(&QWidget::update));
    connect(&model, &QAbstractItemModel::modelReset, this, &SeatMap::rebuild);
    connect(&model, &QAbstractItemModel::rowsInserted, this, &SeatMap::rebuild);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, &SeatMap::rebuild);
    connect(&model, &QAbstractItemModel::layoutChanged, this, &SeatMap::rebuild);
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
    rebuild();
}

void SeatMap::choosePerson(const QString &id)
{
    if (m_chosen == id)
        return;
    m_chosen = id;
    scrollToChosen();
    viewport()->update();
}

int SeatMap::columnOf(const QString &name) const
{
    for (int column = 0; column < m_model.columnCount(); ++column) {
        if (m_model.headerData(column, Qt::Horizontal, NameRole).toString() == name)
            return column;
    }
    return 0;
}

void SeatMap::rebuild()
{
    QCollator collator;
    collator.setNumericMode(true);
    m_rows.clear();
    QList<std::pair<QString, int>> seats;
    for (int row = 0; row < m_model.rowCount(); ++row) {
        const QModelIndex index = m_model.index(row, m_seat);
        seats.append({index.data(GroupRole).toString() + u'\n' + index.data().toString(), row});
    }
    std::stable_sort(seats.begin(), seats.end(), [&collator](const auto &left, const auto &right) { return collator.compare(left.first, right.first) < 0; });
    for (const auto &[seat, row] : seats)
        m_rows.append(row);
    const int lines = m_rows.isEmpty() ? 0 : (int(m_rows.size()) - 1) / perLine() + 1;
    verticalScrollBar()->setRange(0, std::max(0, lines * (tileSide + gap) + 2 * margin - gap - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(tileSide + gap);
    viewport()->update();
}

int SeatMap::perLine() const
{
    return std::max(1, (viewport()->width() - 2 * margin + gap) / (tileSide + gap));
}

QRect SeatMap::tileRect(int position) const
{
    const int line = position / perLine();
    const int column = position % perLine();
    return {margin + column * (tileSide + gap), margin + line * (tileSide + gap) - verticalScrollBar()->value(), tileSide, tileSide};
}

int SeatMap::positionAt(const QPoint &point) const
{
    for (int position = 0; position < m_rows.size(); ++position) {
        if (tileRect(position).contains(point))
            return position;
    }
    return -1;
}

void SeatMap::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), m_theme.colour(Token::Surface));
    painter.setRenderHint(QPainter::Antialiasing);
    for (int position = 0; position < m_rows.size(); ++position) {
        const QRect tile = tileRect(position);
        if (tile.intersects(event->rect()))
            paintTile(painter, tile, m_rows[position], m_model.index(m_rows[position], 0).data(PersonRole).toString() == m_chosen);
    }
}

void SeatMap::paintTile(QPainter &painter, const QRect &tile, int row, bool isChosen) const
{
    const auto cell = [this, row](int column, int role = Qt::DisplayRole) { return m_model.index(row, column).data(role); };
    const auto risk = Mark(cell(m_risk, MarkRole).toInt());
    const auto status = Mark(cell(m_status, MarkRole).toInt());
    const Mark mark = status == Mark::Disqualified || status == Mark::Suspended ? status : risk;
    const bool isCalm = mark == Mark::None || mark == Mark::Low;
    const Token token = factOf(mark).token;
    painter.setBrush(isCalm ? m_theme.colour(Token::Ground) : m_theme.tint(token, 0.14));
    painter.setPen(isChosen ? QPen(m_theme.colour(Token::Accent), 2) : QPen(isCalm ? m_theme.colour(Token::Line) : m_theme.tint(token, 0.6), 1));
    painter.drawRoundedRect(QRectF(tile).adjusted(0.5, 0.5, -0.5, -0.5), Size::corner, Size::corner);
    painter.setFont(Theme::font(11));
    painter.setPen(m_theme.colour(Token::Quiet));
    painter.drawText(tile.adjusted(6, 4, -4, 0), Qt::AlignTop | Qt::AlignLeft, cell(m_seat).toString());
    if (mark != Mark::None)
        paintMark(painter, mark, QRectF(tile.right() - 15, tile.top() + 6, 10, 10), m_theme.colour(mark));
    QStringList words = cell(m_name).toString().split(u' ', Qt::SkipEmptyParts);
    const QString initials = words.isEmpty() ? QString() : words.first().first(1) + (words.size() > 1 ? words.last().first(1) : QString());
    painter.setFont(Theme::font(15, QFont::DemiBold));
    painter.setPen(m_theme.colour(cell(m_presence, SortRole).toInt() > 0 ? Token::Text : Token::Quiet));
    painter.drawText(tile, Qt::AlignCenter, initials.toUpper());
    paintMark(painter, Mark(cell(m_presence, MarkRole).toInt()), QRectF(tile.left() + 6, tile.bottom() - 12, 7, 7), m_theme.colour(Mark(cell(m_presence, MarkRole).toInt())));
    painter.setFont(Theme::font(11));
    painter.setPen(m_theme.colour(Token::Quiet));
    painter.drawText(tile.adjusted(0, 0, -6, -3), Qt::AlignBottom | Qt::AlignRight, cell(m_solved).toString());
}

void SeatMap::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    rebuild();
}

void SeatMap::mousePressEvent(QMouseEvent *event)
{
    if (const int position = positionAt(event->position().toPoint()); position >= 0) {
        m_chosen = m_model.index(m_rows[position], 0).data(PersonRole).toString();
        viewport()->update();
        emit personOpened(m_chosen);
    }
}

void SeatMap::mouseMoveEvent(QMouseEvent *event)
{
    const int position = positionAt(event->position().toPoint());
    if (position < 0)
        return QToolTip::hideText();
    const int row = m_rows[position];
    const auto text = [this, row](int column) { return m_model.index(row, column).data().toString(); };
    QToolTip::showText(event->globalPosition().toPoint(), u"%1 (%2)\n%3, %4\n%5 points, solved %6"_s.arg(text(m_name), text(m_seat), text(m_presence), text(m_status), text(m_points), text(m_solved)), this);
}

void SeatMap::keyPressEvent(QKeyEvent *event)
{
    int position = -1;
    for (int candidate = 0; candidate < m_rows.size(); ++candidate) {
        if (m_model.index(m_rows[candidate], 0).data(PersonRole).toString() == m_chosen)
            position = candidate;
    }
    const QHash<int, int> steps {{Qt::Key_Left, -1}, {Qt::Key_Right, 1}, {Qt::Key_Up, -perLine()}, {Qt::Key_Down, perLine()}};
    if (!steps.contains(event->key()) || m_rows.isEmpty())
        return QAbstractScrollArea::keyPressEvent(event);
    position = std::clamp(position + steps.value(event->key()), 0, int(m_rows.size()) - 1);
    m_chosen = m_model.index(m_rows[position], 0).data(PersonRole).toString();
    scrollToChosen();
    emit personOpened(m_chosen);
    viewport()->update();
}

void SeatMap::scrollToChosen()
{
    for (int position = 0; position < m_rows.size(); ++position) {
        if (m_model.index(m_rows[position], 0).data(PersonRole).toString() != m_chosen)
            continue;
        const QRect tile = tileRect(position);
        if (tile.top() < 0)
            verticalScrollBar()->setValue(verticalScrollBar()->value() + tile.top() - margin);
        else if (tile.bottom() > viewport()->height())
            verticalScrollBar()->setValue(verticalScrollBar()->value() + tile.bottom() - viewport()->height() + margin);
    }
}

} // namespace Marathon
