#pragma once

#include "server/ops/BackupPlan.h"
#include "server/store/Store.h"

#include <QObject>
#include <QTimer>
#include <atomic>
#include <memory>
#include <optional>

namespace Marathon {

/// Makes backups of a running server by itself and removes the oldest ones; a new one counts only after it was read
/// back and audited, and nothing is removed before. Lives on a thread of its own, with a connection of its own, and
/// gives way to everything else. A failure is written to the log once, and tried again after five minutes.
class BackupSchedule : public QObject
{
    Q_OBJECT

public:
    /// @param folder is made (mode 0700) when it is missing
    BackupSchedule(StoreFactory open, QString folder, BackupPlan plan, const Clock &clock);

    /// On its thread: looks now, and then every minute.
    void start();
    /// From any thread: a backup that is being made is given up soon.
    void cancel() { m_isCancelled = true; }
    /// On its thread, before it ends.
    void stop() { m_timer.stop(); }

    /// Makes a backup if one is due.
    void look();

    /// From any thread.
    BackupState state() const { return *m_state.load(); }

private:
    QStringList files() const;
    Result<void> makeOne(Instant now);
    Result<void> removeSurplus() const;
    void note(const BackupState &state);

    StoreFactory m_open;
    QString m_folder;
    BackupPlan m_plan;
    const Clock &m_clock;
    QTimer m_timer;
    std::optional<Instant> m_notBefore;
    std::atomic<bool> m_isCancelled = false;
    std::atomic<std::shared_ptr<const BackupState>> m_state = std::make_shared<const BackupState>();
};

} // namespace Marathon
