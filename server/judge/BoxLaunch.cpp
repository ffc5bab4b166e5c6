#include "server/judge/BoxLaunch.h"

#include "server/judge/BoxArguments.h"

#include <QFile>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Beyond the longest wall limit, the supervisor's own patience; past it the supervisor itself is stuck.
constexpr std::chrono::seconds supervisorPatience {60};
constexpr int cancelCheckMs = 50;

/// Starts a program with descriptors at fixed numbers. The originals are moved above all targets first, so that
/// no step overwrites one which a later step needs.
class Spawn
{
public:
    Spawn()
    {
        posix_spawn_file_actions_init(&m_actions);
        posix_spawnattr_init(&m_attributes);
        // A process group of its own: Ctrl-C in a terminal is for the worker, which then decides.
        posix_spawnattr_setflags(&m_attributes, POSIX_SPAWN_SETPGROUP);
    }
    ~Spawn()
    {
        posix_spawn_file_actions_destroy(&m_actions);
        posix_spawnattr_destroy(&m_attributes);
    }
    Spawn(const Spawn &) = delete;
    Spawn &operator=(const Spawn &) = delete;

    bool place(const Descriptor &source, int target, int above)
    {
        Descriptor moved(fcntl(source.number(), F_DUPFD_CLOEXEC, above));
        if (!moved.isValid() || posix_spawn_file_actions_adddup2(&m_actions, moved.number(), target) != 0)
            return false;
        m_moved.push_back(std::move(moved));
        return true;
    }

    /// The started program has no environment. -1 with errno when it cannot be started.
    pid_t start(QList<QByteArray> words)
    {
        std::vector<char *> command;
        for (QByteArray &word : words)
            command.push_back(word.data());
        command.push_back(nullptr);
        char *environment[] = {nullptr};
        pid_t pid = -1;
        errno = posix_spawn(&pid, command.front(), &m_actions, &m_attributes, command.data(), environment);
        return errno == 0 ? pid : -1;
    }

private:
    posix_spawn_file_actions_t m_actions;
    posix_spawnattr_t m_attributes;
    std::vector<Descriptor> m_moved;
};

/// Reads what the runner wrote. It comes out of a box, so every length is checked.
QList<BoxFile> parseArtifacts(const QByteArray &bytes)
{
    QList<BoxFile> files;
    qsizetype position = 0;
    Box::ArtifactHeader header;
    while (bytes.size() - position >= qsizetype(sizeof header) && files.size() < Box::mostArtifacts) {
        std::memcpy(&header, bytes.constData() + position, sizeof header);
        position += sizeof header;
        const quint64 left = static_cast<quint64>(bytes.size() - position);
        if (header.nameLength > Box::largestArtifactName || header.nameLength > left ||
            header.size > left - header.nameLength)
            break;
        const QByteArray name = bytes.mid(position, header.nameLength);
        position += header.nameLength;
        if (!name.contains('/') && name != "." && name != "..")
            files.append(
                {QString::fromUtf8(name), bytes.mid(position, qsizetype(header.size)), header.executable != 0});
        position += qsizetype(header.size);
    }
    return files;
}

} // namespace

BoxLaunch::BoxLaunch(const Programs &programs, const BoxRequest &request, const Box::Order &order)
    : m_limits(request.limits)
    , m_collect(request.collect)
{
    const Result<void> started = start(programs, request, order);
    if (!started)
        m_failure = started.error().message;
}

BoxLaunch::~BoxLaunch()
{
    m_control.reset(); // a hang-up makes the supervisor clear everything away
    reap();
}

void BoxLaunch::reap()
{
    while (m_pid > 0 && waitpid(m_pid, nullptr, 0) < 0 && errno == EINTR) {
    }
    m_pid = -1;
}

