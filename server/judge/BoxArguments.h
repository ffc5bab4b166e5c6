#pragma once

#include "server/judge/Sandbox.h"

namespace Marathon {

/// The options of bubblewrap for one box, NUL-separated as `--args` reads them. The order matters: later operations see
/// what earlier ones mounted. File number n of `request.files` is descriptor `Box::firstFileFd + 1 + n`; the first one
/// is the runner. Pure.
QByteArray boxArguments(const BoxRequest &request);

/// The command behind them: the runner with its limits, then the program. `runnerPath` is inside the box.
QStringList runnerCommand(const BoxRequest &request);

} // namespace Marathon
