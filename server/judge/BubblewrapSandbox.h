#pragma once

#include "server/judge/Descriptor.h"
#include "server/judge/GroupHome.h"
#include "server/judge/Sandbox.h"

#include <memory>

namespace Marathon {

/// The real sandbox: bubblewrap's namespaces, a system call filter, resource limits and a control group per run; as
/// root also a user id of its own per run. What of this works on a host is found out by `protectionReport()`.
class BubblewrapSandbox final : public Sandbox
{
public:
    /// Looks for bubblewrap in /usr/bin, and for our two helpers in `programs`, or in the folder of this program.
    /// Error: Unavailable, saying what to install; Internal, when the filter cannot be built.
    static Result<std::unique_ptr<BubblewrapSandbox>> open(const QString &programs = {});

    std::unique_ptr<PreparedBox> prepare(const BoxRequest &request) const override;

    const GroupHome &groups() const { return m_groups; }
    /// True when each run gets a user id that nothing else on the host has.
    bool hasOwnUids() const { return m_ownUids; }

private:
    BubblewrapSandbox() = default;

    Box::Order orderFor(const BoxRequest &request) const;

    QByteArray m_supervisor;
    QByteArray m_runner;
    QByteArray m_filter;
    GroupHome m_groups;
    bool m_ownUids = false;
};

} // namespace Marathon
