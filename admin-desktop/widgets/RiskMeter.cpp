#include "admin-desktop/widgets/RiskMeter.h"

#include "admin-desktop/widgets/MarkPainter.h"
#include "admin-desktop/widgets/Theme.h"

namespace Marathon {

RiskMeter::RiskMeter(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void RiskMeter::setPoints(qint64 points, qint64 limit, qint64 warningAt, Mark mark, const QString &word)
{
    m_points = points;
    m_limit = limit;
    m_warningAt = warningAt;
    m_mark = points > 0 ? mark : Mark::None;
    m_word = word;
    setToolTip(tr("%1 points; a warning at %2, the limit at %3").arg(points).arg(warningAt).arg(limit));
    update();
}

void RiskMeter::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(Theme::font(Size::tableText));
    const int line = painter.fontMetrics().height();
    int left = 0;
    if (m_mark != Mark::None) {
        paintMark(painter, m_mark, QRectF(0, (line - 10) / 2.0, 10, 10), m_theme.colour(m_mark));
        left = 16;
    }
    painter.setPen(m_theme.colour(Token::Text));
    painter.drawText(QRect(left, 0, width() - left, line), Qt::AlignLeft | Qt::AlignVCenter, m_word);
    painter.setFont(Theme::font(Size::tableText, QFont::DemiBold));
    painter.drawText(QRect(0, 0, width(), line), Qt::AlignRight | Qt::AlignVCenter,
                     u"%1 / %2"_s.arg(m_points).arg(m_limit));
    const QRectF track(0, line + 8, width(), 8);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.colour(Token::Raised));
    painter.drawRoundedRect(track, 4, 4);
    if (m_limit <= 0)
        return;
    if (m_points > 0) {
        QRectF filled = track;
        filled.setWidth(std::max(8.0, track.width() * std::min(1.0, double(m_points) / double(m_limit))));
        painter.setBrush(m_theme.colour(m_mark));
        painter.drawRoundedRect(filled, 4, 4);
    }
    const double notch = track.width() * double(m_warningAt) / double(m_limit);
    painter.fillRect(QRectF(notch - 1, track.top() - 2, 2, track.height() + 4), m_theme.colour(Token::Quiet));
}

} // namespace Marathon

#include "moc_RiskMeter.cpp"
