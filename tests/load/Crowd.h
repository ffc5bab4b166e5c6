#pragma once

#include "tests/load/Participant.h"

#include <atomic>
#include <vector>

namespace Marathon {

/// One thread's share of the participants. It lives in that thread: call its methods through the event loop, and read
/// its records only after `closed`.
class Crowd final : public QObject
{
    Q_OBJECT

public:
    Crowd(const Scenario &scenario, const FixLibrary &fixes, QList<Participant::Person> people);

    /// Participants start one after another, `perSecond` of them each second.
    void start(double perSecond);
    /// Everybody hands in something within `span`.
    void rush(std::chrono::seconds span);
    void stopWorking();
    /// Compares the stored drafts with the acknowledged ones, a few participants at a time.
    void checkDrafts();
    /// Takes the records and lets the participants go.
    void close();
    /// How long settled() may wait; verdicts take the longest.
    void setPatience(std::chrono::seconds patience) { m_patience = patience; }
    int size() const { return int(m_people.size()); }
    /// May be asked from any thread.
    int online() const { return m_online; }
    const Tally &tally() const { return m_tally; }
    const QList<ParticipantRecord> &records() const { return m_records; }
    qint64 lostDrafts() const { return m_lostDrafts; }

signals:
    /// After stopWorking(): everything has been acknowledged and answered, or `patience` is over.
    void settled();
    void draftsChecked();
    void closed();

private:
    void startNext();
    void sweep();
    void checkNextDrafts();

    const Scenario &m_scenario;
    const FixLibrary &m_fixes;
    QList<Participant::Person> m_people;
    std::vector<std::unique_ptr<Participant>> m_participants;
    QList<ParticipantRecord> m_records;
    Tally m_tally;
    QTimer m_ramp;
    QTimer m_sweep;
    std::atomic<int> m_online = 0;
    std::chrono::seconds m_patience {30};
    std::optional<Moment> m_stoppedAt;
    std::size_t m_nextDraftCheck = 0;
    int m_openDraftChecks = 0;
    qint64 m_lostDrafts = 0;
};

} // namespace Marathon
