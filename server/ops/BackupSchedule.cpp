#include "server/ops/BackupSchedule.h"

#include "server/auth/ThreadNice.h"
#include "server/ops/Backup.h"

#include <QDir>
#include <QThread>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::chrono::minutes lookEvery {1};
constexpr std::chrono::minutes afterFailure {5};

} // namespace

BackupSchedule::BackupSchedule(StoreFactory open, QString folder, BackupPlan plan, const Clock &clock)
    : m_open(std::move(open))
    , m_folder(std::move(folder))
    , m_plan(plan)
    , m_clock(clock)
    , m_timer(this)
{
    connect(&m_timer, &QTimer::timeout, this, &BackupSchedule::look);
}

void BackupSchedule::start()
{
    Q_ASSERT(QThread::currentThread() == thread());
    if (m_plan.every.count() == 0)
        return;
    giveWay();
    note({newestBackup(files(), m_clock.now()), {}});
    m_timer.start(lookEvery);
    look();
}

QStringList BackupSchedule::files() const
{
    return QDir(m_folder).entryList(QDir::Files);
}

void BackupSchedule::look()
{
    Q_ASSERT(QThread::currentThread() == thread());
    const Instant now = m_clock.now();
    if (m_isCancelled || (m_notBefore && now < *m_notBefore) || !isBackupDue(m_plan, newestBackup(files(), now), now))
        return;
    Result<void> done = makeOne(now);
    if (done) {
        m_notBefore.reset();
        note({now, {}});
        done = removeSurplus();
    }
    if (done || m_isCancelled)
        return;
    m_notBefore = now + afterFailure;
    if (state().lastError != done.error().message)
        qWarning("The scheduled backup failed: %s", qUtf8Printable(done.error().message));
    note({newestBackup(files(), now), done.error().message});
}

Result<void> BackupSchedule::makeOne(Instant now)
{
    const QDir folder(m_folder);
    const bool isThere =
        folder.exists() || (folder.mkpath(u"."_s) &&
                            QFile::setPermissions(m_folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    if (!isThere)
        return Error {ErrorKind::Unavailable, tr("The folder %1 cannot be made. Check its rights.").arg(m_folder)};
    const Result<std::unique_ptr<Store>> store = m_open(StoreMode::ReadOnly);
    if (!store)
        return store.error();
    const CopyProgress goOn = [this](qint64, qint64) { return !m_isCancelled; };
    const QString path = folder.filePath(backupFileName(now));
    if (const Result<BackupReport> made = backup(**store, path, now, goOn); !made)
        return made.error();
    const Result<RestoreReport> verified = verifyBackup(path, goOn);
    if (verified)
        return {};
    // Under its name it would count as good. One is kept to look at, not one per attempt.
    const QString aside = folder.filePath(u"damaged.gz"_s);
    const bool isAside = m_isCancelled ? QFile::remove(path)
                                       : (!QFile::exists(aside) || QFile::remove(aside)) && QFile::rename(path, aside);
    if (!isAside)
        return Error {verified.error().kind,
                      tr("%1 The file %2 cannot be set aside; remove it.").arg(verified.error().message, path)};
    return verified.error();
}

Result<void> BackupSchedule::removeSurplus() const
{
    for (const QString &name : surplusBackups(files(), m_plan.keep)) {
        QFile file(QDir(m_folder).filePath(name));
        if (!file.remove())
            return Error {ErrorKind::Unavailable,
                          tr("The old backup %1 cannot be removed: %2.").arg(file.fileName(), file.errorString())};
    }
    return {};
}

void BackupSchedule::note(const BackupState &state)
{
    m_state.store(std::make_shared<const BackupState>(state));
}

} // namespace Marathon

#include "moc_BackupSchedule.cpp"
