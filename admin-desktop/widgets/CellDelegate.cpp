#include "admin-desktop/widgets/CellDelegate.h"

#include "admin-desktop/models/CellRoles.h"
#include "admin-desktop/widgets/MarkPainter.h"
#include "admin-desktop/widgets/Theme.h"

#include <QDateTime>
#include <QPainter>
#include <QTableView>

namespace Marathon {

namespace {

constexpr int padding = 8;
constexpr int markSize = 10;

} // namespace

CellDelegate::CellDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{}

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    paintGround(*painter, option, index);
    const QRect area = option.rect.adjusted(padding, 0, -padding, 0);
    if (index.data(BarRole).isValid())
        paintBar(*painter, area, index);
    else
        paintText(*painter, area, option, index);
    painter->restore();
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QString text = index.data(Qt::DisplayRole).toString();
    const qsizetype lines = text.count(u'\n') + 1;
    const int mark = index.data(MarkRole).toInt() != 0 ? markSize + 6 : 0;
    int width = 0;
    for (const QString &line : text.split(u'\n'))
        width = std::max(width, option.fontMetrics.horizontalAdvance(line));
    return {width + mark + 2 * padding, lines > 1 ? int(lines) * option.fontMetrics.height() + 10 : Size::tableRow};
}

void CellDelegate::paintGround(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const bool isSelected = option.state & QStyle::State_Selected;
    const bool isHovered = option.state & QStyle::State_MouseOver;
    const qint64 freshAt = index.data(FreshRole).toLongLong();
    if (isSelected)
        painter.fillRect(option.rect, m_theme.tint(Token::Accent, 0.16));
    else if (freshAt > 0 && QDateTime::currentMSecsSinceEpoch() - freshAt < glowMs)
        painter.fillRect(option.rect, m_theme.tint(Token::Notice, 0.13));
    else if (isHovered)
        painter.fillRect(option.rect, m_theme.tint(Token::Raised, 0.6));
    painter.setPen(m_theme.tint(Token::Line, 0.6));
    painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    const auto *table = qobject_cast<const QTableView *>(option.widget);
    if (table && table->hasFocus() && table->currentIndex().row() == index.row() && index.column() == 0) {
        // The focus ring of a whole row: a bar at its head.
        painter.fillRect(QRect(option.rect.topLeft(), QSize(2, option.rect.height())), m_theme.colour(Token::Accent));
    }
}

void CellDelegate::paintBar(QPainter &painter, const QRect &area, const QModelIndex &index) const
{
    const QPointF bar = index.data(BarRole).toPointF();
    const auto mark = Mark(index.data(MarkRole).toInt());
    const QString text = index.data(Qt::DisplayRole).toString();
    painter.setFont(Theme::font(Size::tableText));
    const int figures = painter.fontMetrics().horizontalAdvance(u"00/00"_s) + 4;
    const QRectF track(area.left(), area.center().y() - 3, std::max(10, area.width() - figures - 6), 6);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.colour(Token::Raised));
    painter.drawRoundedRect(track, 3, 3);
    if (bar.y() > 0 && bar.x() > 0) {
        QRectF filled = track;
        filled.setWidth(std::max(4.0, track.width() * std::min(1.0, bar.x() / bar.y())));
        painter.setBrush(m_theme.colour(mark));
        painter.drawRoundedRect(filled, 3, 3);
    }
    painter.setPen(m_theme.colour(bar.x() > 0 ? Token::Text : Token::Quiet));
    painter.drawText(QRect(int(track.right()) + 4, area.top(), area.right() - int(track.right()) - 3, area.height()),
                     Qt::AlignVCenter | Qt::AlignRight, text);
}

void CellDelegate::paintText(QPainter &painter, QRect area, const QStyleOptionViewItem &option,
                             const QModelIndex &index) const
{
    const auto mark = Mark(index.data(MarkRole).toInt());
    const QStringList lines = index.data(Qt::DisplayRole).toString().split(u'\n');
    painter.setFont(Theme::font(Size::tableText));
    const int lineHeight = painter.fontMetrics().height();
    int top = area.top() + (area.height() - lineHeight * int(lines.size())) / 2;
    if (mark != Mark::None) {
        paintMark(painter, mark, QRectF(area.left(), top + (lineHeight - markSize) / 2.0, markSize, markSize),
                  m_theme.colour(mark));
        area.setLeft(area.left() + markSize + 6);
    }
    const int alignment = index.data(Qt::TextAlignmentRole).toInt() & Qt::AlignHorizontal_Mask;
    bool isQuiet = index.data(QuietRole).toBool();
    for (const QString &line : lines) {
        painter.setPen(m_theme.colour(isQuiet ? Token::Quiet : Token::Text));
        painter.drawText(QRect(area.left(), top, area.width(), lineHeight), alignment | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(line, option.textElideMode, area.width()));
        top += lineHeight;
        isQuiet = true;
    }
}

} // namespace Marathon

#include "moc_CellDelegate.cpp"
