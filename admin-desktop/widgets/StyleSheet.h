#pragma once

#include <QString>

namespace Marathon {

class Theme;

/// The style sheet of every widget, its colours filled in from the theme.
///
/// Widgets choose a look by the dynamic property `look`: card, bar, rail, title, quiet, clock, figure; buttons:
/// primary, danger, plain, chip.
QString styleSheetFor(const Theme &theme);

} // namespace Marathon
