#include "server/store/OpenStore.h"

#include "server/store/PostgresStore.h"
#include "server/store/SqliteStore.h"

namespace Marathon {

Result<std::unique_ptr<Store>> openStore(const StoreAddress &address, StoreMode mode)
{
    if (address.postgresUrl.isEmpty())
        return SqliteStore::open(address.sqlitePath, mode);
    return PostgresStore::open({address.postgresUrl, address.pooled}, mode);
}

} // namespace Marathon
