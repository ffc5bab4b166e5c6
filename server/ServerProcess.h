#pragma once

#include "server/ServerConfig.h"
#include "shared/core/Result.h"

#include <memory>

namespace Marathon {

struct ServerStarted
{
    QString url;
    QString adminPassword; ///< of the account made at the very first start; else empty
};

/// A whole server: wires engine, store, sign-in, judging, live connections and the front, and knows the order in which
/// they start and stop. No rule is here. Threads: docs/threads.md.
class ServerProcess
{
public:
    explicit ServerProcess(ServerConfig config);
    ~ServerProcess();

    /// Errors: Unavailable or Conflict, in whole sentences: a data directory in use or unwritable, a port in use, a
    /// damaged database, a certificate that cannot be read.
    Result<ServerStarted> start();
    /// Everything that was received is decided and stored; then connections are closed and threads joined.
    void stop();

private:
    struct Parts;
    Result<void> openData();
    Result<void> startPeers();
    Result<void> startEngine();
    Result<void> startServices();
    Result<quint16> startFront();
    void startBackups();
    Result<QString> firstAdmin();
    Result<void> writeControl(quint16 port);

    ServerConfig m_config;
    std::unique_ptr<Parts> m_parts;
};

} // namespace Marathon
