#pragma once

namespace Marathon {

/// Makes the calling thread give way to the others: its nice value becomes 10 (setpriority(2); on Linux a nice value
/// belongs to a thread). Does nothing where threads have none of their own.
void giveWay();

} // namespace Marathon
