#pragma once

#include "admin-desktop/models/Figures.h"
#include "admin-desktop/pages/Desk.h"
#include "admin-desktop/widgets/MarkPainter.h"

#include <QCompleter>
#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

namespace Marathon {

/// Above every page: contest, state, round, clock, who is online, alerts by level, the stop button, search, and me.
class TopBar : public QFrame
{
    Q_OBJECT

public:
    explicit TopBar(Desk &desk, QWidget *parent = nullptr);

    /// Ctrl+K.
    void startSearch();

signals:
    void themeToggled();
    void signOutWanted();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeSearch(QHBoxLayout &layout);
    void makeMe(QHBoxLayout &layout);
    void refresh();
    void showState();
    void showAlerts(const Figures &figures);
    void showStop();
    void openFound(const QString &text);

    Desk &m_desk;
    QLabel *m_contest;
    MarkLabel *m_state;
    QLabel *m_round;
    QLabel *m_clock;
    MarkLabel *m_online;
    QList<MarkLabel *> m_alerts;
    QLineEdit *m_search;
    QPushButton *m_stop;
    QToolButton *m_me;
};

} // namespace Marathon
