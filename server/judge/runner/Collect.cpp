#include "server/judge/box/BoxProtocol.h"
#include "server/judge/runner/Runner.h"

#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace Marathon::Box {

namespace {

bool writeAll(const void *data, std::size_t size)
{
    const char *bytes = static_cast<const char *>(data);
    while (size > 0) {
        const ssize_t written = write(artifactFd, bytes, size);
        if (written <= 0)
            return false;
        bytes += written;
        size -= static_cast<std::size_t>(written);
    }
    return true;
}

bool copy(int file, std::uint64_t size)
{
    static char buffer[65536];
    while (size > 0) {
        const ssize_t count = read(file, buffer, size < sizeof buffer ? size : sizeof buffer);
        if (count <= 0 || !writeAll(buffer, static_cast<std::size_t>(count)))
            return false;
        size -= static_cast<std::uint64_t>(count);
    }
    return true;
}

} // namespace

bool collectArtifacts(const char *directory, long long largestTotal)
{
    const int folder = open(directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *entries = folder < 0 ? nullptr : fdopendir(folder);
    if (!entries)
        return true; // the compiler removed its folder: nothing leaves, and the judge says that nothing came out
    long long left = largestTotal;
    unsigned count = 0;
    bool ok = true;
    while (const dirent *entry = readdir(entries)) {
        const std::size_t length = std::strlen(entry->d_name);
        if (count == mostArtifacts || length > largestArtifactName)
            continue;
        // O_NONBLOCK: a pipe in the folder must not make us wait for a writer.
        const int file = openat(folder, entry->d_name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
        if (file < 0)
            continue;
        struct stat facts
        {};
        if (fstat(file, &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_nlink == 1 && facts.st_size <= left) {
            const ArtifactHeader header {static_cast<std::uint32_t>(length), (facts.st_mode & S_IXUSR) ? 1U : 0U,
                                         static_cast<std::uint64_t>(facts.st_size)};
            ok = ok && writeAll(&header, sizeof header) && writeAll(entry->d_name, length) && copy(file, header.size);
            left -= facts.st_size;
            ++count;
        }
        close(file);
    }
    closedir(entries);
    return ok;
}

} // namespace Marathon::Box
