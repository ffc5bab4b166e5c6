#pragma once

#include "server/judge/Descriptor.h"
#include "server/judge/Sandbox.h"

#include <vector>

namespace Marathon {

/// One running supervisor: started with exactly the descriptors of BoxProtocol.h, told its order, waited for.
class BoxLaunch
{
public:
    /// What a launch needs, from the sandbox.
    struct Programs
    {
        QByteArray supervisor;
        QByteArray runner;
        QByteArray filter;
    };

    /// Error: Internal.
    static Result<BoxLaunch> start(const Programs &programs, const BoxRequest &request, const Box::Order &order);

    BoxLaunch(BoxLaunch &&) = default;
    BoxLaunch &operator=(BoxLaunch &&) = default;

    /// Blocks until the supervisor has cleared everything away. A stop request makes it do so at once.
    BoxReport wait(const BoxRequest &request, const std::stop_token &cancel);

private:
    BoxLaunch() = default;

    int m_pid = -1;
    Descriptor m_control, m_output, m_errors, m_artifacts;
};

} // namespace Marathon
