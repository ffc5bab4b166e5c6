#pragma once

#include <QString>

namespace Marathon {

/// A second wall round a test program that runs attacks, so that a hole in the sandbox fails a test instead of freezing
/// the machine: control groups (as root) or resource limits of a user that has few processes. The program runs itself
/// again inside; the outer one waits, and kills everything inside when the time is over.
class OuterCap
{
public:
    static constexpr int processes = 200;
    static constexpr qint64 memoryBytes = 2LL << 30;

    /// In the outer program: runs the same command line inside and returns its exit code; 77 (skipped) with a reason on
    /// standard error when no wall can be built. In the inner one: returns -1 at once.
    static int runInside(char **argv, int seconds);

    /// What the wall is made of, for tests of the wall itself.
    static bool limitsMemory();
};

} // namespace Marathon
