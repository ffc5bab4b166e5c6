#include "server/store/StoreReader.h"

#include <QThread>

namespace Marathon {

Result<Store *> StoreReader::opened()
{
    Q_ASSERT(QThread::currentThread() == thread());
    if (!m_store) {
        Result<std::unique_ptr<Store>> store = m_open(StoreMode::ReadOnly);
        if (!store)
            return store.error();
        m_store = std::move(*store);
    }
    return m_store.get();
}

} // namespace Marathon

#include "moc_StoreReader.cpp"
