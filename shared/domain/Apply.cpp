#include "shared/domain/ContestState.h"

#include <algorithm>
#include <atomic>

namespace Marathon {

namespace {

/// Folds one event; one overload per body, so that the compiler names a body that nobody handles.
class Fold
{
public:
    Fold(ContestState &state, const Event &event)
        : m_state(state)
        , m_event(event)
    {}

    void operator()(const ParticipantSignedIn &body)
    {
        change([&body](ParticipantState &who) { who.sessions.insert(body.session); });
    }
    void operator()(const ParticipantSignedOut &body)
    {
        note(body.action, u"end_session"_s);
        change([&body](ParticipantState &who) { who.sessions.remove(body.session); });
    }
    void operator()(const SessionReplaced &) {}
    void operator()(const ConnectionLost &) { setOnline(false, {}); }
    void operator()(const ConnectionRestored &body) { setOnline(true, body.place); }
    void operator()(const ConsentGiven &body)
    {
        change([this, &body](ParticipantState &who) {
            who.consentVersion = body.version;
            who.consentAt = m_event.at;
        });
    }
    void operator()(const IncidentRecorded &body)
    {
        change([this, &body](ParticipantState &who) {
            auto found =
                std::find_if(who.incidents.begin(), who.incidents.end(),
                             [&body](const IncidentState &incident) { return incident.now.incident == body.incident; });
            if (found == who.incidents.end()) {
                who.incidents.append(
                    {.now = body, .firstAt = m_event.at, .chargedAt = {}, .excusedBy = {}, .firstSeq = m_event.seq});
                found = std::prev(who.incidents.end());
            }
            const bool countedBefore = found->chargedAt != Instant {};
            found->now = body;
            if (body.counted && !countedBefore)
                found->chargedAt = m_event.at;
            if (body.charged > 0)
                who.chargedAt = m_event.at;
        });
    }
    void operator()(const IncidentExcused &body)
    {
        note(body.action, u"excuse"_s);
        change([this, &body](ParticipantState &who) {
            for (IncidentState &incident : who.incidents) {
                if (incident.now.incident == body.incident)
                    incident.excusedBy.insert(body.action);
            }
            Effect effect = step(body.action, EffectKind::Excuse, body.reason);
            effect.incident = body.incident;
            who.effects.append(effect);
        });
    }
    void operator()(const WarningIssued &body)
    {
        note(body.action, u"warn"_s);
        change([this, &body](ParticipantState &who) {
            who.warnings.append({.issued = body, .at = m_event.at, .acknowledgedAt = std::nullopt, .withdrawn = false});
            Effect effect = step(body.action, EffectKind::Warning, body.text);
            effect.automatic = body.automatic;
            effect.incident = body.incident;
            who.effects.append(effect);
        });
    }
    void operator()(const WarningWithdrawn &body)
    {
        eachWarning(body.warning, [](WarningState &warning) { warning.withdrawn = true; });
    }
    void operator()(const WarningAcknowledged &body)
    {
        eachWarning(body.warning, [this](WarningState &warning) { warning.acknowledgedAt = m_event.at; });
    }
    void operator()(const ParticipantSuspended &body)
    {
        note(body.action, u"suspend"_s);
        change([this, &body](ParticipantState &who) {
            Effect effect = step(body.action, EffectKind::Suspension, body.reason);
            effect.until = body.until;
            effect.automatic = body.automatic;
            effect.incident = body.incident;
            who.effects.append(effect);
        });
    }
    void operator()(const ParticipantDisqualified &body)
    {
        note(body.action, u"disqualify"_s);
        change([this, &body](ParticipantState &who) {
            Effect effect = step(body.action, EffectKind::Disqualification, body.reason);
            effect.automatic = body.automatic;
            effect.provisional = body.provisional;
            effect.incident = body.incident;
            who.effects.append(effect);
        });
    }
    void operator()(const DisqualificationConfirmed &body)
    {
        note(body.action, u"confirm"_s);
        change([&body](ParticipantState &who) {
            for (Effect &effect : who.effects) {
                if (effect.action == body.disqualification && effect.kind == EffectKind::Disqualification)
                    effect.provisional = false;
            }
        });
    }
    void operator()(const ParticipantReinstated &body)
    {
        note(body.action, u"reinstate"_s);
        change([this, &body](ParticipantState &who) {
            Effect effect = step(body.action, EffectKind::Reinstatement, body.reason);
            effect.cancels = body.cancels;
            effect.credit = body.credit;
            effect.round = body.round;
            effect.automatic = body.automatic;
            who.effects.append(effect);
        });
    }
    void operator()(const AllowanceGranted &body)
    {
        note(body.action, u"allowance"_s);
        change([this, &body](ParticipantState &who) {
            Effect effect = step(body.action, EffectKind::Allowance, body.reason);
            effect.points = body.points;
            who.effects.append(effect);
        });
    }
    void operator()(const ActionUndone &body)
    {
        note(body.action, u"undo"_s);
        if (const auto action = m_state.actions.find(body.undone); action != m_state.actions.end())
            action->undone = true;
        for (RoundState &round : m_state.rounds) {
            for (ClockInterval &interval : round.clock) {
                if (interval.change.action == body.undone)
                    interval.undone = true;
            }
        }
        if (m_event.participant.isEmpty())
            return;
        change([&body](ParticipantState &who) {
            who.undone.insert(body.undone);
            if (body.credit > Duration(0)) {
                Effect effect {.action = body.action,
                               .kind = EffectKind::Extension,
                               .cancels = {},
                               .credit = body.credit,
                               .round = body.round};
                who.effects.append(effect);
            }
        });
    }
    void operator()(const SubmissionReceived &body)
    {
        m_state.submissionOwners.insert(body.submission, m_event.participant);
        change([this, &body](ParticipantState &who) {
            who.submissions.append(
                {.received = body, .at = m_event.at, .seq = m_event.seq, .judged = std::nullopt, .judgedAt = {}});
        });
    }
    void operator()(const SubmissionJudged &body)
    {
        change([this, &body](ParticipantState &who) {
            for (SubmissionState &submission : who.submissions) {
                if (submission.received.submission == body.submission) {
                    submission.judged = body;
                    submission.judgedAt = m_event.at;
                }
            }
        });
    }
    void operator()(const ContestStateChanged &body) { m_state.phase = body.state; }
    void operator()(const RoundStateChanged &body)
    {
        const auto round =
            std::find_if(m_state.rounds.begin(), m_state.rounds.end(),
                         [&body](const RoundState &candidate) { return candidate.number == body.number; });
        if (round == m_state.rounds.end())
            return;
        enter(*round, body);
    }
    void operator()(const ClockChanged &body)
    {
        note(body.action, body.kind == ClockKind::Extension ? u"extend"_s : nameOf(body.kind));
        for (RoundState &round : m_state.rounds) {
            if (round.number == body.round)
                round.clock.append({.change = body, .at = m_event.at, .actor = m_event.actor, .undone = false});
        }
        if (const auto action = m_state.actions.find(body.action); action != m_state.actions.end())
            action->participants.unite(body.participants);
    }
    void operator()(const RoundTimeUp &body)
    {
        for (auto end = body.ends.begin(); end != body.ends.end(); ++end) {
            changeOf(ParticipantId(end.key()), [&](ParticipantState &who) {
                who.timeUp.insert(QString::number(body.number), {.at = *end, .offline = !who.online});
            });
        }
    }
    void operator()(const DraftsForced &body) { note(body.action, u"force_submit"_s); }
    void operator()(const SubmissionAccepted &body)
    {
        note(body.action, u"accept_late"_s);
        change([&body](ParticipantState &who) {
            for (SubmissionState &submission : who.submissions) {
                if (submission.received.submission == body.submission)
                    submission.acceptedBy.insert(body.action);
            }
        });
    }
    void operator()(const RoundStarted &body)
    {
        change([this, &body](ParticipantState &who) {
            who.startedRounds.insert(QString::number(body.number), m_event.at);
        });
    }
    void operator()(const RoundFinished &body)
    {
        change([&body](ParticipantState &who) { who.finishedRounds.insert(body.number); });
    }
    void operator()(const AnnouncementPosted &body)
    {
        m_state.announcements.append({.posted = body, .at = m_event.at, .seq = m_event.seq, .actor = m_event.actor});
    }
    void operator()(const PolicyChanged &body) { m_state.policy = std::make_shared<const Policy>(body.policy); }
    void operator()(const ConfigChanged &body)
    {
        m_state.config = std::make_shared<const ContestConfig>(body.config);
        for (const RoundConfig &config : body.config.rounds) {
            if (!m_state.round(config.number))
                m_state.rounds.append(RoundState {.number = config.number});
        }
        std::sort(m_state.rounds.begin(), m_state.rounds.end(),
                  [](const RoundState &left, const RoundState &right) { return left.number < right.number; });
        for (const RosterEntry &entry : body.config.roster) {
            const ParticipantState *known = m_state.participant(entry.id);
            if (known && known->hall == entry.hall && known->seat == entry.seat)
                continue;
            auto who = std::make_shared<ParticipantState>(known ? *known : ParticipantState {});
            who->id = entry.id;
            if (known && known->hall != entry.hall)
                who->formerHalls.append({.hall = known->hall, .until = m_event.at});
            who->hall = entry.hall;
            who->seat = entry.seat;
            m_state.participants.insert(entry.id, who);
        }
    }
    void operator()(const PointsDecayed &body)
    {
        change([this, &body](ParticipantState &who) {
            who.decayed[QString::number(body.round)] += body.points;
            who.chargedAt = m_event.at;
        });
    }
    void operator()(const ExportMade &) {}

private:
    template <typename Change>
    void change(Change change)
    {
        changeOf(m_event.participant, change);
    }

