#include "admin-desktop/widgets/StackedChart.h"

#include "admin-desktop/widgets/Theme.h"

#include <QBarSet>
#include <QCategoryAxis>
#include <QChart>
#include <QCursor>
#include <QGraphicsLineItem>
#include <QGraphicsSimpleTextItem>
#include <QStackedBarSeries>
#include <QToolTip>
#include <QValueAxis>

namespace Marathon {

namespace {

constexpr int axisText = 11;

constexpr int tickRoom = 30; ///< pixels that a label of the count axis wants

/// A top of the axis with whole, round steps, and the step.
std::pair<int, int> roundScale(int largest, int mostSteps)
{
    for (const int step : {1, 2, 5, 10, 20, 50, 100, 200, 500}) {
        const int top = (largest / step + 1) * step;
        if (top / step <= mostSteps)
            return {std::max(top, 2 * step), step};
    }
    return {(largest / 1000 + 1) * 1000, 1000};
}

} // namespace

StackedChart::StackedChart(const Theme &theme, const QList<Mark> &marks, QWidget *parent)
    : QChartView(parent)
    , m_theme(theme)
    , m_marks(marks)
    , m_series(new QStackedBarSeries)
    , m_timeAxis(new QCategoryAxis)
    , m_countAxis(new QValueAxis)
{
    for (const Mark mark : marks) {
        auto *set = new QBarSet(nameOf(mark));
        m_sets.append(set);
        m_series->append(set);
        connect(set, &QBarSet::hovered, this, &StackedChart::showTip);
    }
    m_series->setBarWidth(0.8);
    chart()->addSeries(m_series);
    chart()->addAxis(m_timeAxis, Qt::AlignBottom);
    chart()->addAxis(m_countAxis, Qt::AlignLeft);
    m_series->attachAxis(m_timeAxis);
    m_series->attachAxis(m_countAxis);
    m_timeAxis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    m_timeAxis->setGridLineVisible(false);
    m_timeAxis->setTruncateLabels(false);
    m_countAxis->setLabelFormat(u"%d"_s);
    m_countAxis->setLineVisible(false);
    chart()->legend()->hide();
    chart()->setMargins(QMargins(0, 0, 0, 0));
    chart()->setBackgroundRoundness(0);
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    setRenderHint(QPainter::Antialiasing);
    setFrameShape(QFrame::NoFrame);
    setMinimumHeight(120);
    connect(chart(), &QChart::plotAreaChanged, this, &StackedChart::placeMoments);
    connect(&theme, &Theme::changed, this, &StackedChart::paintWithTheme);
    paintWithTheme();
}

void StackedChart::setBars(const QList<Bar> &bars)
{
    if (m_bars == bars)
        return;
    const bool hasSameAxis = m_bars.size() == bars.size() &&
                             std::equal(bars.begin(), bars.end(), m_bars.begin(), [](const Bar &one, const Bar &other) {
                                 return one.label == other.label && one.isLabelled == other.isLabelled;
                             });
    m_bars = bars;
    for (qsizetype set = 0; set < m_sets.size(); ++set) {
        if (m_sets[set]->count() != bars.size()) {
            m_sets[set]->remove(0, m_sets[set]->count());
            m_sets[set]->append(QList<qreal>(bars.size(), 0));
        }
        for (qsizetype index = 0; index < bars.size(); ++index) {
            if (m_sets[set]->at(int(index)) != bars[index].values.value(set))
                m_sets[set]->replace(int(index), bars[index].values.value(set));
        }
    }
    if (!hasSameAxis) {
        for (const QString &label : m_timeAxis->categoriesLabels())
            m_timeAxis->remove(label);
        m_timeAxis->setRange(-0.5, double(bars.size()) - 0.5);
        for (qsizetype index = 0; index < bars.size(); ++index) {
            if (bars[index].isLabelled)
                m_timeAxis->append(bars[index].label, double(index));
        }
    }
    scaleCounts();
    placeMoments();
}

void StackedChart::scaleCounts()
{
    int largest = 0;
    for (const Bar &bar : m_bars)
        largest = std::max(largest, std::accumulate(bar.values.begin(), bar.values.end(), 0));
    const auto [top, step] = roundScale(largest, std::clamp((height() - tickRoom) / tickRoom, 2, 6));
    m_countAxis->setRange(0, top);
    m_countAxis->setTickCount(top / step + 1);
}

void StackedChart::resizeEvent(QResizeEvent *event)
{
    QChartView::resizeEvent(event);
    scaleCounts();
}

void StackedChart::setMoments(const QList<Moment> &moments)
{
    if (m_moments == moments)
        return;
    m_moments = moments;
    for (const auto &[line, text] : m_momentItems) {
        delete line;
        delete text;
    }
    m_momentItems.clear();
    for (const Moment &moment : moments)
        m_momentItems.append({new QGraphicsLineItem(chart()), new QGraphicsSimpleTextItem(moment.label, chart())});
    placeMoments();
    paintWithTheme();
}

void StackedChart::placeMoments()
{
    const QRectF plot = chart()->plotArea();
    const double perBar = m_bars.isEmpty() ? 0 : plot.width() / double(m_bars.size());
    double lastEnd = plot.left();
    for (qsizetype index = 0; index < m_momentItems.size(); ++index) {
        const auto &[line, text] = m_momentItems[index];
        const double x = plot.left() + (m_moments[index].position + 0.5) * perBar;
        line->setLine(x, plot.top(), x, plot.bottom());
        const double width = text->boundingRect().width();
        const double left = x + 4 + width <= plot.right() ? x + 4 : x - 4 - width;
        // Two that come close together stand one below the other.
        const bool isCrowded = left < lastEnd;
        text->setPos(left, plot.top() + (isCrowded ? text->boundingRect().height() : 0));
        text->setVisible(perBar > 0);
        line->setVisible(perBar > 0);
        lastEnd = isCrowded ? plot.left() : left + width;
    }
}

void StackedChart::paintWithTheme()
{
    chart()->setBackgroundBrush(m_theme.colour(Token::Surface));
    setBackgroundBrush(m_theme.colour(Token::Surface));
    for (qsizetype set = 0; set < m_sets.size(); ++set) {
        m_sets[set]->setBrush(m_theme.colour(m_marks[set]));
        // A thin line of the ground between the parts of a stack, so that they can be told apart without colour.
        m_sets[set]->setPen(QPen(m_theme.colour(Token::Surface), 1));
    }
    for (QAbstractAxis *axis : {static_cast<QAbstractAxis *>(m_timeAxis), static_cast<QAbstractAxis *>(m_countAxis)}) {
        axis->setLabelsFont(Theme::font(axisText));
        axis->setLabelsBrush(m_theme.colour(Token::Quiet));
        axis->setLinePen(QPen(m_theme.colour(Token::Line), 1));
        axis->setGridLinePen(QPen(m_theme.tint(Token::Line, 0.7), 1));
    }
    for (const auto &[line, text] : m_momentItems) {
        line->setPen(QPen(m_theme.colour(Token::Quiet), 1, Qt::DashLine));
        text->setBrush(m_theme.colour(Token::Quiet));
        text->setFont(Theme::font(axisText));
    }
}

void StackedChart::showTip(bool isOver, int index)
{
    if (!isOver || index < 0 || index >= m_bars.size()) {
        QToolTip::hideText();
        return;
    }
    QStringList parts;
    for (qsizetype set = m_sets.size() - 1; set >= 0; --set) {
        if (m_bars[index].values.value(set) > 0)
            parts.append(u"%1 %2"_s.arg(m_bars[index].values.value(set)).arg(nameOf(m_marks[set])));
    }
    QToolTip::showText(QCursor::pos(), m_bars[index].label + u": "_s + parts.join(u", "_s), this);
}

} // namespace Marathon

#include "moc_StackedChart.cpp"
