#include "admin-desktop/PageList.h"

#include "admin-desktop/pages/LeaderboardPage.h"
#include "admin-desktop/pages/MonitorPage.h"
#include "admin-desktop/pages/OverviewPage.h"
#include "admin-desktop/pages/ViolationsPage.h"

namespace Marathon {

namespace {

template <typename PageType>
Page *make(Desk &desk, QWidget *parent)
{
    return new PageType(desk, parent);
}

} // namespace

const QList<PageRow> &pageList()
{
    static const QList<PageRow> pages {
        {"overview"_L1, QT_TRANSLATE_NOOP("PageList", "Overview"), "layout-dashboard"_L1, Permission::WatchContest,
         &make<OverviewPage>},
        {"monitor"_L1, QT_TRANSLATE_NOOP("PageList", "Monitor"), "users"_L1, Permission::WatchContest,
         &make<MonitorPage>},
        {"violations"_L1, QT_TRANSLATE_NOOP("PageList", "Violations"), "shield-alert"_L1, Permission::WatchContest,
         &make<ViolationsPage>},
        {"leaderboard"_L1, QT_TRANSLATE_NOOP("PageList", "Leaderboard"), "trophy"_L1, Permission::WatchContest,
         &make<LeaderboardPage>},
    };
    return pages;
}

} // namespace Marathon
