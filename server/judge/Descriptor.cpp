#include "server/judge/Descriptor.h"

#include <QFile>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

bool writeAll(int file, const QByteArray &bytes)
{
    qsizetype done = 0;
    while (done < bytes.size()) {
        const ssize_t count = write(file, bytes.constData() + done, static_cast<size_t>(bytes.size() - done));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        done += count;
    }
    return true;
}

} // namespace

Descriptor::~Descriptor()
{
    reset();
}

void Descriptor::reset()
{
    if (m_number >= 0)
        close(std::exchange(m_number, -1));
}

Error systemError(const QString &what)
{
    return Error {ErrorKind::Internal, u"%1: %2"_s.arg(what, QString::fromLocal8Bit(std::strerror(errno)))};
}

Result<Descriptor> emptyMemory()
{
    Descriptor memory(memfd_create("box", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!memory.isValid())
        return systemError(u"cannot make a file in memory"_s);
    return memory;
}

Result<Descriptor> sealedMemory(const QByteArray &bytes)
{
    Result<Descriptor> memory = emptyMemory();
    if (!memory)
        return memory.error();
    if (!writeAll(memory->number(), bytes))
        return systemError(u"cannot fill a file in memory"_s);
    if (fchmod(memory->number(), 0444) != 0 ||
        fcntl(memory->number(), F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0)
        return systemError(u"cannot seal a file in memory"_s);
    // Opened again: for reading only, and with a position of its own.
    const QByteArray path = "/proc/self/fd/" + QByteArray::number(memory->number());
    Descriptor readable(open(path.constData(), O_RDONLY | O_CLOEXEC));
    if (!readable.isValid())
        return systemError(u"cannot open a file in memory for reading"_s);
    return readable;
}

QByteArray contentOf(const Descriptor &memory, qint64 limit)
{
    struct stat facts
    {};
    if (fstat(memory.number(), &facts) != 0)
        return {};
    QByteArray bytes(std::min<qint64>(facts.st_size, limit), Qt::Uninitialized);
    const ssize_t count = pread(memory.number(), bytes.data(), static_cast<size_t>(bytes.size()), 0);
    bytes.truncate(std::max<ssize_t>(count, 0));
    return bytes;
}

} // namespace Marathon
