#pragma once

#include "admin-desktop/models/LiveStandings.h"
#include "admin-desktop/models/RowModel.h"

namespace Marathon {

struct LeaderboardRow : RowBase
{
    Standing standing;
    int movement = 0;
    QString name;
    QString college;
    QString seat;
    QString hall;
    bool operator==(const LeaderboardRow &) const = default;
};

/// The leaderboard of one round, or overall: a row per participant with a cell per problem. The disqualified are rows
/// too, marked by OutRole, so that a page can show them apart.
class LeaderboardModel : public RowModel<LeaderboardRow>
{
    Q_OBJECT

public:
    LeaderboardModel(const LiveContest &contest, const LiveStandings &standings, QObject *parent = nullptr);

    int round() const { return m_round; }
    /// 0: overall. Replaces the columns.
    void setRound(int round);

protected:
    QVariant rowData(const LeaderboardRow &row, int role) const override;

private:
    void reload();
    void update();
    void rebuildColumns();
    /// Overall, the problems of rounds that have not begun take no room.
    bool isShown(const ProblemConfig &problem) const;
    QStringList labels() const;
    QList<LeaderboardRow> rows() const;

    const LiveContest &m_contest;
    const LiveStandings &m_standings;
    QStringList m_labels;
    int m_round = 0;
};

} // namespace Marathon
