#pragma once

#include "server/ServerConfig.h"

namespace Marathon {

/// What `marathon-server serve` was told.
struct ServeOptions
{
    ServerConfig config;
};

/// Runs a server until it is told to stop, and gives the program's exit code.
int runServer(const ServeOptions &options);

} // namespace Marathon
