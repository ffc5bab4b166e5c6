#pragma once

#include "server/store/Store.h"

namespace Marathon {

/// Which database a server uses: a PostgreSQL that others share, or the embedded file.
struct StoreAddress
{
    QString sqlitePath;
    QString postgresUrl; ///< postgresql:// or postgres://; empty: the file
    bool pooled = false; ///< PostgreSQL behind a pooler in transaction mode
};

/// Error: Unavailable, or Invalid for an address that is none.
Result<std::unique_ptr<Store>> openStore(const StoreAddress &address, StoreMode mode);

} // namespace Marathon
