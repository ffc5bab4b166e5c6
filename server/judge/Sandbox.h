#pragma once

#include "server/judge/box/BoxProtocol.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>
#include <chrono>
#include <memory>
#include <stop_token>

namespace Marathon {

/// A file which a box shows read-only, or which a box gave back. `path` is absolute inside the box; for files that came
/// back it is the bare name.
struct BoxFile
{
    QString path;
    QByteArray bytes;
    bool executable = false;
    bool operator==(const BoxFile &) const = default;
};

/// A directory or file of the host which a box shows read-only. What does not exist is left out.
struct BoxBind
{
    QString host;
    QString box;
};

/// How much a box may use. What the limits mean is in docs/decisions/0003-sandbox-bubblewrap.md.
struct BoxLimits
{
    std::chrono::milliseconds cpu {1000}; ///< all processes together
    std::chrono::milliseconds wall {3000};
    qint64 memoryBytes = 256LL << 20; ///< all processes together, files in memory included
    qint64 outputBytes = 8LL << 20;
    qint64 errorBytes = 8LL << 20;
    qint64 scratchBytes = 0;        ///< size of a writable /tmp; 0: nothing in the box is writable
    int processes = 16;             ///< processes and threads at the same time
    bool limitAddressSpace = false; ///< second wall where there is no control group; never for virtual machines
};

/// One program to run in a fresh box. `command` starts with an absolute path inside the box.
struct BoxRequest
{
    QStringList command;
    QList<BoxFile> files;
    QList<BoxBind> binds;
    QByteArray input;
    BoxLimits limits;
    bool collect = false; ///< the files which the program leaves in /tmp/out come back
};

/// How a program ended. `failure` is for staff and set when `end` is Failed.
struct BoxReport
{
    Box::End end = Box::End::Failed;
    int status = 0; ///< exit code or signal, as `end` says
    std::chrono::microseconds cpu {0};
    std::chrono::microseconds wall {0};
    qint64 peakBytes = 0;
    QByteArray output;
    QByteArray errors;
    QList<BoxFile> files;
    quint32 boxUid = 0; ///< on the host
    quint32 oomKills = 0;
    bool leaked = false;
    QString failure;
};

/// A box that is being set up, or set up and waiting; the program in it has not started. Destroying it unused takes it
/// apart.
class PreparedBox
{
public:
    virtual ~PreparedBox() = default;

    /// Starts the program and blocks until the last process of the box is gone. Once.
    virtual BoxReport run(const std::stop_token &cancel) = 0;
};

/// Runs untrusted programs, each in a box of its own that is gone afterwards. One of the four abstractions of the
/// project, because it is input and output: tests of the judge's rules replace it. Safe from several threads at once.
class Sandbox
{
public:
    virtual ~Sandbox() = default;

    /// Begins to set a box up and returns at once: most of that is waiting for the kernel, which goes on while another
    /// program runs. Never nothing: what fails is in the report.
    virtual std::unique_ptr<PreparedBox> prepare(const BoxRequest &request) const = 0;

    BoxReport run(const BoxRequest &request, const std::stop_token &cancel) const
    {
        return prepare(request)->run(cancel);
    }
};

} // namespace Marathon