Result<void> BoxLaunch::start(const Programs &programs, const BoxRequest &request, const Box::Order &order)
{
    int control[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, control) != 0)
        return systemError(u"cannot make a socket"_s);
    m_control = Descriptor(control[0]);
    const Descriptor supervisorEnd(control[1]);

    Result<Descriptor> output = emptyMemory(), errors = emptyMemory(), artifacts = emptyMemory();
    Result<Descriptor> input = sealedMemory(request.input);
    Result<Descriptor> arguments = sealedMemory(boxArguments(request));
    Result<Descriptor> filter = sealedMemory(programs.filter);
    for (const Result<Descriptor> *made : {&output, &errors, &artifacts, &input, &arguments, &filter}) {
        if (!*made)
            return made->error();
    }
    std::vector<Descriptor> files;
    files.emplace_back(open(programs.runner.constData(), O_RDONLY | O_CLOEXEC));
    if (!files.front().isValid())
        return systemError(u"cannot open %1"_s.arg(QFile::decodeName(programs.runner)));
    for (const BoxFile &file : request.files) {
        Result<Descriptor> memory = sealedMemory(file.bytes);
        if (!memory)
            return memory.error();
        files.push_back(std::move(*memory));
    }

    Spawn spawn;
    const int above = Box::firstFileFd + static_cast<int>(files.size());
    bool placed = spawn.place(supervisorEnd, Box::controlFd, above) && spawn.place(*input, Box::inputFd, above) &&
                  spawn.place(*output, Box::outputFd, above) && spawn.place(*errors, Box::errorFd, above) &&
                  spawn.place(*arguments, Box::argumentsFd, above) && spawn.place(*filter, Box::filterFd, above) &&
                  spawn.place(*artifacts, Box::artifactFd, above);
    for (std::size_t index = 0; index < files.size() && placed; ++index)
        placed = spawn.place(files[index], Box::firstFileFd + static_cast<int>(index), above);
    if (!placed)
        return systemError(u"too many open files in the judge"_s);

    QList<QByteArray> words {programs.supervisor, "/usr/bin/bwrap"};
    for (const QString &word : runnerCommand(request))
        words.append(word.toUtf8());
    m_pid = spawn.start(words);
    if (m_pid < 0)
        return systemError(u"cannot start %1"_s.arg(QFile::decodeName(programs.supervisor)));
    if (send(m_control.number(), &order, sizeof order, MSG_NOSIGNAL) != sizeof order)
        return systemError(u"cannot order a run"_s);
    m_output = std::move(*output);
    m_errors = std::move(*errors);
    m_artifacts = std::move(*artifacts);
    return {};
}

bool BoxLaunch::say(Box::WorkerSays word) const
{
    return send(m_control.number(), &word, sizeof word, MSG_NOSIGNAL) == sizeof word;
}

void BoxLaunch::waitForReport(const std::stop_token &cancel) const
{
    const auto deadline =
        std::chrono::steady_clock::now() + (1 + Box::mostStarvation) * m_limits.wall + supervisorPatience;
    pollfd watched {m_control.number(), POLLIN, 0};
    bool told = false;
    while (poll(&watched, 1, cancelCheckMs) <= 0 && std::chrono::steady_clock::now() < deadline) {
        if (cancel.stop_requested() && !told)
            told = say(Box::WorkerSays::Stop);
    }
}

BoxReport BoxLaunch::run(const std::stop_token &cancel)
{
    BoxReport report;
    report.failure = m_failure;
    if (!m_failure.isEmpty())
        return report;
    // Where it cannot be told, the supervisor is gone already, and its report says why.
    say(Box::WorkerSays::Go);
    waitForReport(cancel);
    Box::Report said;
    ssize_t count = recv(m_control.number(), &said, sizeof said, MSG_DONTWAIT);
    // The other end closed with our word unread: that is told first, the report is behind it.
    if (count < 0 && errno == ECONNRESET)
        count = recv(m_control.number(), &said, sizeof said, MSG_DONTWAIT);
    const bool heard = count == sizeof said && said.protocol == Box::version;
    if (!heard)
        kill(m_pid, SIGKILL); // the box dies with it
    reap();
    if (heard)
        return reportOf(said);
    report.failure = u"the supervisor ended without a report"_s;
    return report;
}

BoxReport BoxLaunch::reportOf(Box::Report &said) const
{
    BoxReport report;
    report.end = said.end;
    report.status = said.status;
    report.cpu = std::chrono::microseconds(said.cpu);
    report.wall = std::chrono::microseconds(said.wall);
    report.peakBytes = said.peakMemory;
    report.boxUid = said.boxUid;
    report.oomKills = said.oomKills;
    report.leaked = said.groupLeaked != 0;
    said.failure[sizeof said.failure - 1] = '\0';
    report.failure = QString::fromLocal8Bit(said.failure);
    report.output = contentOf(m_output, m_limits.outputBytes);
    report.errors = contentOf(m_errors, m_limits.errorBytes);
    if (m_collect)
        report.files = parseArtifacts(contentOf(m_artifacts, m_limits.scratchBytes + (1 << 20)));
    return report;
}

} // namespace Marathon
