#include "server/judge/supervisor/SmallFile.h"

#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <unistd.h>

namespace Marathon::Box {

std::string readSmallFile(const std::string &path)
{
    std::string text;
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return text;
    char buffer[4096];
    ssize_t count = 0;
    while (text.size() < 65536 && (count = read(file, buffer, sizeof buffer)) > 0)
        text.append(buffer, static_cast<std::size_t>(count));
    close(file);
    return text;
}

bool writeSmallFile(const std::string &path, std::string_view text)
{
    const int file = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    const bool ok = write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    const int error = errno;
    close(file);
    errno = error;
    return ok;
}

std::int64_t toNumber(std::string_view text)
{
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::int64_t numberAfter(std::string_view text, std::string_view key)
{
    std::size_t position = 0;
    while ((position = text.find(key, position)) != std::string_view::npos) {
        if (position == 0 || text[position - 1] == '\n')
            return toNumber(text.substr(position + key.size()));
        position += key.size();
    }
    return 0;
}

std::vector<pid_t> numbers(std::string_view text)
{
    std::vector<pid_t> values;
    const char *next = text.data();
    const char *end = next + text.size();
    while (next < end) {
        pid_t value = 0;
        const auto [after, error] = std::from_chars(next, end, value);
        if (error == std::errc()) {
            values.push_back(value);
            next = after;
        } else {
            ++next;
        }
    }
    return values;
}

} // namespace Marathon::Box
