#include "server/ops/AdminDesk.h"

#include "server/auth/PasswordHash.h"
#include "shared/core/Text.h"

#include <QThread>

namespace Marathon {

namespace {

CommandContext adminContext(Instant now)
{
    return {.actor = u"staff:"_s + commandLineUser, .role = Role::Admin, .halls = {}, .receivedAt = now};
}

/// Hashes that several threads fill in, one place each.
struct Hashing
{
    std::vector<Result<QString>> hashes;
    std::atomic<qsizetype> left = 0;
};

} // namespace

AdminDesk::AdminDesk(Engine &engine, const Clock &clock, StoreAddress place)
    : m_engine(engine)
    , m_clock(clock)
    , m_place(std::move(place))
{
    m_pool.setMaxThreadCount(QThread::idealThreadCount());
}

AdminDesk::~AdminDesk() = default;

const QList<AdminDesk::Row> &AdminDesk::table()
{
    static const QList<Row> rows {
        {"contest.import"_L1, &AdminDesk::importContest},
        {"contest.state"_L1, &AdminDesk::setContestState},
        {"round.state"_L1, &AdminDesk::setRoundState},
        {"policy"_L1, &AdminDesk::setPolicy},
        {"participants.import"_L1, &AdminDesk::importParticipants},
        {"staff.add"_L1, &AdminDesk::addStaff},
        {"export"_L1, &AdminDesk::makeExport},
        {"verify"_L1, &AdminDesk::verify},
        {"status"_L1, &AdminDesk::status},
    };
    return rows;
}

QStringList AdminDesk::commandNames()
{
    QStringList names;
    for (const Row &row : table())
        names.append(QString(row.name));
    return names;
}

void AdminDesk::execute(const QJsonObject &request, QObject *receiver, Done done)
{
    QMetaObject::invokeMethod(
        this,
        [this, job = Job {request, receiver, std::move(done)}] {
            m_waiting.push_back(job);
            next();
        },
        Qt::QueuedConnection);
}

void AdminDesk::next()
{
    Q_ASSERT(QThread::currentThread() == thread());
    if (m_isBusy || m_waiting.empty())
        return;
    m_isBusy = true;
    const Job job = std::move(m_waiting.front());
    m_waiting.pop_front();
    const QString name = job.request.value("command"_L1).toString();
    for (const Row &row : table()) {
        if (name == row.name)
            return (this->*row.run)(job.request,
                                    [this, job](const Result<QJsonObject> &answer) { finish(job, answer); });
    }
    const QString detail = tr("must be one of %1").arg(listed(commandNames()));
    finish(job, Error {ErrorKind::Invalid, tr("There is no command \"%1\".").arg(name), {{u"command"_s, detail}}});
}

void AdminDesk::finish(const Job &job, const Result<QJsonObject> &answer)
{
    QMetaObject::invokeMethod(
        job.receiver, [done = job.done, answer] { done(answer); }, Qt::QueuedConnection);
    m_isBusy = false;
    next();
}

void AdminDesk::post(QList<EngineRequest> requests, Finish finish)
{
    struct Answers
    {
        qsizetype waiting;
        Result<QJsonObject> first = QJsonObject {};
    };
    const auto answers = std::make_shared<Answers>(Answers {requests.size()});
    for (EngineRequest &request : requests) {
        request.context = adminContext(m_clock.now());
        request.receiver = this;
        request.reply = [answers, finish](const EngineAnswer &answer) {
            if (!answer.result && answers->first)
                answers->first = answer.result;
            if (--answers->waiting == 0)
                finish(answers->first);
        };
    }
    // From the engine's own thread, so that no batch begins between them.
    QMetaObject::invokeMethod(
        &m_engine,
        [engine = &m_engine, requests = std::move(requests)] {
            for (const EngineRequest &request : requests)
                engine->post(request);
        },
        Qt::QueuedConnection);
}

void AdminDesk::hashAll(const QStringList &passwords, std::function<void(Result<QStringList>)> then)
{
    const auto hashing = std::make_shared<Hashing>();
    hashing->hashes.assign(static_cast<std::size_t>(passwords.size()), QString());
    hashing->left = passwords.size();
    const auto arrived = [this, hashing, then = std::move(then)] {
        QStringList hashes;
        for (const Result<QString> &hash : hashing->hashes) {
            if (!hash)
                return then(hash.error());
            hashes.append(*hash);
        }
        then(hashes);
    };
    if (passwords.isEmpty())
        return arrived();
    for (qsizetype index = 0; index < passwords.size(); ++index) {
        m_pool.start([this, hashing, arrived, index, password = passwords[index]] {
            if (!password.isEmpty())
                hashing->hashes[static_cast<std::size_t>(index)] = hashPassword(password.toUtf8());
            if (hashing->left.fetch_sub(1) == 1)
                QMetaObject::invokeMethod(this, arrived, Qt::QueuedConnection);
        });
    }
}

} // namespace Marathon

#include "moc_AdminDesk.cpp"
