#pragma once

#include "admin-desktop/pages/FilterBar.h"
#include "admin-desktop/pages/Page.h"

#include <QPushButton>

namespace Marathon {

/// The live stream of incidents, newest on top. While somebody reads further down, new ones wait and are counted.
class ViolationsPage : public Page
{
    Q_OBJECT

public:
    explicit ViolationsPage(Desk &desk, QWidget *parent = nullptr);

    QStringList chosenPeople() const override { return m_table->chosenPeople(); }

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeChips();
    void setPaused(bool isPaused);
    void showPause();
    void excuseCurrent();

    DataTable *m_table;
    FilterBar *m_filter;
    HallTabs *m_halls;
    QPushButton *m_information;
    QPushButton *m_graveOnly;
    QPushButton *m_pause;
    QPushButton *m_excuse;
    QLabel *m_state;
    bool m_isPausedByHand = false;
};

} // namespace Marathon
