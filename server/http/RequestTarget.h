#pragma once

#include "server/http/HeadParser.h"

#include <optional>

namespace Marathon {

/// Reads a request target (RFC 9112, section 3.2) into `head`: target, path, query and, from an absolute form, Host.
/// A path that could mean two things to two readers is refused: broken or encoded NUL, `/`, `\` and control bytes,
/// empty and dot segments after decoding, bytes that are not UTF-8 (RFC 3629).
std::optional<HeadFault> readTarget(QByteArrayView target, RequestHead &head);

/// A Host field (RFC 9110, section 7.2): a name or an address, and maybe a port.
bool isHost(QByteArrayView host);

} // namespace Marathon
