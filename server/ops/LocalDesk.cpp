#include "server/ops/LocalDesk.h"

#include <QEventLoop>

namespace Marathon {

LocalDesk::LocalDesk(const StoreAddress &place, std::unique_ptr<DataLock> lock)
    : m_lock(std::move(lock))
    , m_engine(std::make_unique<Engine>(storeFactory(place), m_clock, m_sink))
    , m_desk(std::make_unique<AdminDesk>(*m_engine, m_clock, place))
{}

Result<std::unique_ptr<LocalDesk>> LocalDesk::open(const StoreAddress &place, std::unique_ptr<DataLock> lock)
{
    std::unique_ptr<LocalDesk> desk(new LocalDesk(place, std::move(lock)));
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
