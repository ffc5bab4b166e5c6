#pragma once

#include <QStringList>

namespace Marathon {

/// One attack program of tests/judge/attacks and what must come of it. Those that only look for a hole print "held"
/// when there is none, and are then accepted.
struct Attack
{
    const char *file;
    const char *verdicts;     ///< one or more, separated by "|"
    bool needsGroups = false; ///< holds only where control groups do
};

constexpr Attack attacks[] = {
    // processes
    {"forkbomb.c", "TLE|RTE|MLE"}, // the box's memory holds its processes too, so either bound may come first
    {"zombies.c", "AC"},
    {"exec-loop.c", "TLE"},
    // memory
    {"memory-many.c", "MLE"},
    {"memory-child.c", "MLE", true},
    {"memory-shared.c", "MLE"},
    {"memory-file.c", "RTE|MLE"},
    {"memory-buffers.js", "MLE"},
    {"memory-direct.java", "MLE|RTE"},
    // files and output
    {"disk.c", "AC"},
    {"leftover.c", "AC"},
    {"flood-error.c", "OLE"},
    {"flood-no-line.c", "OLE"},
    {"late-output.c", "AC"},
    // time
    {"sleep.c", "TLE"},
    {"stop-parent.c", "TLE"},
    {"threads.c", "TLE"},
    {"double-fork.c", "TLE"},
    {"ignore-limit.c", "TLE"},
    {"daemon.c", "AC"},
    // the judge's own processes
    {"kill-parent.c", "RTE"},
    {"kill-first.c", "AC"},
    {"kill-all.c", "RTE"},
    {"forge-report.c", "RTE"},
    // looking around
    {"proc.c", "AC"},
    {"input-write.c", "AC"},
    {"secrets.c", "AC"},
    {"sockets.c", "AC"},
    {"system-calls.c", "AC"},
    {"int80.c", "RTE"},
    {"x32.c", "RTE"},
    {"rights.c", "AC"},
    // the compiler
    {"compile-random.c", "CE"},
    {"compile-secret.c", "CE"},
    {"compile-incbin.c", "CE"},
    {"compile-self.c", "CE"},
    {"compile-template.cpp", "CE"},
    {"compile-constexpr.cpp", "CE"},
    {"compile-giant.c", "CE"},
    {"compile-diagnostics.c", "CE"},
    {"compile-control.c", "CE"},
};

} // namespace Marathon
