#pragma once

#include "server/store/Store.h"

namespace Marathon {

/// Where a store is: the SQLite database of a data directory, or a PostgreSQL database. Exactly one of both is named.
struct StoreAddress
{
    QString directory;
    QString
        postgres {}; ///< as libpq takes it: postgresql://user@host/name (PostgreSQL documentation, section 34.1.1.2)
    bool pooled = false; ///< behind a pooler in transaction mode

    bool isSqlite() const { return postgres.isEmpty(); }
    /// For messages; a password is left out.
    QString text() const;
};

/// Reads "sqlite:DIR" or "postgresql://...". Error: Invalid, for anything else.
Result<StoreAddress> storeAddressOf(const QString &text);

/// Opens a connection. A SQLite database is made when it is missing (ReadWrite), in a folder that must exist. Errors:
/// NotFound, for a folder without a database (ReadOnly); those of the store.
Result<std::unique_ptr<Store>> openStoreAt(const StoreAddress &address, StoreMode mode);

/// Opens connections to this place.
StoreFactory storeFactory(const StoreAddress &address);

using OpenStore = std::function<Result<std::unique_ptr<Store>>(const StoreAddress &address, StoreMode mode)>;

} // namespace Marathon
