#pragma once

#include "tests/end-to-end/ServerUnderTest.h"
#include "tests/load/Crowd.h"
#include "tests/load/FixLibrary.h"
#include "tests/load/Reckoning.h"
#include "tests/load/StaffObserver.h"

namespace Marathon {

/// A hall of simulated participants for tests that break servers under them, and the reckoning afterwards: the
/// participants' own books are the judge.
class Hall
{
public:
    static constexpr auto adminPassword = QLatin1StringView("marching-Otters-9-lanterns");

    /// Reads the sample contest and makes up the people.
    static Result<Hall> make(int size);

    /// Imports contest, people and staff through the command line, and opens the first round.
    Result<void> prepare(const ServerUnderTest &server) const;
    const QList<Participant::Person> &people() const { return m_people; }
    const FixLibrary &fixes() const { return m_fixes; }
    int size() const { return int(m_people.size()); }

private:
    FixLibrary m_fixes;
    QList<Participant::Person> m_people;
};

/// What the exports say at the end; runs the event loop meanwhile.
Exports fetchExports(StaffObserver &observer, std::chrono::milliseconds patience);

/// What may fail while a server is killed: connections break and requests find nobody. Anything that a living server
/// said is not among it, but for "not stored, retry".
bool isOutage(const QString &failure);

/// Failures that are no outage and were not among the earlier ones, with their counts.
QStringList unexpectedFailures(const Tally &tally, const QMap<QString, qint64> &earlier);

/// The first few of a list of findings, for a message.
QString firstOf(const QStringList &findings);

} // namespace Marathon
