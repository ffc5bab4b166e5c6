#include "server/auth/ThreadNice.h"

#ifdef __linux__
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace Marathon {

void giveWay()
{
#ifdef __linux__
    // Without it everything works, only less smoothly, so a refusal is no error.
    static_cast<void>(setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), 10));
#endif
}

} // namespace Marathon
