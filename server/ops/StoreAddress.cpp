#include "server/ops/StoreAddress.h"

#include "server/ops/DataDirectory.h"
#include "server/store/PostgresStore.h"
#include "server/store/SqliteStore.h"

#include <QCoreApplication>
#include <QFile>
#include <QUrl>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("StoreAddress", text);
}

} // namespace

QString StoreAddress::text() const
{
    if (isSqlite())
        return directory;
    return QUrl(postgres).toString(QUrl::RemovePassword | QUrl::RemoveQuery);
}

Result<StoreAddress> storeAddressOf(const QString &text)
{
    if (text.startsWith("sqlite:"_L1) && text.size() > 7)
        return StoreAddress {.directory = DataDirectory(text.sliced(7)).path()};
    if (text.startsWith("postgresql://"_L1) || text.startsWith("postgres://"_L1))
        return StoreAddress {.directory = {}, .postgres = text};
    return Error {ErrorKind::Invalid,
                  tr("\"%1\" is no place for a contest. Write sqlite:DIR, with the data directory, or postgresql://...")
                      .arg(text)};
}

Result<std::unique_ptr<Store>> openStoreAt(const StoreAddress &address, StoreMode mode)
{
    if (!address.isSqlite())
        return PostgresStore::open({address.postgres, address.pooled}, mode);
    const QString path = DataDirectory(address.directory).databasePath();
    if (mode == StoreMode::ReadOnly && !QFile::exists(path))
        return Error {ErrorKind::NotFound,
                      tr("There is no database in %1. Name the data directory with --data.").arg(address.directory)};
    return SqliteStore::open(path, mode);
}

StoreFactory storeFactory(const StoreAddress &address)
{
    return [address](StoreMode mode) { return openStoreAt(address, mode); };
}

} // namespace Marathon
