#pragma once

#include "tests/load/EventStream.h"

#include <QUrl>

namespace Marathon {

/// How often one participant does each thing, per minute, on average; the moments are random (a Poisson process).
struct ActivityRates
{
    double incidents = 0;
    double drafts = 0;
    double runs = 0;
    double submissions = 0;
};

/// What every simulated participant of one rehearsal has in common.
struct Scenario
{
    QUrl server;
    ActivityRates rates;
    double uniqueShare = 0.1;     ///< of submissions whose bytes nobody else hands in, so that each has to be judged
    double httpSubmitShare = 0.3; ///< of submissions sent over HTTP instead of the socket
    bool awaitsJudge = true;      ///< false: no judge is there, so nobody waits for verdicts and runs at the end
    ReconnectPolicy reconnect {};
    std::chrono::seconds badFrom {
        5}; ///< a misbehaving one begins at a random moment between these, after it began to work
    std::chrono::seconds badUntil {20};
};

} // namespace Marathon
