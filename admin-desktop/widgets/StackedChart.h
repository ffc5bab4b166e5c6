#pragma once

#include "shared/look/Marks.h"

#include <QChartView>
#include <QList>
#include <QString>

QT_BEGIN_NAMESPACE
class QBarSet;
class QCategoryAxis;
class QGraphicsLineItem;
class QGraphicsSimpleTextItem;
class QStackedBarSeries;
class QValueAxis;
QT_END_NAMESPACE

namespace Marathon {

class Theme;

/// Bars over time, stacked from the mildest to the worst mark, with vertical lines where something began or ended.
class StackedChart : public QChartView
{
    Q_OBJECT

public:
    struct Bar
    {
        QString label;     ///< on the axis, for the bars that get one; always in the tip
        QList<int> values; ///< one per mark
        bool isLabelled = false;
        bool operator==(const Bar &) const = default;
    };
    struct Moment
    {
        double position = 0; ///< in bars from the left; between bars is allowed
        QString label;
        bool operator==(const Moment &) const = default;
    };

    StackedChart(const Theme &theme, const QList<Mark> &marks, QWidget *parent = nullptr);

    /// Shows these bars, oldest first; does nothing when they are the same as before.
    void setBars(const QList<Bar> &bars);
    void setMoments(const QList<Moment> &moments);
    bool hasBars() const { return !m_bars.isEmpty(); }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void scaleCounts();
    void paintWithTheme();
    void placeMoments();
    void showTip(bool isOver, int index);

    const Theme &m_theme;
    QList<Mark> m_marks;
    QList<QBarSet *> m_sets;
    QStackedBarSeries *m_series;
    QCategoryAxis *m_timeAxis;
    QValueAxis *m_countAxis;
    QList<Bar> m_bars;
    QList<Moment> m_moments;
    QList<std::pair<QGraphicsLineItem *, QGraphicsSimpleTextItem *>> m_momentItems;
};

} // namespace Marathon
