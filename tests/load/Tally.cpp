#include "tests/load/Tally.h"

namespace Marathon {

void Tally::add(const Tally &other)
{
    signIn.add(other.signIn);
    http.add(other.http);
    requests += other.requests;
    events += other.events;
    refusals += other.refusals;
    nacks += other.nacks;
    failures += other.failures;
    for (auto entry = other.failuresByText.begin(); entry != other.failuresByText.end(); ++entry)
        failuresByText[entry.key()] += entry.value();
    clockOffsetMs = std::min(clockOffsetMs, other.clockOffsetMs);
}

} // namespace Marathon
