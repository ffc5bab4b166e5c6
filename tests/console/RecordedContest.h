#pragma once

#include "shared/domain/Decide.h"
#include "shared/protocol/EventJson.h"

#include <QRandomGenerator>

namespace Marathon {

/// A believable contest, played by the rules themselves: people with names, seats and skills, decided and folded by
/// decide() and apply(). The same seed gives the same contest.
class RecordedContest
{
public:
    struct Size
    {
        int participants = 350;
        Duration played = std::chrono::minutes(52); ///< since the first round began
        quint32 seed = 7;
    };

    explicit RecordedContest(Size size);

    /// The server's messages: a welcome with the state `tail` before the end, then the events after it, presence and
    /// health.
    QJsonObject recording(Duration tail = std::chrono::minutes(4)) const;

    const ContestState &state() const { return m_state; }
    const QList<Event> &ledger() const { return m_ledger; }
    Instant now() const { return m_now; }
    QJsonArray people() const { return m_people; }
    QJsonObject welcome(const ContestState &state, Instant now) const;

    /// Goes on by one step of a second with whatever chance brings; gives the events.
    QList<Event> goOn();
    /// So many incidents in a row, whoever it is; gives the events.
    QList<Event> strayOften(int incidents);

private:
    struct Worker
    {
        ParticipantId id;
        double skill = 0.5;
        double honesty = 0.9;
        bool isOnline = false;
    };

    void setUp(const Size &size);
    void take(const Command &command, const CommandContext &context);
    void asStaff(const Command &command, const QString &who = QStringLiteral("staff:asha"));
    void asParticipant(const Command &command);
    void step();
    void work(Worker &worker);
    void stray(Worker &worker);
    void supervise();
    void judge();
    double chance() { return m_random.generateDouble(); }
    template <typename List>
    auto pick(const List &list)
    {
        return list[m_random.bounded(int(std::size(list)))];
    }

    QRandomGenerator m_random;
    ContestState m_state;
    QList<Event> m_ledger;
    QJsonArray m_people;
    QList<Worker> m_workers;
    struct Waiting
    {
        SubmissionId submission;
        double skill;
        Instant due;
    };
    QList<Waiting> m_waiting;
    QList<std::pair<ParticipantId, IncidentId>> m_open;
    Instant m_now;
    int m_counter = 0;
};

} // namespace Marathon
