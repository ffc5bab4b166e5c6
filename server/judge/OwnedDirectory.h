#pragma once

#include <QString>

namespace Marathon {

/// Makes `parent`/marathon-judge-<pid>-<n>, which everybody may enter and only we may write, and removes those of our
/// earlier selves that were killed. Empty when it cannot be made. Works for control groups too.
QString ownedDirectory(const QString &parent);

/// Removes such a directory with everything in it; an empty path is nothing.
void removeOwnedDirectory(const QString &path);

} // namespace Marathon
