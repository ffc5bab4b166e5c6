#pragma once

#include "shared/domain/Event.h"

#include <QMap>

namespace Marathon {

struct WarningState
{
    WarningIssued issued;
    Instant at {};
    std::optional<Instant> acknowledgedAt;
    bool withdrawn = false;
};
template <typename Fields>
void describe(Fields &fields, WarningState &warning)
{
    fields("issued", warning.issued);
    fields("at", warning.at);
    fields("acknowledged_at", warning.acknowledgedAt);
    fields("withdrawn", warning.withdrawn);
}

struct IncidentState
{
    IncidentRecorded now;     ///< as last recorded
    Instant firstAt {};       ///< when the server first heard of it
    Instant chargedAt {};     ///< when it first counted; cooldown runs from here
    QSet<ActionId> excusedBy; ///< actions that excused it; in force unless undone
    qint64 firstSeq = 0;
};
template <typename Fields>
void describe(Fields &fields, IncidentState &incident)
{
    fields("now", incident.now);
    fields("first_at", incident.firstAt);
    fields("charged_at", incident.chargedAt);
    fields("excused_by", incident.excusedBy);
    fields("first_seq", incident.firstSeq);
}

/// What a step did to the participant.
enum class EffectKind { Warning, Suspension, Disqualification, Reinstatement, Allowance, Excuse, Extension };
template <>
struct EnumNames<EffectKind>
{
    static constexpr std::array rows {EnumName<EffectKind> {EffectKind::Warning, "warning"_L1},
                                      EnumName<EffectKind> {EffectKind::Suspension, "suspension"_L1},
                                      EnumName<EffectKind> {EffectKind::Disqualification, "disqualification"_L1},
                                      EnumName<EffectKind> {EffectKind::Reinstatement, "reinstatement"_L1},
                                      EnumName<EffectKind> {EffectKind::Allowance, "allowance"_L1},
                                      EnumName<EffectKind> {EffectKind::Excuse, "excuse"_L1},
                                      EnumName<EffectKind> {EffectKind::Extension, "extension"_L1}};
};

/// One entry in the list of steps; status and allowance are computed from those in force, never remembered.
struct Effect
{
    ActionId action;
    EffectKind kind = EffectKind::Warning;
    Instant at {};
    QString actor;
    PrivateText reason;
    std::optional<Instant> until; ///< of a timed suspension
    QList<ActionId> cancels;      ///< of a reinstatement
    qint64 points = 0;            ///< of an allowance
    Duration credit {0};          ///< time given
    int round = 0;                ///< for which round
    bool automatic = false;
    bool provisional = false; ///< of a disqualification: waits for a person
    IncidentId incident;      ///< what brought it about
};
template <typename Fields>
void describe(Fields &fields, Effect &effect)
{
    fields("action_id", effect.action);
    fields("kind", effect.kind);
    fields("at", effect.at);
    fields("actor", effect.actor);
    fields("reason", effect.reason);
    fields("until", effect.until);
    fields("cancels", effect.cancels);
    fields("points", effect.points);
    fields("credit_ms", effect.credit);
    fields("round", effect.round);
    fields("automatic", effect.automatic);
    fields("provisional", effect.provisional);
    fields("incident_id", effect.incident);
}

struct SubmissionState
{
    SubmissionReceived received;
    Instant at {};
    qint64 seq = 0;
    std::optional<SubmissionJudged> judged;
    Instant judgedAt {};
    QSet<ActionId> acceptedBy {}; ///< actions that let it count although it came too late; in force unless undone
};
template <typename Fields>
void describe(Fields &fields, SubmissionState &submission)
{
    fields("received", submission.received);
    fields("at", submission.at);
    fields("seq", submission.seq);
    fields("judged", submission.judged);
    fields("judged_at", submission.judgedAt);
    fields.maybe("accepted_by", submission.acceptedBy);
}

/// When somebody's time in a round was last over, and whether the server saw them disconnected then.
struct TimeUp
{
    Instant at {};
    bool offline = false;
};
template <typename Fields>
void describe(Fields &fields, TimeUp &timeUp)
{
    fields("at", timeUp.at);
    fields("offline", timeUp.offline);
}

/// Where somebody sat before: what was done to a hall keeps reaching those who sat in it then.
struct FormerHall
{
    QString hall;
    Instant until {};
};
template <typename Fields>
void describe(Fields &fields, FormerHall &former)
{
    fields("hall", former.hall);
    fields("until", former.until);
}

/// Everything the ledger says of one participant.
struct ParticipantState
{
    ParticipantId id;
    QString hall;
    QString seat;
    int consentVersion = 0;
    Instant consentAt {};
    QSet<SessionId> sessions; ///< signed in and not yet out
    bool online = false;
    QString place;                  ///< the server that has the connection, while online; empty when there is only one
    Instant connectionAt {};        ///< when the connection last changed
    QList<IncidentState> incidents; ///< in the order first heard of
    QList<WarningState> warnings;
    QList<Effect> effects;
    QMap<QString, Duration> credits; ///< by action id: time given back by an undo
    QSet<ActionId> undone;
    QList<SubmissionState> submissions;
    QSet<int> finishedRounds;
    QMap<QString, Instant> startedRounds; ///< by round number, individual timing
    QMap<QString, qint64> decayed;        ///< points taken off by quiet periods, by round ("0": the whole contest)
    Instant chargedAt {};                 ///< of the last charge or decay
    QMap<QString, TimeUp> timeUp;         ///< by round number
    QList<FormerHall> formerHalls;        ///< in order

