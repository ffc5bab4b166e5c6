#pragma once

#include "admin-desktop/pages/FilterBar.h"
#include "admin-desktop/pages/Page.h"
#include "admin-desktop/widgets/SeatMap.h"

#include <QPushButton>
#include <QStackedWidget>

namespace Marathon {

/// Everybody, the worst first, as a table or as the halls' seats; the chosen ones are acted on from here.
class MonitorPage : public Page
{
    Q_OBJECT

public:
    explicit MonitorPage(Desk &desk, QWidget *parent = nullptr);

    /// "risk", "offline", "seats", "hall:NAME", or words to search for.
    void showFilter(const QString &filter) override;
    QStringList chosenPeople() const override { return m_table->chosenPeople(); }
    void choosePerson(const QString &id) override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeChips();
    void makeActions(QHBoxLayout &line);
    void showActions();

    DataTable *m_table;
    SeatMap *m_seats;
    QStackedWidget *m_views;
    FilterBar *m_filter;
    HallTabs *m_halls;
    QPushButton *m_riskOnly;
    QPushButton *m_seatView;
    QLabel *m_chosen;
    QList<QPushButton *> m_actions;
};

} // namespace Marathon
