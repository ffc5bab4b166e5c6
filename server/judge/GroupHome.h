#pragma once

#include "server/judge/box/BoxProtocol.h"

#include <QString>
#include <QStringList>

namespace Marathon {

/// Where this worker may make control groups: found at the start by making one, never inferred from a version. The
/// supervisors make one group per run below it. Taken away again at the end, with what a killed worker left.
class GroupHome
{
public:
    /// Tries v2 (a delegated subtree, or the root's own as root), then v1 (memory and pids; cpuacct if there).
    static GroupHome find();

    GroupHome() = default;
    GroupHome(GroupHome &&other) noexcept;
    GroupHome &operator=(GroupHome &&other) noexcept;
    ~GroupHome();

    Box::GroupKind kind() const { return m_kind; }
    const QString &memory() const { return m_memory; }
    const QString &pids() const { return m_pids; }
    const QString &cpu() const { return m_cpu; }
    /// Why there is none, or which kind there is; for the protection report.
    const QString &explanation() const { return m_explanation; }

private:
    void findV2(const QString &mount, const QString &own);
    void findV1();
    void remove();

    Box::GroupKind m_kind = Box::GroupKind::None;
    QString m_memory, m_pids, m_cpu;
    QString m_explanation;
};

} // namespace Marathon
