#include "admin-desktop/widgets/BarList.h"

#include "admin-desktop/widgets/Theme.h"

#include <QMouseEvent>
#include <QPainter>

namespace Marathon {

namespace {

constexpr int usualRow = 26;
constexpr int leastRow = 18;
constexpr int numberWidth = 26;
constexpr int leastBar = 40;

} // namespace

BarList::BarList(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setMouseTracking(true);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void BarList::setItems(const QList<Item> &items)
{
    if (m_items == items)
        return;
    m_items = items;
    updateGeometry();
    update();
}

QSize BarList::sizeHint() const
{
    return {320, usualRow * std::max<int>(3, int(m_items.size()))};
}

QSize BarList::minimumSizeHint() const
{
    return {220, leastRow * 5};
}

double BarList::rowHeight() const
{
    return m_items.isEmpty()
               ? usualRow
               : std::clamp(double(height()) / double(m_items.size()), double(leastRow), double(usualRow + 6));
}

int BarList::rowAt(int y) const
{
    const int row = int(y / rowHeight());
    return row >= 0 && row < m_items.size() ? row : -1;
}

void BarList::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(Theme::font(Size::tableText));
    if (m_items.isEmpty()) {
        painter.setPen(m_theme.colour(Token::Quiet));
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    const double high = rowHeight();
    int figureWidth = 0;
    for (const Item &item : m_items)
        figureWidth = std::max(figureWidth, painter.fontMetrics().horizontalAdvance(item.figure));
    // Where there is no room for bars, names and figures are worth more than stumps.
    const int usualName = std::clamp(int(width() * 0.42), 110, 190);
    const int wholeRoom = width() - numberWidth - figureWidth - 12;
    const bool hasBars = wholeRoom - usualName >= leastBar;
    const int nameWidth = hasBars ? usualName : std::max(60, wholeRoom);
    for (qsizetype row = 0; row < m_items.size(); ++row) {
        const Item &item = m_items[row];
        const QRectF line(0, high * double(row), width(), high);
        // A row that would be cut off is not begun.
        if (line.bottom() > height() + 0.5)
            break;
        if (row == m_hovered) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(m_theme.tint(Token::Raised, 0.8));
            painter.drawRoundedRect(line, 4, 4);
        }
        painter.setPen(m_theme.colour(Token::Quiet));
        painter.drawText(QRectF(0, line.top(), numberWidth - 8, high), Qt::AlignVCenter | Qt::AlignRight, item.number);
        painter.setPen(m_theme.colour(Token::Text));
        painter.drawText(QRectF(numberWidth, line.top(), nameWidth - 8, high), Qt::AlignVCenter | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(item.name, Qt::ElideRight, nameWidth - 8));
        const double room = hasBars ? double(wholeRoom - nameWidth) : 0;
        const double share = item.maximum > 0 ? std::clamp(item.value / item.maximum, 0.0, 1.0) : 0;
        const QRectF bar(numberWidth + nameWidth, line.center().y() - 5, hasBars ? std::max(2.0, room * share) : 0.0,
                         10);
        if (hasBars) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(item.mark == Mark::None ? m_theme.colour(Token::Accent) : m_theme.colour(item.mark));
            painter.drawRoundedRect(bar, 3, 3);
        }
        painter.setPen(m_theme.colour(Token::Text));
        painter.drawText(QRectF(bar.right() + 8, line.top(), figureWidth + 4, high), Qt::AlignVCenter | Qt::AlignLeft,
                         item.figure);
    }
}

void BarList::mouseMoveEvent(QMouseEvent *event)
{
    m_hovered = rowAt(int(event->position().y()));
    setCursor(m_hovered >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update();
}

void BarList::mousePressEvent(QMouseEvent *event)
{
    if (const int row = rowAt(int(event->position().y())); row >= 0)
        emit opened(m_items[row].id);
}

void BarList::leaveEvent(QEvent *)
{
    m_hovered = -1;
    update();
}

} // namespace Marathon

#include "moc_BarList.cpp"
