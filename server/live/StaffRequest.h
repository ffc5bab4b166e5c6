#pragma once

#include "server/engine/Request.h"
#include "server/engine/Snapshot.h"
#include "shared/protocol/LiveMessages.h"

namespace Marathon {

/// A staff command {action, ...} as a request: an action on participants (StaffAction.h), or `contest_state` {state},
/// `round_state` {number, state}, `announce` {text, halls}, `clock` {kind, ...}, `policy` {policy}. Error: Invalid,
/// with the known actions.
Result<EngineRequest> staffRequest(const QJsonObject &body, const Snapshot &snapshot);

/// POST /api/staff/contests/{id}/clock and the action `clock`.
ChangeClock clockCommand(const ClockBody &body);

/// A new policy: settings over the preset that they name, or else over the policy in force. Error: Invalid.
Result<EngineRequest> policyRequest(const QJsonObject &wanted, const Snapshot &snapshot);

QJsonObject personJson(const PersonRow &row);
/// {ok: false, error, detail, errors}.
QJsonObject errorJson(const Error &error);

} // namespace Marathon
