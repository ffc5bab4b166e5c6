#pragma once

#include "admin-desktop/client/Person.h"
#include "shared/domain/Decide.h"
#include "shared/protocol/Json.h"

/// What the server and a console say to each other: protocol.md, "HTTP: sign-in" and "WebSocket /ws/staff".
namespace Marathon {

struct StaffSnapshot
{
    ContestState state;
    QList<Person> people;
    ContestTitle contest;
};
template <typename Fields>
void describe(Fields &fields, StaffSnapshot &snapshot)
{
    fields("state", snapshot.state);
    fields("people", snapshot.people);
    fields("contest", snapshot.contest);
}

/// The answer to `hello`. Without a snapshot the console goes on from the number it named.
struct StaffWelcome
{
    QString ledgerEpoch;
    qint64 seq = 0;
    Instant serverNow {};
    std::optional<StaffSnapshot> snapshot;
};
template <typename Fields>
void describe(Fields &fields, StaffWelcome &welcome)
{
    fields("ledger_epoch", welcome.ledgerEpoch);
    fields("seq", welcome.seq);
    fields("server_now", welcome.serverNow);
    fields("snapshot", welcome.snapshot);
}

/// Whether a participant is there now; not in the ledger.
struct Presence
{
    ParticipantId participant;
    bool online = false;
    bool visible = true;
    double lateMs = 0; ///< how late the last answer to a tick came
    QString problem;   ///< label of the problem on their screen
    bool operator==(const Presence &) const = default;
};
template <typename Fields>
void describe(Fields &fields, Presence &presence)
{
    fields("participant_id", presence.participant);
    fields("online", presence.online);
    fields.maybe("visible", presence.visible);
    fields.maybe("late_ms", presence.lateMs);
    fields.maybe("problem", presence.problem);
}

struct ServerHealth
{
    double cpu = 0; ///< 0 to 1
    double memory = 0;
    double httpP95Ms = 0;
    double ackP95Ms = 0;
    qint64 queue = 0; ///< submissions that wait for a judge
    double databaseMs = 0;
    qint64 online = 0;
};
template <typename Fields>
void describe(Fields &fields, ServerHealth &health)
{
    fields.maybe("cpu", health.cpu);
    fields.maybe("memory", health.memory);
    fields.maybe("http_p95_ms", health.httpP95Ms);
    fields.maybe("ack_p95_ms", health.ackP95Ms);
    fields.maybe("queue", health.queue);
    fields.maybe("database_ms", health.databaseMs);
    fields.maybe("participants_online", health.online);
}

/// The answer to a command. `detail` says what was wrong when not ok.
struct CommandAnswer
{
    QString id;
    bool ok = false;
    ActionId action;
    QList<ParticipantOutcome> results;
    QString detail;
};
template <typename Fields>
void describe(Fields &fields, CommandAnswer &answer)
{
    fields("id", answer.id);
    fields("ok", answer.ok);
    fields.maybe("action_id", answer.action);
    fields.maybe("results", answer.results);
    fields.maybe("detail", answer.detail);
}

} // namespace Marathon
