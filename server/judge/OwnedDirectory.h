#pragma once

#include <QString>

namespace Marathon {

/// Makes `parent`/marathon-judge-<pid>, which everybody may enter and only we may write, and removes those of our earlier
/// selves that were killed. Empty when it cannot be made. Works for control groups too: what a directory there contains
/// is taken away with it.
QString ownedDirectory(const QString &parent);

} // namespace Marathon
