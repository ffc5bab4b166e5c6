#pragma once

#include "tests/load/Moment.h"

#include <QHash>
#include <QList>
#include <QMap>
#include <QString>
#include <optional>

/// The rehearsal's own books: what each simulated participant sent, and what the server said of it. They are the judge
/// of what was lost and what was doubled.
namespace Marathon {

/// One message about an incident: an open one, or a closed one.
struct SentIncident
{
    QString id;
    QString kind;
    bool isClosed = true;
    std::optional<Moment> sentAt; ///< first written to an open socket
    std::optional<Moment> ackedAt;
    bool isAccepted = false; ///< acknowledged with ok, or acknowledged without a result after a reconnect
    qint64 total = 0;        ///< points as the acknowledgement gave them
    qint64 limit = 0;
};

/// One submission, over the socket or over HTTP.
struct SentSubmission
{
    QString clientRef;
    QString problem;
    Moment sentAt {};
    std::optional<Moment> ackedAt;
    bool isAccepted = false;
    QString id; ///< the server's receipt; empty when a reconnect swallowed it
    std::optional<Moment> verdictAt;
    QString verdict;
};

/// One run on the samples. Runs are not stored: only the time to the answer counts.
struct SentRun
{
    Moment sentAt {};
    bool isAccepted = false;
    std::optional<Moment> answeredAt;
};

/// A message that reached a participant, by the ledger number of the event behind it.
struct ReceivedMessage
{
    qint64 seq = 0;
    qint64 wallMs = 0; ///< this machine's clock, Unix milliseconds
};

/// The newest draft of one problem that the server has acknowledged.
struct AckedDraft
{
    qint64 rev = 0;
    QString source;
};

struct ParticipantRecord
{
    QString participant;
    bool isMisbehaving = false;
    QList<SentIncident> incidents;
    QList<SentSubmission> submissions;
    QList<SentRun> runs;
    QList<ReceivedMessage> messages;
    QMap<QString, AckedDraft> drafts;  ///< by problem
    std::optional<Moment> lockedAt;    ///< told that it is disqualified or suspended
    std::optional<Moment> limitSentAt; ///< sent the incident whose acknowledgement reached the limit
    qint64 acknowledgedEvents = 0;
    qint64 repeatedEvents = 0; ///< sent again after a reconnect
    qint64 reconnects = 0;
};

} // namespace Marathon
