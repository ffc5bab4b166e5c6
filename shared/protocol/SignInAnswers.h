#pragma once

#include "shared/domain/ContestPhase.h"
#include "shared/domain/Ids.h"
#include "shared/domain/Role.h"
#include "shared/protocol/Json.h"

/// What the server answers to whoever signs in. A field of an optional value is null without one.
namespace Marathon {

// clang-format off
struct ParticipantAccount
{
    ParticipantId id; QString name; QString email; QString college; QString department; QString hall; QString seat;
    ParticipantStatus status = ParticipantStatus::Active;
};
template <typename Fields> void describe(Fields &fields, ParticipantAccount &account)
{
    fields("id", account.id); fields("participant_id", account.id); fields("name", account.name); fields("email", account.email);
    fields("college", account.college); fields("department", account.department); fields("hall", account.hall); fields("seat", account.seat);
    fields("status", account.status);
}

struct StaffAccount { QString username; QString name; Role role = Role::Viewer; QSet<QString> halls; };
template <typename Fields> void describe(Fields &fields, StaffAccount &account)
{
    fields("id", account.username); fields("username", account.username); fields("name", account.name); fields("role", account.role);
    fields("halls", account.halls);
}

/// The token is shown once; the page gets it as a cookie too.
struct SignInAnswer
{
    QString token; Instant expiresAt {}; SessionId session; std::optional<ParticipantAccount> participant; std::optional<StaffAccount> staff;
};
template <typename Fields> void describe(Fields &fields, SignInAnswer &answer)
{
    fields("token", answer.token); fields("expires_at", answer.expiresAt); fields("session_id", answer.session);
    fields.maybe("participant", answer.participant); fields.maybe("staff", answer.staff);
}

/// `halls` of staff alone; none of them: everywhere.
struct SessionView { SessionId session; Role role = Role::Nobody; QString account; Instant expiresAt {}; std::optional<QSet<QString>> halls; };
template <typename Fields> void describe(Fields &fields, SessionView &session)
{
    fields("session_id", session.session); fields("role", session.role); fields("account", session.account);
    fields("expires_at", session.expiresAt); fields.maybe("halls", session.halls);
}
// clang-format on

} // namespace Marathon
