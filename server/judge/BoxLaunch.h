#pragma once

#include "server/judge/Descriptor.h"
#include "server/judge/Sandbox.h"

namespace Marathon {

/// One supervisor: started with exactly the descriptors of BoxProtocol.h, told its order, told to go, waited for.
class BoxLaunch final : public PreparedBox
{
public:
    /// What a launch needs, from the sandbox.
    struct Programs
    {
        QByteArray supervisor;
        QByteArray runner;
        QByteArray filter;
    };

    BoxLaunch(const Programs &programs, const BoxRequest &request, const Box::Order &order);
    ~BoxLaunch() override;
    BoxLaunch(const BoxLaunch &) = delete;
    BoxLaunch &operator=(const BoxLaunch &) = delete;

    BoxReport run(const std::stop_token &cancel) override;

private:
    Result<void> start(const Programs &programs, const BoxRequest &request, const Box::Order &order);
    bool say(Box::WorkerSays word) const;
    void waitForReport(const std::stop_token &cancel) const;
    void reap();
    BoxReport reportOf(Box::Report &said) const;

    BoxLimits m_limits;
    bool m_collect;
    QString m_failure; ///< why it could not be started
    int m_pid = -1;
    Descriptor m_control, m_output, m_errors, m_artifacts;
};

} // namespace Marathon
