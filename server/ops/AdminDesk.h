#pragma once

#include "server/engine/Engine.h"
#include "server/ops/StoreAddress.h"

#include <QThreadPool>
#include <deque>

namespace Marathon {

/// Who administrative commands stand under in the ledger; no account can have this name.
inline constexpr QLatin1StringView commandLineUser {"command-line"};

/// The one implementation of every administrative command, for the command line (over an engine of its own) and for the
/// running server's control route. Requests are objects {"command": "contest.import", ...} (AdminRequests.h); answers
/// have a "message" for people and data beside it. Commands:
///   contest.import, contest.state, round.state, policy, participants.import, staff.add, export, verify, status
/// Errors are those of the rules and the readers; Invalid names each wrong field; nothing is half applied.
///
/// Lives on one thread, not necessarily the engine's; takes one command after the other. It is destroyed after the
/// engine's thread has stopped.
class AdminDesk : public QObject
{
    Q_OBJECT

public:
    using Done = std::function<void(const Result<QJsonObject> &)>;

    AdminDesk(Engine &engine, const Clock &clock, StoreAddress place);
    ~AdminDesk() override;

    /// From any thread; `done` runs on the receiver's thread. The receiver must live until then.
    void execute(const QJsonObject &request, QObject *receiver, Done done);

    static QStringList commandNames();

private:
    using Finish = Done;
    struct Job
    {
        QJsonObject request;
        QObject *receiver = nullptr;
        Done done;
    };
    /// One command: its name and who carries it out.
    struct Row
    {
        QLatin1StringView name;
        void (AdminDesk::*run)(const QJsonObject &request, const Finish &finish);
    };
    static const QList<Row> &table();

    void next();
    void finish(const Job &job, const Result<QJsonObject> &answer);
    /// Asks the engine for all of them in one batch; gives the first refusal, or an empty object.
    void post(QList<EngineRequest> requests, Finish finish);
    /// Hashes on all cores; the empty ones stay empty.
    void hashAll(const QStringList &passwords, std::function<void(Result<QStringList>)> then);

    void importContest(const QJsonObject &request, const Finish &finish);
    void importParticipants(const QJsonObject &request, const Finish &finish);
    void addStaff(const QJsonObject &request, const Finish &finish);
    void setContestState(const QJsonObject &request, const Finish &finish);
    void setRoundState(const QJsonObject &request, const Finish &finish);
    void setPolicy(const QJsonObject &request, const Finish &finish);
    void makeExport(const QJsonObject &request, const Finish &finish);
    void verify(const QJsonObject &request, const Finish &finish);
    void status(const QJsonObject &request, const Finish &finish);

    Engine &m_engine;
    const Clock &m_clock;
    StoreAddress m_place;
    QThreadPool m_pool;
    std::deque<Job> m_waiting;
    bool m_isBusy = false;
};

} // namespace Marathon
