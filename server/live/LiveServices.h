#pragma once

#include "server/engine/Engine.h"
#include "server/judging/JudgeDesk.h"
#include "server/store/StoreReader.h"

namespace Marathon {

class Hub;

/// What the live sessions and the API use. All of it outlives the io threads.
struct LiveServices
{
    Engine &engine;
    StoreReader &reader;
    const Clock &clock;
    Hub &hub;
    JudgeDesk &judging;
    QString publicOrigin; ///< empty: the host that the request names
};

} // namespace Marathon
