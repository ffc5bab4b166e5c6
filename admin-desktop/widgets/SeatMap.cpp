#include "admin-desktop/widgets/SeatMap.h"

#include "admin-desktop/models/CellRoles.h"
#include "admin-desktop/widgets/MarkPainter.h"
#include "admin-desktop/widgets/Theme.h"

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
constexpr int headingHeight = 24;

/// Numbers inside a name compare as numbers: A-9 before A-10.
QString naturalKey(const QString &name)
{
    QString key;
    QString digits;
    for (const QChar letter : name + u' ') {
        if (letter.isDigit()) {
            digits += letter;
            continue;
        }
        if (!digits.isEmpty())
            key += std::exchange(digits, {}).rightJustified(8, u'0');
        key += letter;
    }
    return key;
}

} // namespace

SeatMap::SeatMap(const Theme &theme, QAbstractItemModel &model, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_theme(theme)
    , m_model(model)
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
    QList<std::pair<QString, int>> seats;
    for (int row = 0; row < m_model.rowCount(); ++row) {
        const QModelIndex index = m_model.index(row, m_seat);
        seats.append({naturalKey(index.data(GroupRole).toString() + u'\n' + index.data().toString()), row});
    }
    std::stable_sort(seats.begin(), seats.end(),
                     [](const auto &left, const auto &right) { return left.first < right.first; });
    m_rows.clear();
    for (const auto &[seat, row] : seats)
        m_rows.append(row);
    arrange();
}

void SeatMap::arrange()
{
    const int perLine = std::max(1, (viewport()->width() - 2 * margin + gap) / (tileSide + gap));
    m_perLine = perLine;
    m_left = std::max(margin, (viewport()->width() - perLine * (tileSide + gap) + gap) / 2);
    m_places.clear();
    m_headings.clear();
    int top = margin;
    int column = 0;
    QString hall;
    for (qsizetype position = 0; position < m_rows.size(); ++position) {
        const QString here = m_model.index(m_rows[position], m_seat).data(GroupRole).toString();
        if (position == 0 || here != hall) {
            top += position == 0 ? 0 : tileSide + gap + gap;
            m_headings.append({top, here});
            top += headingHeight;
            column = 0;
            hall = here;
        } else if (column == perLine) {
            top += tileSide + gap;
            column = 0;
        }
        m_places.append(QPoint(m_left + column++ * (tileSide + gap), top));
    }
    const int whole = m_rows.isEmpty() ? 0 : top + tileSide + margin;
    verticalScrollBar()->setRange(0, std::max(0, whole - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(tileSide + gap);
    viewport()->update();
}

QRect SeatMap::tileRect(int position) const
{
    return {m_places[position] - QPoint(0, verticalScrollBar()->value()), QSize(tileSide, tileSide)};
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
    painter.setFont(Theme::font(Size::tableText, QFont::DemiBold));
    painter.setPen(m_theme.colour(Token::Text));
    for (const auto &[top, name] : m_headings)
        painter.drawText(QRect(m_left, top - verticalScrollBar()->value(), viewport()->width(), headingHeight - 4),
                         Qt::AlignLeft | Qt::AlignVCenter, name);
    for (int position = 0; position < m_rows.size(); ++position) {
        const QRect tile = tileRect(position);
        if (tile.intersects(event->rect()))
            paintTile(painter, tile, m_rows[position],
                      m_model.index(m_rows[position], 0).data(PersonRole).toString() == m_chosen);
    }
}

void SeatMap::paintTile(QPainter &painter, const QRect &tile, int row, bool isChosen) const
{
    const auto cell = [this, row](int column, int role = Qt::DisplayRole) {
        return m_model.index(row, column).data(role);
    };
    const auto risk = Mark(cell(m_risk, MarkRole).toInt());
    const auto status = Mark(cell(m_status, MarkRole).toInt());
    const Mark mark = status == Mark::Disqualified || status == Mark::Suspended ? status : risk;
    const bool isCalm = mark == Mark::None || mark == Mark::Low;
    const Token token = factOf(mark).token;
    painter.setBrush(isCalm ? m_theme.colour(Token::Ground) : m_theme.tint(token, 0.14));
    painter.setPen(isChosen ? QPen(m_theme.colour(Token::Accent), 2)
                            : QPen(isCalm ? m_theme.colour(Token::Line) : m_theme.tint(token, 0.6), 1));
    painter.drawRoundedRect(QRectF(tile).adjusted(0.5, 0.5, -0.5, -0.5), Size::corner, Size::corner);
    painter.setFont(Theme::font(11));
    painter.setPen(m_theme.colour(Token::Quiet));
    painter.drawText(tile.adjusted(6, 4, -4, 0), Qt::AlignTop | Qt::AlignLeft, cell(m_seat).toString());
    if (mark != Mark::None)
        paintMark(painter, mark, QRectF(tile.right() - 15, tile.top() + 6, 10, 10), m_theme.colour(mark));
    QStringList words = cell(m_name).toString().split(u' ', Qt::SkipEmptyParts);
    const QString initials =
        words.isEmpty() ? QString() : words.first().first(1) + (words.size() > 1 ? words.last().first(1) : QString());
    painter.setFont(Theme::font(15, QFont::DemiBold));
    painter.setPen(m_theme.colour(cell(m_presence, SortRole).toInt() > 0 ? Token::Text : Token::Quiet));
    painter.drawText(tile, Qt::AlignCenter, initials.toUpper());
    paintMark(painter, Mark(cell(m_presence, MarkRole).toInt()), QRectF(tile.left() + 6, tile.bottom() - 12, 7, 7),
              m_theme.colour(Mark(cell(m_presence, MarkRole).toInt())));
    painter.setFont(Theme::font(11));
    painter.setPen(m_theme.colour(Token::Quiet));
    painter.drawText(tile.adjusted(0, 0, -6, -3), Qt::AlignBottom | Qt::AlignRight, cell(m_solved).toString());
}

void SeatMap::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    arrange();
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
    QToolTip::showText(event->globalPosition().toPoint(),
                       u"%1 (%2)\n%3, %4\n%5 points, solved %6"_s.arg(text(m_name), text(m_seat), text(m_presence),
                                                                      text(m_status), text(m_points), text(m_solved)),
                       this);
}

void SeatMap::keyPressEvent(QKeyEvent *event)
{
    int position = -1;
    for (int candidate = 0; candidate < m_rows.size(); ++candidate) {
        if (m_model.index(m_rows[candidate], 0).data(PersonRole).toString() == m_chosen)
            position = candidate;
    }
    const QHash<int, int> steps {
        {Qt::Key_Left, -1}, {Qt::Key_Right, 1}, {Qt::Key_Up, -m_perLine}, {Qt::Key_Down, m_perLine}};
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

#include "moc_SeatMap.cpp"
