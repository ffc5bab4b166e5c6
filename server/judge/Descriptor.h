#pragma once

#include "shared/core/Result.h"

#include <QByteArray>
#include <utility>

namespace Marathon {

/// Owns a file descriptor and closes it.
class Descriptor
{
public:
    Descriptor() = default;
    explicit Descriptor(int number)
        : m_number(number)
    {}
    Descriptor(Descriptor &&other) noexcept
        : m_number(std::exchange(other.m_number, -1))
    {}
    Descriptor &operator=(Descriptor &&other) noexcept
    {
        std::swap(m_number, other.m_number);
        return *this;
    }
    ~Descriptor();

    int number() const { return m_number; }
    bool isValid() const { return m_number >= 0; }
    void reset();

private:
    int m_number = -1;
};

/// A nameless file in memory with these bytes, sealed against every change and open for reading only: what is given to
/// a box this way cannot be rewritten through /proc/self/fd, as a file on disk could. Error: Internal.
Result<Descriptor> sealedMemory(const QByteArray &bytes);

/// An empty nameless file in memory which a supervisor fills. Error: Internal.
Result<Descriptor> emptyMemory();

/// What was written to a memory file, at most `limit` bytes.
QByteArray contentOf(const Descriptor &memory, qint64 limit);

/// "cannot do X: reason of errno", as an internal error.
Error systemError(const QString &what);

} // namespace Marathon
