#pragma once

#include "shared/core/ShardedHash.h"
#include "shared/domain/ParticipantState.h"

#include <QHash>
#include <memory>

namespace Marathon {

/// One entry of a round's clock: extra time, removed time, a pause, or the end of one. Taken out by undoing its action;
/// a pause that came with the round's state has no action and gets its `to` when the round goes on.
struct ClockInterval
{
    ClockChanged change;
    Instant at {};
    QString actor;
    bool undone = false;
};
template <typename Fields>
void describe(Fields &fields, ClockInterval &interval)
{
    fields("change", interval.change);
    fields("at", interval.at);
    fields("actor", interval.actor);
    fields("undone", interval.undone);
}

struct RoundState
{
    int number = 1;
    RoundPhase phase = RoundPhase::Locked;
    std::optional<Instant> activatesAt;
    bool waits = false; ///< the countdown activates nothing by itself
    std::optional<Instant> startedAt;
    std::optional<Instant> closedAt;
    QList<ClockInterval> clock; ///< in the order of the ledger
};
template <typename Fields>
void describe(Fields &fields, RoundState &round)
{
    fields("number", round.number);
    fields("state", round.phase);
    fields("activates_at", round.activatesAt);
    fields.maybe("waits", round.waits);
    fields("started_at", round.startedAt);
    fields("closed_at", round.closedAt);
    fields("clock", round.clock);
}

struct Announcement
{
    AnnouncementPosted posted;
    Instant at {};
    qint64 seq = 0;
    QString actor;
};
template <typename Fields>
void describe(Fields &fields, Announcement &announcement)
{
    fields("posted", announcement.posted);
    fields("at", announcement.at);
    fields("seq", announcement.seq);
    fields("actor", announcement.actor);
}

/// Whom an action touched, so that it can be undone as a whole.
struct ActionRecord
{
    ActionId id;
    QString kind;
    QString actor;
    Instant at {};
    QSet<ParticipantId> participants;
    bool undone = false;
};
template <typename Fields>
void describe(Fields &fields, ActionRecord &action)
{
    fields("action_id", action.id);
    fields("kind", action.kind);
    fields("actor", action.actor);
    fields("at", action.at);
    fields("participants", action.participants);
    fields("undone", action.undone);
}

/// Made by make_shared<ParticipantState>, never of a const object: apply() changes one that nobody else holds in place.
using ParticipantPtr = std::shared_ptr<const ParticipantState>;

/// The whole contest as the ledger tells it: a fold of its events. Cheap to copy (Qt containers share, participants are
/// shared pointers), so a batch is decided on a copy which becomes the state only after the commit.
struct ContestState
{
    qint64 lastSeq = 0;
    Instant lastAt {};
    qint64 standingsSeq = 0; ///< of the last event that may have moved the standings
    std::shared_ptr<const ContestConfig> config = std::make_shared<const ContestConfig>();
    std::shared_ptr<const Policy> policy = std::make_shared<const Policy>();
    ContestPhase phase = ContestPhase::Draft;
    QList<RoundState> rounds;
    ShardedHash<ParticipantId, ParticipantPtr> participants;
    QList<Announcement> announcements;
    QHash<ActionId, ActionRecord> actions;
    QHash<SubmissionId, ParticipantId> submissionOwners;

    const ParticipantState *participant(const ParticipantId &id) const;
    const RoundState *round(int number) const;
    /// The round that is running or paused, else the one counting down, else nothing.
    const RoundState *currentRound() const;
};

template <typename Fields>
void describe(Fields &fields, ContestState &state)
{
    fields("seq", state.lastSeq);
    fields("at", state.lastAt);
    fields("standings_seq", state.standingsSeq);
    ContestConfig config = *state.config;
    Policy policy = *state.policy;
    QList<ParticipantState> participants;
    QList<ActionRecord> actions;
    if constexpr (!Fields::isReader) {
        QList<ParticipantId> ids = state.participants.keys();
        std::sort(ids.begin(), ids.end());
        for (const ParticipantId &id : ids)
            participants.append(*state.participants.value(id));
        actions = state.actions.values();
        std::sort(actions.begin(), actions.end(),
                  [](const ActionRecord &a, const ActionRecord &b) { return a.id < b.id; });
    }
    fields("config", config);
    fields("policy", policy);
    fields("state", state.phase);
    fields("rounds", state.rounds);
    fields("participants", participants);
    fields("announcements", state.announcements);
    fields("actions", actions);
    if constexpr (Fields::isReader) {
        state.config = std::make_shared<const ContestConfig>(std::move(config));
        state.policy = std::make_shared<const Policy>(std::move(policy));
        for (const ParticipantState &participant : participants) {
            for (const SubmissionState &submission : participant.submissions)
                state.submissionOwners.insert(submission.received.submission, participant.id);
            state.participants.insert(participant.id, std::make_shared<ParticipantState>(participant));
        }
        for (const ActionRecord &action : actions)
            state.actions.insert(action.id, action);
    }
}

/// Folds one event into the state. Pure; never refuses: what is in the ledger has happened.
void apply(ContestState &state, const Event &event);

} // namespace Marathon
