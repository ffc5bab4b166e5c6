#pragma once

#include "server/ops/ControlFile.h"

namespace Marathon {

/// Largest request of the control route; a contest's files travel by path, so only lists of participants come near it.
inline constexpr qint64 largestControlRequest = 64 * 1024 * 1024;

/// Asks the running server for one administrative command: POST /api/control with the token of control.json. Waits for
/// the answer, ten minutes at most; runs an event loop, so it is meant for a program that does nothing else. Errors:
/// those of the server with their fields, TooLarge, or Unavailable when the server does not answer.
Result<QJsonObject> sendControl(const ControlInfo &info, const QJsonObject &request,
                                qint64 largest = largestControlRequest);

/// The error behind an answer in application/problem+json (RFC 9457).
Error errorOfProblem(const QByteArray &body, int status);

} // namespace Marathon
