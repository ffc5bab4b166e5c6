#pragma once

namespace Marathon::Box {

/// Writes the regular files of `directory` to the artifact descriptor. Links, pipes, devices, directories, files with
/// more than one link and files that are too large are left out. Returns false when writing failed.
bool collectArtifacts(const char *directory, long long largestTotal);

/// Runs the harmless self-test `name` from inside the box and returns its exit code; see Probe.cpp for the list.
int runProbe(const char *name, const char *argument);

} // namespace Marathon::Box
