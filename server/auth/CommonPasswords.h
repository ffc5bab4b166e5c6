#pragma once

namespace Marathon {

/// Common passwords of 12 characters or more, in lower case, separated by white space: the long ones among those that
/// lists of leaked passwords show most often, and what people make of this program's own words.
extern const char *const commonLongPasswords;

} // namespace Marathon
