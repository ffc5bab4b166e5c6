#pragma once

#include "admin-desktop/client/LiveContest.h"
#include "shared/domain/Decide.h"

namespace Marathon {

/// What a change of the clock would do, in lines for people: how many, from which end to which, one line per pair of
/// ends; then the ranks that move. One line with the reason when the server would refuse it.
QStringList previewLines(const Result<ClockPreview> &preview, const LiveContest &contest);

} // namespace Marathon
