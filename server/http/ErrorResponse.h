#pragma once

#include "server/http/HttpMessage.h"
#include "shared/core/Result.h"

namespace Marathon {

/// The HTTP status of a kind of error: the one table between our errors and RFC 9110.
int statusOf(ErrorKind kind);

/// An error as `application/problem+json` (RFC 9457): type, title, status, detail and, when fields are wrong, `errors`.
/// `Retry-After` (RFC 9110, section 10.2.3) is in whole seconds, rounded up; a 503 always has one.
HttpResponse errorResponse(const Error &error);

/// The same for what has no ErrorKind: the framing faults that the front itself refuses. `detail` is a whole sentence
/// that says what to do.
HttpResponse problemResponse(int status, const QString &detail);

} // namespace Marathon
