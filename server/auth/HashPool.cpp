#include "server/auth/HashPool.h"

#include "server/auth/ThreadNice.h"

#include <QDeadlineTimer>

namespace Marathon {

HashPool::HashPool(int threads, int mostWaiting, std::chrono::milliseconds patience)
    : m_mostWaiting(mostWaiting)
    , m_patience(patience)
{
    m_pool.setMaxThreadCount(threads);
    const Result<QString> decoy = hashPassword("a password that nobody has");
    m_decoy = decoy ? *decoy : QString();
}

HashPool::~HashPool()
{
    stop();
}

void HashPool::stop()
{
    m_isStopped = true;
    m_pool.clear();
    m_pool.waitForDone();
}

bool HashPool::verify(const QString &hash, const QByteArray &password, QObject *receiver,
                      std::function<void(PasswordCheck)> done)
{
    if (m_isStopped)
        return false;
    if (m_waiting.fetch_add(1) >= m_mostWaiting) {
        m_waiting.fetch_sub(1);
        return false;
    }
    m_pool.start([this, hash, password, receiver, deadline = QDeadlineTimer(m_patience), done = std::move(done)] {
        giveWay();
        PasswordCheck check = PasswordCheck::NotChecked;
        if (!deadline.hasExpired()) {
            const bool matches = verifyPassword(hash.isEmpty() ? m_decoy : hash, password) && !hash.isEmpty();
            check = matches ? PasswordCheck::Matches : PasswordCheck::Differs;
        }
        m_waiting.fetch_sub(1);
        QMetaObject::invokeMethod(
            receiver, [done, check] { done(check); }, Qt::QueuedConnection);
    });
    return true;
}

} // namespace Marathon
