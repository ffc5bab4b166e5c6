#include "shared/domain/ParticipantState.h"

#include <algorithm>

namespace Marathon {

QString ParticipantState::hallAt(Instant moment) const
{
    for (const FormerHall &former : formerHalls) {
        if (moment < former.until)
            return former.hall;
    }
    return hall;
}

const IncidentState *ParticipantState::incident(const IncidentId &wanted) const
{
    const auto found = std::find_if(incidents.rbegin(), incidents.rend(), [&wanted](const IncidentState &incident) {
        return incident.now.incident == wanted;
    });
    return found == incidents.rend() ? nullptr : &*found;
}

const SubmissionState *ParticipantState::submission(const SubmissionId &wanted) const
{
    const auto found =
        std::find_if(submissions.rbegin(), submissions.rend(),
                     [&wanted](const SubmissionState &submission) { return submission.received.submission == wanted; });
    return found == submissions.rend() ? nullptr : &*found;
}

const SubmissionState *ParticipantState::submissionByRef(const QString &clientRef) const
{
    const auto found =
        std::find_if(submissions.rbegin(), submissions.rend(), [&clientRef](const SubmissionState &submission) {
            return submission.received.clientRef == clientRef;
        });
    return found == submissions.rend() ? nullptr : &*found;
}

QSet<ActionId> actionsOutOfForce(const ParticipantState &participant)
{
    QSet<ActionId> out = participant.undone;
    for (const Effect &effect : participant.effects) {
        if (effect.kind == EffectKind::Reinstatement && !participant.undone.contains(effect.action))
            out.unite(QSet<ActionId>(effect.cancels.begin(), effect.cancels.end()));
    }
    return out;
}

const Effect *restrictionInForce(const ParticipantState &participant, Instant now)
{
    const QSet<ActionId> out = actionsOutOfForce(participant);
    const Effect *suspension = nullptr;
    for (const Effect &effect : participant.effects) {
        if (out.contains(effect.action))
            continue;
        if (effect.kind == EffectKind::Disqualification)
            return &effect;
        if (effect.kind == EffectKind::Suspension && (!effect.until || *effect.until > now))
            suspension = &effect;
    }
    return suspension;
}

ParticipantStatus statusOf(const ParticipantState &participant, Instant now)
{
    const Effect *restriction = restrictionInForce(participant, now);
    if (!restriction)
        return ParticipantStatus::Active;
    return restriction->kind == EffectKind::Disqualification ? ParticipantStatus::Disqualified
                                                             : ParticipantStatus::Suspended;
}

bool isExcused(const ParticipantState &participant, const IncidentState &incident)
{
    return std::any_of(incident.excusedBy.begin(), incident.excusedBy.end(),
                       [&participant](const ActionId &action) { return !participant.undone.contains(action); });
}

qint64 totalPoints(const ParticipantState &participant, int round)
{
    qint64 total = -participant.decayed.value(QString::number(round));
    for (const IncidentState &incident : participant.incidents) {
        if ((round == 0 || incident.now.round == round) && !isExcused(participant, incident))
            total += incident.now.points;
    }
    return std::max<qint64>(0, total);
}

qint64 allowanceOf(const ParticipantState &participant)
{
    qint64 points = 0;
    for (const Effect &effect : participant.effects) {
        if (effect.kind == EffectKind::Allowance && !participant.undone.contains(effect.action))
            points += effect.points;
    }
    return points;
}

const WarningState *warningInForce(const ParticipantState &participant)
{
    for (auto warning = participant.warnings.rbegin(); warning != participant.warnings.rend(); ++warning) {
        if (!warning->withdrawn && !participant.undone.contains(warning->issued.action))
            return &*warning;
    }
    return nullptr;
}

bool isCounted(const ParticipantState &participant, const SubmissionState &submission)
{
    const SubmissionReceived &received = submission.received;
    const bool isAccepted =
        std::any_of(submission.acceptedBy.begin(), submission.acceptedBy.end(),
                    [&participant](const ActionId &action) { return !participant.undone.contains(action); });
    return !received.held && (!received.uncounted || isAccepted) &&
           (received.action.isEmpty() || !actionsOutOfForce(participant).contains(received.action));
}

} // namespace Marathon
