#pragma once

#include "server/engine/Snapshot.h"
#include "server/http/HttpMessage.h"
#include "shared/domain/Decide.h"

namespace Marathon {

/// Who is behind a request: the session of its token, as of this snapshot. An ended session is nobody from the same
/// commit on.
struct Caller
{
    Role role = Role::Nobody;
    QString account; ///< participant id or staff username
    SessionId session;
    Instant expiresAt {};
    QSet<QString> halls;     ///< of staff; none: everywhere
    bool isByCookie = false; ///< then a change of state needs an Origin of ours

    bool isStaff() const
    {
        return role == Role::Viewer || role == Role::Proctor || role == Role::Operator || role == Role::Admin;
    }
    ParticipantId participant() const { return ParticipantId(account); }
    /// As it stands in the ledger, and as the owner of idempotency keys.
    QString actor() const { return isStaff() ? u"staff:"_s + account : u"participant"_s; }
    QString keyOwner() const { return isStaff() ? u"staff:"_s + account : u"participant:"_s + account; }
    CommandContext context(Instant receivedAt) const
    {
        return {.actor = actor(), .role = role, .halls = halls, .receivedAt = receivedAt};
    }
};

constexpr auto sessionCookie = "marathon_session";
constexpr auto deviceCookie = "marathon_device";

/// True when the request brings a token of which this snapshot knows nothing: a wrong or ended one, or that of a
/// session which another server has just opened.
bool hasUnknownToken(const HttpRequest &request, const Snapshot &snapshot);

/// By `Authorization: Bearer`, else by the cookie; never from the URL.
Caller callerOf(const HttpRequest &request, const Snapshot &snapshot, Instant now);

/// True when the request's Origin is ours: the configured one, or without one the host that the request names.
bool isOwnOrigin(const HttpRequest &request, const QString &publicOrigin);

} // namespace Marathon
