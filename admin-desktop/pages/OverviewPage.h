#pragma once

#include "admin-desktop/pages/Page.h"
#include "admin-desktop/widgets/BarList.h"
#include "admin-desktop/widgets/Parts.h"
#include "admin-desktop/widgets/StackedChart.h"

#include <QProgressBar>

namespace Marathon {

class MarkLabel;

/// The state of everything at a glance: clock and next step, figures, violations per minute, top ten, what just
/// happened.
class OverviewPage : public Page
{
    Q_OBJECT

public:
    explicit OverviewPage(Desk &desk, QWidget *parent = nullptr);

    bool hasChart() const { return m_chart->hasBars(); }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeClock();
    QWidget *makeTiles();
    QWidget *makeChart();
    QWidget *makeTopTen();
    QWidget *makeActivity();
    void refresh();
    void showClock();
    void showSteps();
    void showTiles();
    void showChart();
    void showTopTen();

    QLabel *m_contestState;
    QLabel *m_roundName;
    QLabel *m_clock;
    QLabel *m_clockNote;
    QProgressBar *m_progress;
    QGridLayout *m_steps;
    QList<NextStep> m_shownSteps;
    QString m_shownBlock;
    QList<Tile *> m_tiles;
    QList<MarkLabel *> m_legend;
    StackedChart *m_chart;
    BarList *m_topTen;
};

} // namespace Marathon
