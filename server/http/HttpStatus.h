#pragma once

#include <QLatin1StringView>

namespace Marathon {

/// The reason phrase of a status code (RFC 9110, section 15; RFC 6585), also the title of a problem. Empty for codes
/// that this server never sends.
QLatin1StringView statusTitle(int status);

} // namespace Marathon
