#pragma once

#include "shared/core/Clock.h"
#include "shared/domain/Ids.h"
#include "shared/domain/Role.h"

#include <QList>
#include <QSet>

namespace Marathon {

enum class Scoring { AllOrNothing, Groups };
template <>
struct EnumNames<Scoring>
{
    static constexpr std::array rows {EnumName<Scoring> {Scoring::AllOrNothing, "all-or-nothing"_L1},
                                      EnumName<Scoring> {Scoring::Groups, "groups"_L1}};
};

/// Common: everybody starts and ends together. Individual: one's own clock from first entry, capped by the round's end.
enum class Timing { Common, Individual };
template <>
struct EnumNames<Timing>
{
    static constexpr std::array rows {EnumName<Timing> {Timing::Common, "common"_L1},
                                      EnumName<Timing> {Timing::Individual, "individual"_L1}};
};

struct RoundConfig
{
    int number = 1;
    QString name;
    Duration duration {0};
    Timing timing = Timing::Common;
    QSet<LanguageId> languages;
    QList<ProblemId> problems;
    Duration countdown {0};
    bool operator==(const RoundConfig &) const = default;
};

template <typename Fields>
void describe(Fields &fields, RoundConfig &round)
{
    fields("number", round.number);
    fields("name", round.name);
    fields("duration_ms", round.duration);
    fields("timing", round.timing);
    fields("languages", round.languages);
    fields("problems", round.problems);
    fields("countdown_ms", round.countdown);
}

/// What rules read of a problem; its statement and tests are tables.
struct ProblemConfig
{
    ProblemId id;
    QString label; ///< "A", "B", ... in the order of the contest
    int round = 1;
    int revision = 1;
    qint64 points = 0;
    QSet<LanguageId> languages;
    bool operator==(const ProblemConfig &) const = default;
};

template <typename Fields>
void describe(Fields &fields, ProblemConfig &problem)
{
    fields("id", problem.id);
    fields("label", problem.label);
    fields("round", problem.round);
    fields("revision", problem.revision);
    fields("points", problem.points);
    fields("languages", problem.languages);
}

/// A participant as far as rules read them: who sits where. Names are a table.
struct RosterEntry
{
    ParticipantId id;
    QString hall;
    QString seat;
    bool operator==(const RosterEntry &) const = default;
};

template <typename Fields>
void describe(Fields &fields, RosterEntry &entry)
{
    fields("participant_id", entry.id);
    fields("hall", entry.hall);
    fields("seat", entry.seat);
}

/// Where a member of the staff may act. No halls: everywhere.
struct StaffScope
{
    QString username;
    Role role = Role::Viewer;
    QSet<QString> halls;
    bool operator==(const StaffScope &) const = default;
};

template <typename Fields>
void describe(Fields &fields, StaffScope &scope)
{
    fields("username", scope.username);
    fields("role", scope.role);
    fields("halls", scope.halls);
}

/// Everything about the contest that a rule reads, in one value; `config.changed` carries it whole.
struct ContestConfig
{
    ContestId id;
    QString name;
    std::optional<Instant> startsAt;
    Scoring scoring = Scoring::AllOrNothing;
    Duration penalty {0}; ///< per rejected submission before the accepted one
    bool publicLeaderboard = true;
    int consentVersion = 1;
    QList<RoundConfig> rounds;
    QList<ProblemConfig> problems;
    QList<RosterEntry> roster;
    QList<StaffScope> staff;
    bool operator==(const ContestConfig &) const = default;

    const RoundConfig *round(int number) const;
    const ProblemConfig *problem(const ProblemId &id) const;
    const StaffScope *scopeOf(const QString &username) const;
};

template <typename Fields>
void describe(Fields &fields, ContestConfig &config)
{
    fields("id", config.id);
    fields("name", config.name);
    fields("starts_at", config.startsAt);
    fields("scoring", config.scoring);
    fields("penalty_ms", config.penalty);
    fields("public_leaderboard", config.publicLeaderboard);
    fields("consent_version", config.consentVersion);
    fields("rounds", config.rounds);
    fields("problems", config.problems);
    fields("roster", config.roster);
    fields("staff", config.staff);
}

} // namespace Marathon
