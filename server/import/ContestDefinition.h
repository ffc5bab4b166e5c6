#pragma once

#include "server/import/ProblemPackage.h"
#include "shared/core/Clock.h"

#include <QJsonObject>
#include <QStringList>

namespace Marathon {

/// A round as contest.yaml describes it.
struct RoundDefinition
{
    /// Common: one start and end for all. Individual: an own clock from first entry.
    enum class Timing { Common, Individual };
    /// None: open to all who are not disqualified. List: staff publish who enters.
    enum class Qualification { None, List };

    int number = 0; ///< 1 to 99, unique, ascending order is the order of play
    QString name;
    int minutes = 0; ///< 1 to 1,440
    Timing timing = Timing::Common;
    QStringList languages; ///< ids of language files
    QStringList problems;  ///< ids of ContestDefinition::problems, in the order of their labels
    int countdownMinutes = 0;
    Qualification qualification = Qualification::None;
    bool operator==(const RoundDefinition &) const = default;
};

/// A whole contest as it lies on disk, complete and consistent: every language has its buggy sources, every round its
/// problems, every problem its tests.
struct ContestDefinition
{
    enum class Scoring { AllOrNothing, Groups };

    struct Leaderboard
    {
        bool isPublic = true;
        int freezeMinutesBeforeEnd = 0; ///< 0: not frozen
        bool operator==(const Leaderboard &) const = default;
    };

    QString id;
    QString name;
    std::optional<Instant> startsAt; ///< none: started by hand
    Scoring scoring = Scoring::AllOrNothing;
    int penaltyMinutes = 0;
    bool smallestFixTieBreak = false;
    Leaderboard leaderboard;
    QString policyPreset;           ///< name of a preset; "Standard" when contest.yaml has no policy
    QJsonObject policySettings;     ///< settings that differ from the preset; the rules know and check them
    QList<RoundDefinition> rounds;  ///< ascending by number
    QList<ProblemPackage> problems; ///< ascending by id; also those that no round uses yet
};

template <>
struct EnumNames<RoundDefinition::Timing>
{
    static constexpr std::array rows {
        EnumName<RoundDefinition::Timing> {RoundDefinition::Timing::Common, "common"_L1},
        EnumName<RoundDefinition::Timing> {RoundDefinition::Timing::Individual, "individual"_L1},
    };
    static_assert(oneRowPerKindInOrder(rows));
};

template <>
struct EnumNames<RoundDefinition::Qualification>
{
    static constexpr std::array rows {
        EnumName<RoundDefinition::Qualification> {RoundDefinition::Qualification::None, "none"_L1},
        EnumName<RoundDefinition::Qualification> {RoundDefinition::Qualification::List, "list"_L1},
    };
    static_assert(oneRowPerKindInOrder(rows));
};

template <>
struct EnumNames<ContestDefinition::Scoring>
{
    static constexpr std::array rows {
        EnumName<ContestDefinition::Scoring> {ContestDefinition::Scoring::AllOrNothing, "all-or-nothing"_L1},
        EnumName<ContestDefinition::Scoring> {ContestDefinition::Scoring::Groups, "groups"_L1},
    };
    static_assert(oneRowPerKindInOrder(rows));
};

} // namespace Marathon
