#pragma once

#include "shared/core/EnumTable.h"

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

/// draft -> scheduled -> live <-> paused -> ended -> finalised (ContestPhase.cpp has the table).
enum class ContestPhase { Draft, Scheduled, Live, Paused, Ended, Finalised };
template <>
struct EnumNames<ContestPhase>
{
    static constexpr std::array rows {EnumName<ContestPhase> {ContestPhase::Draft, "draft"_L1},
                                      EnumName<ContestPhase> {ContestPhase::Scheduled, "scheduled"_L1},
                                      EnumName<ContestPhase> {ContestPhase::Live, "live"_L1},
                                      EnumName<ContestPhase> {ContestPhase::Paused, "paused"_L1},
                                      EnumName<ContestPhase> {ContestPhase::Ended, "ended"_L1},
                                      EnumName<ContestPhase> {ContestPhase::Finalised, "finalised"_L1}};
};

/// locked -> countdown -> active <-> paused -> closed.
enum class RoundPhase { Locked, Countdown, Active, Paused, Closed };
template <>
struct EnumNames<RoundPhase>
{
    static constexpr std::array rows {EnumName<RoundPhase> {RoundPhase::Locked, "locked"_L1},
                                      EnumName<RoundPhase> {RoundPhase::Countdown, "countdown"_L1},
                                      EnumName<RoundPhase> {RoundPhase::Active, "active"_L1},
                                      EnumName<RoundPhase> {RoundPhase::Paused, "paused"_L1},
                                      EnumName<RoundPhase> {RoundPhase::Closed, "closed"_L1}};
};

bool mayFollow(ContestPhase from, ContestPhase to);
bool mayFollow(RoundPhase from, RoundPhase to);

/// What a participant is, computed from the actions in force.
enum class ParticipantStatus { Active, Suspended, Disqualified, NotSelected, Finished };
template <>
struct EnumNames<ParticipantStatus>
{
    static constexpr std::array rows {EnumName<ParticipantStatus> {ParticipantStatus::Active, "active"_L1},
                                      EnumName<ParticipantStatus> {ParticipantStatus::Suspended, "suspended"_L1},
                                      EnumName<ParticipantStatus> {ParticipantStatus::Disqualified, "disqualified"_L1},
                                      EnumName<ParticipantStatus> {ParticipantStatus::NotSelected, "not_selected"_L1},
                                      EnumName<ParticipantStatus> {ParticipantStatus::Finished, "finished"_L1}};
};

} // namespace Marathon
