#include "admin-desktop/widgets/MarkPainter.h"

#include "admin-desktop/widgets/Theme.h"

#include <QPainterPath>
#include <cmath>

namespace Marathon {

namespace {

constexpr int markSize = 10;

QPolygonF polygon(const QRectF &bounds, std::initializer_list<QPointF> corners)
{
    QPolygonF shape;
    for (const QPointF &corner : corners)
        shape.append({bounds.x() + corner.x() * bounds.width(), bounds.y() + corner.y() * bounds.height()});
    return shape;
}

QPolygonF hexagon(const QRectF &bounds)
{
    QPolygonF shape;
    for (int corner = 0; corner < 6; ++corner) {
        const double angle = M_PI / 3 * corner;
        shape.append(bounds.center() + QPointF(std::cos(angle), std::sin(angle)) * bounds.width() / 2);
    }
    return shape;
}

} // namespace

void paintMark(QPainter &painter, Mark mark, const QRectF &bounds, const QColor &colour)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    const QPen stroke(colour, std::max(1.5, bounds.width() / 6), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    switch (factOf(mark).shape) {
    case Shape::None:
        break;
    case Shape::Ring:
        painter.setBrush(Qt::NoBrush);
        painter.setPen(stroke);
        painter.drawEllipse(bounds.adjusted(1.5, 1.5, -1.5, -1.5));
        break;
    case Shape::Dot:
        painter.drawEllipse(bounds.adjusted(1, 1, -1, -1));
        break;
    case Shape::Triangle:
        painter.drawPolygon(polygon(bounds, {{0.5, 0.04}, {1, 0.94}, {0, 0.94}}));
        break;
    case Shape::Diamond:
        painter.drawPolygon(polygon(bounds, {{0.5, -0.05}, {1.05, 0.5}, {0.5, 1.05}, {-0.05, 0.5}}));
        break;
    case Shape::Square:
        painter.drawRect(bounds.adjusted(0.5, 0.5, -0.5, -0.5));
        break;
    case Shape::Pause:
        painter.drawRect(
            QRectF(bounds.x() + bounds.width() * 0.12, bounds.y(), bounds.width() * 0.28, bounds.height()));
        painter.drawRect(QRectF(bounds.x() + bounds.width() * 0.6, bounds.y(), bounds.width() * 0.28, bounds.height()));
        break;
    case Shape::Hexagon:
        painter.drawPolygon(hexagon(bounds.adjusted(-0.5, -0.5, 0.5, 0.5)));
        break;
    case Shape::Check:
        painter.setBrush(Qt::NoBrush);
        painter.setPen(stroke);
        painter.drawPolyline(polygon(bounds, {{0.05, 0.55}, {0.38, 0.88}, {0.95, 0.15}}));
        break;
    case Shape::Cross:
        painter.setPen(stroke);
        painter.drawLine(bounds.topLeft() + QPointF(1, 1), bounds.bottomRight() - QPointF(1, 1));
        painter.drawLine(bounds.topRight() + QPointF(-1, 1), bounds.bottomLeft() + QPointF(1, -1));
        break;
    case Shape::Dots:
        for (int dot = 0; dot < 3; ++dot)
            painter.drawEllipse(QPointF(bounds.x() + bounds.width() * (0.15 + 0.35 * dot), bounds.center().y()),
                                bounds.width() * 0.12, bounds.width() * 0.12);
        break;
    }
    painter.restore();
}

MarkLabel::MarkLabel(const Theme &theme, Mark mark, const QString &text, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_mark(mark)
    , m_text(text)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void MarkLabel::setText(const QString &text)
{
    if (m_text == text)
        return;
    m_text = text;
    updateGeometry();
    update();
}

void MarkLabel::setMark(Mark mark)
{
    m_mark = mark;
    update();
}

QSize MarkLabel::sizeHint() const
{
    return {markSize + 6 + fontMetrics().horizontalAdvance(m_text) + 1, std::max(16, fontMetrics().height())};
}

void MarkLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintMark(painter, m_mark, QRectF(0, (height() - markSize) / 2.0, markSize, markSize), m_theme.colour(m_mark));
    painter.setPen(m_theme.colour(Token::Text));
    painter.drawText(rect().adjusted(markSize + 6, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, m_text);
}

} // namespace Marathon

#include "moc_MarkPainter.cpp"