    template <typename Change>
    void changeOf(const ParticipantId &id, Change change)
    {
        ParticipantPtr &place = m_state.participants[id];
        if (place && place.use_count() == 1) {
            // The last other holder may just have let go on another thread: what it read must not move behind this.
            std::atomic_thread_fence(std::memory_order_acquire);
            return change(const_cast<ParticipantState &>(*place));
        }
        auto who = place ? std::make_shared<ParticipantState>(*place) : std::make_shared<ParticipantState>();
        who->id = id;
        change(*who);
        place = std::move(who);
    }

    template <typename Change>
    void eachWarning(const WarningId &id, Change changeWarning)
    {
        change([&](ParticipantState &who) {
            for (WarningState &warning : who.warnings) {
                if (warning.issued.warning == id)
                    changeWarning(warning);
            }
        });
    }

    void setOnline(bool online, const QString &place)
    {
        change([&](ParticipantState &who) {
            who.online = online;
            who.place = place;
            who.connectionAt = m_event.at;
        });
    }

    Effect step(const ActionId &action, EffectKind kind, const PrivateText &reason) const
    {
        Effect effect {
            .action = action, .kind = kind, .at = m_event.at, .actor = m_event.actor, .reason = reason, .cancels = {}};
        return effect;
    }

    void note(const ActionId &id, const QString &kind)
    {
        if (id.isEmpty())
            return;
        auto action = m_state.actions.find(id);
        if (action == m_state.actions.end())
            action = m_state.actions.insert(
                id, {.id = id, .kind = kind, .actor = m_event.actor, .at = m_event.at, .participants = {}});
        if (!m_event.participant.isEmpty())
            action->participants.insert(m_event.participant);
    }