    QString hallAt(Instant moment) const;
    const IncidentState *incident(const IncidentId &id) const;
    const SubmissionState *submission(const SubmissionId &id) const;
    const SubmissionState *submissionByRef(const QString &clientRef) const;
};
template <typename Fields>
void describe(Fields &fields, ParticipantState &participant)
{
    fields("participant_id", participant.id);
    fields("hall", participant.hall);
    fields("seat", participant.seat);
    fields("consent_version", participant.consentVersion);
    fields("consent_at", participant.consentAt);
    fields("sessions", participant.sessions);
    fields("online", participant.online);
    fields.maybe("place", participant.place);
    fields("connection_at", participant.connectionAt);
    fields("incidents", participant.incidents);
    fields("warnings", participant.warnings);
    fields("effects", participant.effects);
    fields("credits", participant.credits);
    fields("undone", participant.undone);
    fields("submissions", participant.submissions);
    fields("finished_rounds", participant.finishedRounds);
    fields("started_rounds", participant.startedRounds);
    fields("decayed", participant.decayed);
    fields("charged_at", participant.chargedAt);
    fields.maybe("time_up", participant.timeUp);
    fields.maybe("former_halls", participant.formerHalls);
}

// Computed from what is in force.

/// The actions that no longer hold for this participant: undone, or cancelled by a reinstatement that is in force.
QSet<ActionId> actionsOutOfForce(const ParticipantState &participant);
/// The suspension or disqualification in force that decides the status, or nothing.
const Effect *restrictionInForce(const ParticipantState &participant, Instant now);
ParticipantStatus statusOf(const ParticipantState &participant, Instant now);
bool isExcused(const ParticipantState &participant, const IncidentState &incident);
/// Points in force; `round` limits them to one round (0: all).
qint64 totalPoints(const ParticipantState &participant, int round);
qint64 allowanceOf(const ParticipantState &participant);
/// The newest warning that holds, or nothing.
const WarningState *warningInForce(const ParticipantState &participant);
/// False for one that is held by a disqualification, that came from a step which is out of force, or that came too late
/// and was not accepted.
bool isCounted(const ParticipantState &participant, const SubmissionState &submission);

} // namespace Marathon
