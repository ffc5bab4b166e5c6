#pragma once

#include "tests/load/Crowd.h"
#include "tests/load/ProcessUsage.h"
#include "tests/load/RehearseOptions.h"
#include "tests/load/Spectators.h"
#include "tests/load/StaffObserver.h"
#include "tests/load/Targets.h"

#include <QThread>

namespace Marathon {

/// One rehearsal from beginning to end: the observer first, then the participants, then the reckoning. The crowds live
/// in threads of their own; only values (records, tallies) come back, after they have closed.
class Rehearsal final : public QObject
{
    Q_OBJECT

public:
    Rehearsal(RehearseOptions options, FixLibrary fixes, const QList<Credential> &credentials,
              const QString &staffPassword);
    ~Rehearsal() override;

    void start();
    /// Ends the work now, without the rush; the reckoning follows. Asked a second time, the program ends at once.
    void stopEarly();

signals:
    void progressed(const QString &line);
    void finished(const Marathon::Outcome &outcome);
    void refused(const QString &why);

private:
    void makeCrowds(const QList<Credential> &credentials);
    void beginWork();
    void finishWork();
    void beginRush();
    void report();
    void crowdSettled();
    void draftsChecked();
    void fetchExports();
    void crowdClosed();
    void reckonAll();
    int online() const;
    void askAll(void (Crowd::*method)());

    RehearseOptions m_options;
    FixLibrary m_fixes;
    StaffObserver m_observer;
    Tally m_tally;
    Spectators m_spectators;
    std::vector<std::unique_ptr<Crowd>> m_crowds;
    std::vector<std::unique_ptr<QThread>> m_threads;
    UsageMeter m_serverUse;
    UsageMeter m_ownUse;
    MachineMeter m_machine;
    QTimer m_end;
    QTimer m_progress;
    QTimer m_announcements;
    int m_announced = 0;
    Exports m_exports;
    Outcome m_outcome;
    Moment m_startedAt {};
    std::optional<Moment> m_rushAt;
    std::size_t m_answers = 0; ///< of the crowds, to the question that was asked last
    bool m_isFinishing = false;
    bool m_isStoppedEarly = false;
};

} // namespace Marathon