    void enter(RoundState &round, const RoundStateChanged &body)
    {
        if (body.state == RoundPhase::Active && !round.startedAt)
            round.startedAt = m_event.at;
        if (body.state == RoundPhase::Active && round.phase == RoundPhase::Closed && round.closedAt)
            stop(round, *round.closedAt, m_event.at);
        if (body.state == RoundPhase::Paused)
            stop(round, m_event.at, std::nullopt);
        else if (round.phase == RoundPhase::Paused)
            goOn(round);
        if (body.state == RoundPhase::Closed)
            round.closedAt = m_event.at;
        round.activatesAt = body.activatesAt;
        round.waits = body.waits;
        round.phase = body.state;
    }

    /// A pause that the round's own state brings; it has no action of its own.
    void stop(RoundState &round, Instant from, std::optional<Instant> to)
    {
        ClockInterval pause {.change = {.action = {},
                                        .round = round.number,
                                        .halls = {},
                                        .participants = {},
                                        .reason = {},
                                        .kind = ClockKind::Pause,
                                        .from = from,
                                        .to = to},
                             .at = m_event.at,
                             .actor = m_event.actor};
        round.clock.append(pause);
    }
    void goOn(RoundState &round)
    {
        for (ClockInterval &interval : round.clock) {
            if (interval.change.kind == ClockKind::Pause && interval.change.action.isEmpty() && !interval.change.to)
                interval.change.to = m_event.at;
        }
    }

    ContestState &m_state;
    const Event &m_event;
};

} // namespace

void apply(ContestState &state, const Event &event)
{
    std::visit(Fold(state, event), event.body);
    state.lastSeq = event.seq;
    state.lastAt = event.at;
    if (typeOf(event.body).changesStandings)
        state.standingsSeq = event.seq;
}

} // namespace Marathon
