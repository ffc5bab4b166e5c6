#pragma once

#include "shared/domain/Access.h"
#include "shared/domain/Decide.h"

namespace Marathon {

/// A small contest that a test drives by commands, with its own clock: two rounds of an hour, four problems (a, b in
/// round 1; c, d in round 2), participants P1..Pn in hall H1 (odd numbers) and H2 (even numbers).
class ContestBuilder
{
public:
    explicit ContestBuilder(int participants = 3, Policy policy = {});

    /// Decides and folds; fails the test's expectation by returning the error.
    Result<Outcome> take(const Command &command, const CommandContext &context);
    Result<Outcome> takeAsStaff(const Command &command, Role role = Role::Admin, QSet<QString> halls = {});
    Result<Outcome> takeAsParticipant(const Command &command);
    void tick();
    void wait(Duration duration) { m_now += duration; }

    /// Contest live, everybody consented and online, round 1 active.
    void start();
    /// Reports a closed incident that ends now; gives what it came to.
    IncidentOutcome incident(const char *participant, IncidentKind kind, Duration duration, const char *id);
    ActionId act(StaffActionKind kind, const char *participant, const char *reason = "because");
    SubmissionId submit(const char *participant, const char *problem, Verdict verdict,
                        std::optional<qint64> groupPoints = {});
    void scoreBy(Scoring scoring);
    /// Individual clocks instead of a common one; before start().
    void timeBy(Timing timing);
    /// What the server has as the newest draft of a problem.
    void draft(const char *participant, const char *problem, const QString &sourceSha, bool isBuggySource = false);

    const ContestState &state() const { return m_state; }
    const ParticipantState &who(const char *id) const;
    ParticipantStatus status(const char *id) const { return statusOf(who(id), m_now); }
    Instant now() const { return m_now; }
    const QList<Event> &ledger() const { return m_ledger; }
    static ParticipantId pid(const char *id) { return ParticipantId(QString::fromLatin1(id)); }

private:
    ContestState m_state;
    QList<Event> m_ledger;
    Instant m_now;
    QHash<ParticipantId, QList<DraftHead>> m_drafts;
    int m_refs = 0;
};

} // namespace Marathon
