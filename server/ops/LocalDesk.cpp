#include "server/ops/LocalDesk.h"

#include "server/store/SqliteStore.h"

#include <QEventLoop>

namespace Marathon {

LocalDesk::LocalDesk(const DataDirectory &directory, std::unique_ptr<DataLock> lock)
    : m_lock(std::move(lock))
    , m_engine(std::make_unique<Engine>(
          [path = directory.databasePath()](StoreMode mode) { return SqliteStore::open(path, mode); }, m_clock, m_sink))
    , m_desk(std::make_unique<AdminDesk>(*m_engine, m_clock, directory))
{}

Result<std::unique_ptr<LocalDesk>> LocalDesk::open(const DataDirectory &directory, std::unique_ptr<DataLock> lock)
{
    std::unique_ptr<LocalDesk> desk(new LocalDesk(directory, std::move(lock)));
    if (const Result<void> started = desk->m_engine->start(); !started)
        return started.error();
    return desk;
}

Result<QJsonObject> LocalDesk::run(const QJsonObject &request)
{
    Result<QJsonObject> answer = QJsonObject {};
    QEventLoop loop;
    m_desk->execute(request, &loop, [&](const Result<QJsonObject> &got) {
        answer = got;
        loop.quit();
    });
    loop.exec();
    return answer;
}

} // namespace Marathon
