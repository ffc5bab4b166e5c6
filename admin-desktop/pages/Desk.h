#pragma once

#include "admin-desktop/client/Session.h"
#include "admin-desktop/models/LeaderboardModel.h"
#include "admin-desktop/models/LiveStandings.h"
#include "admin-desktop/models/ParticipantsModel.h"
#include "admin-desktop/models/StreamModels.h"
#include "admin-desktop/models/ViolationsModel.h"
#include "admin-desktop/pages/Actions.h"
#include "admin-desktop/widgets/Theme.h"

namespace Marathon {

/// What every page works with: the live contest, the models over it, the actions, and where to go from here. One per
/// window, made by it, given to pages by reference.
class Desk : public QObject
{
    Q_OBJECT

public:
    Desk(Session &sessionOfWindow, const Theme &windowTheme, QWidget &window)
        : QObject(&window)
        , session(sessionOfWindow)
        , contest(sessionOfWindow.contest())
        , theme(windowTheme)
        , standings(contest)
        , participants(contest, standings)
        , violations(contest)
        , activity(contest)
        , actions(sessionOfWindow, windowTheme, window)
    {}

    Session &session;
    LiveContest &contest;
    const Theme &theme;
    LiveStandings standings;
    ParticipantsModel participants;
    ViolationsModel violations;
    ActivityModel activity;
    Actions actions;

signals:
    /// Show this person in the panel; empty closes it.
    void personWanted(const QString &id);
    /// Go to a page by its name; `filter` is what the page understands by it.
    void pageWanted(const QString &page, const QString &filter);
    /// Once a second: figures and clocks are shown anew.
    void ticked();
};

} // namespace Marathon
