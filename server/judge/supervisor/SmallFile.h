#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace Marathon::Box {

/// The whole of a kernel file (control group, /proc), at most 64 KiB; empty when it cannot be read.
std::string readSmallFile(const std::string &path);

/// Writes a kernel file in one write, as the kernel wants it. False with errno set when it cannot.
bool writeSmallFile(const std::string &path, std::string_view text);

/// The number at the start of `text`, or 0.
std::int64_t toNumber(std::string_view text);

/// The number after the first `key` at the start of a line ("oom_kill "), or 0.
std::int64_t numberAfter(std::string_view text, std::string_view key);

/// All numbers of a text that is separated by white space.
std::vector<pid_t> numbers(std::string_view text);

} // namespace Marathon::Box
