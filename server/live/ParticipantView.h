#pragma once

#include "server/engine/Snapshot.h"
#include "shared/domain/Access.h"
#include "shared/domain/Decide.h"
#include "shared/protocol/ParticipantAnswers.h"
#include "shared/protocol/WorkAnswers.h"

#include <QJsonObject>

namespace Marathon {

/// What participants get to see, built from a snapshot: their own things and what is for all, never secret tests and
/// never anybody else's.

/// The clock of the round that is on, as it runs for this participant.
ClockView clockView(const ContestState &state, const ParticipantState *participant, Instant now);

/// GET /api/me, and `state` of the socket's welcome.
MeView meView(const Snapshot &snapshot, const ParticipantState &participant, Instant now);

/// GET /api/problems: the problems of the rounds that may be seen now. `input` and `output` of samples come from
/// `blob`.
QList<ProblemView> problemViews(const Snapshot &snapshot, const ParticipantState &participant, Instant now,
                                const std::function<QByteArray(const QString &)> &blob);

/// GET /api/submissions[/{id}], without the source.
SubmissionView submissionView(const ContestState &state, const ParticipantState &owner,
                              const SubmissionState &submission);

/// The message that an event means for a participant, {type, body}, or nothing. `sseq` is the event's seq.
std::optional<QJsonObject> messageFor(const Event &event, const Snapshot &snapshot, const ParticipantState &participant,
                                      Instant now);

/// The types of events from which messages may come; for finding missed ones again in the ledger.
QStringList messageEventTypes();

/// The consent text of the present version.
QString consentText();

} // namespace Marathon
