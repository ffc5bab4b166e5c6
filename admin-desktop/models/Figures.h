#pragma once

#include "admin-desktop/client/LiveContest.h"

namespace Marathon {

/// The numbers of the overview's tiles and the top bar.
struct Figures
{
    int participants = 0;
    int online = 0;
    double submissionsPerMinute = 0; ///< mean of the last five minutes
    int submissions = 0;
    int accepted = 0;
    int judged = 0;
    double violationsPerMinute = 0; ///< mean of the last five minutes
    int violations = 0;
    int waiting = 0; ///< submissions without a verdict
    Duration oldestWaiting {0};
    std::array<int, 4> byRisk {}; ///< people not disqualified, by Risk; without points they are in none
    int suspended = 0;
    int disqualified = 0;
    int provisional = 0; ///< automatic disqualifications that wait for a person
    int openIncidents = 0;
    bool operator==(const Figures &) const = default;
};
Figures figuresOf(const LiveContest &contest);

/// The violations of one minute by level: low, medium, high, and those that reached the limit.
struct MinuteCount
{
    Instant minute {};
    std::array<int, 4> counts {};
    bool operator==(const MinuteCount &) const = default;
};
/// The last `minutes` minutes, oldest first, also the empty ones. An incident counts in the minute in which it was
/// first charged, at its highest level; excused ones are left out.
QList<MinuteCount> violationsPerMinute(const ContestState &state, Instant now, int minutes);

/// When rounds started and closed.
struct RoundMoment
{
    Instant at {};
    QString name;
    bool isStart = true;
    bool operator==(const RoundMoment &) const = default;
};
QList<RoundMoment> roundMoments(const ContestState &state);

/// What an organiser does next, and what else is possible: from the tables of contest and round states.
struct NextStep
{
    enum class What { Contest, Round };
    QString text;   ///< "Start Level 2"
    QString effect; ///< what happens to whom, for the confirmation
    What what = What::Contest;
    ContestPhase contest = ContestPhase::Live;
    int round = 0;
    RoundPhase roundPhase = RoundPhase::Active;
    bool isPrimary = false;
    bool isGrave = false; ///< ends or stops something
};
/// The primary one first.
QList<NextStep> nextSteps(const ContestState &state);

} // namespace Marathon
