#pragma once

#include "admin-desktop/pages/FilterBar.h"
#include "admin-desktop/pages/Page.h"

namespace Marathon {

/// The ranking, overall or of one round, with a cell per problem; the disqualified stand apart, for staff only.
class LeaderboardPage : public Page
{
    Q_OBJECT

public:
    explicit LeaderboardPage(Desk &desk, QWidget *parent = nullptr);

    QStringList chosenPeople() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void connectTable(DataTable &table);
    void rebuildTabs();
    void showState();
    void arrange();

    LeaderboardModel m_model;
    DataTable *m_ranked;
    DataTable *m_out;
    QTabBar *m_rounds;
    QWidget *m_outCard;
    QLabel *m_outTitle;
    QLabel *m_state;
    QStringList m_tabTexts;
};

} // namespace Marathon
