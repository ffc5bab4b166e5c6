#include "server/engine/StateKeeper.h"

#include <QCoreApplication>
#include <QThread>

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("StateKeeper", text);
}

} // namespace

StateKeeper::StateKeeper(QString path, qint64 every)
    : m_path(std::move(path))
    , m_every(every)
{
    m_pool.setMaxThreadCount(1);
    m_pool.setThreadPriority(QThread::LowPriority);
}

StateKeeper::~StateKeeper()
{
    m_pool.waitForDone();
}

std::optional<SavedState> StateKeeper::read(const ContestId &contest, const QString &epoch)
{
    m_savedSeq = 0;
    if (m_path.isEmpty())
        return std::nullopt;
    m_pool.waitForDone();
    Result<SavedState> saved = readStateFile(m_path);
    if (!saved) {
        if (saved.error().kind != ErrorKind::NotFound)
            refuse(saved.error().message);
        return std::nullopt;
    }
    if (saved->state.config->id != contest) {
        refuse(tr("it is of another contest"));
        return std::nullopt;
    }
    if (saved->epoch != epoch) {
        refuse(tr("it is of a ledger that has lost entries since"));
        return std::nullopt;
    }
    return std::move(*saved);
}

void StateKeeper::refuse(const QString &why) const
{
    qWarning("%s",
             qPrintable(tr("The saved state %1 is not used: %2. The whole ledger is read instead.").arg(m_path, why)));
}

void StateKeeper::offer(const ContestState &state, const QString &epoch, const QByteArray &hash)
{
    if (m_path.isEmpty() || state.lastSeq - m_savedSeq < m_every || m_isWriting.exchange(true))
        return;
    m_savedSeq = state.lastSeq;
    m_pool.start([this, saved = SavedState {epoch, hash, state}] {
        write(saved);
        m_isWriting = false;
    });
}

void StateKeeper::finish(const ContestState &state, const QString &epoch, const QByteArray &hash)
{
    m_pool.waitForDone();
    if (!m_path.isEmpty() && state.lastSeq > m_savedSeq)
        write({epoch, hash, state});
    m_savedSeq = state.lastSeq;
}

void StateKeeper::write(const SavedState &saved)
{
    // Nothing is lost without it but time at the next start.
    if (const Result<void> written = writeStateFile(m_path, saved); !written)
        qWarning("%s",
                 qPrintable(tr("The state could not be saved for a fast start: %1").arg(written.error().message)));
}

} // namespace Marathon
