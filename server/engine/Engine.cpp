#include "server/engine/Engine.h"

#include "server/engine/Work.h"

#include <QElapsedTimer>
#include <QThread>

namespace Marathon {

Engine::Engine(StoreFactory openStore, SharedClock &clock, PublicationSink &sink, EngineOptions options)
    : m_openStore(std::move(openStore))
    , m_clock(clock)
    , m_sink(sink)
    , m_options(std::move(options))
    , m_keeper(m_options.stateFile, m_options.saveEvery)
    , m_directory(std::make_shared<const Directory>())
    , m_due(
          this, [this] { return untilDue(); }, [this] { enqueue({.command = Tick {}}); })
    , m_tail(this)
{
    m_snapshot.store(std::make_shared<const Snapshot>(Snapshot {.directory = m_directory}));
    m_health.store(std::make_shared<const StoreHealth>());
    connect(&m_tail, &QTimer::timeout, this, &Engine::tail);
}

Engine::~Engine() = default;

namespace {

bool hasNul(const QString &text)
{
    return text.contains(QChar(0));
}

/// Keys, ids and rows go into the database as they are, and one that it cannot hold would fail everybody's batch. Free
/// text of events is mended where it gets its reference (Work::salt).
bool cannotBeStored(const EngineRequest &request)
{
    const bool badRow = std::any_of(request.people.begin(), request.people.end(),
                                    [](const PersonRow &row) {
                                        return hasNul(row.participant) || hasNul(row.name) || hasNul(row.email) ||
                                               hasNul(row.college) || hasNul(row.department) || hasNul(row.hall) ||
                                               hasNul(row.seat);
                                    }) ||
                        std::any_of(request.staff.begin(), request.staff.end(),
                                    [](const StaffRow &row) { return hasNul(row.username) || hasNul(row.name); });
    return badRow || hasNul(request.account) || hasNul(request.key) || hasNul(request.requestHash) ||
           hasNul(request.context.actor) || (request.creation && hasNul(request.creation->name)) ||
           (request.stream && (hasNul(request.stream->clientId) || hasNul(request.stream->id)));
}

} // namespace

void Engine::post(EngineRequest request)
{
    if (cannotBeStored(request)) {
        if (request.reply) {
            const EngineAnswer refused {
                .result = Error {ErrorKind::Invalid, tr("A name or key contains the character U+0000. Leave it out.")}};
            QMetaObject::invokeMethod(
                request.receiver, [reply = std::move(request.reply), refused] { reply(refused); },
                Qt::QueuedConnection);
        }
        return;
    }
    if (m_queued.fetch_add(1) >= m_options.queue) {
        m_queued.fetch_sub(1);
        if (request.reply) {
            const EngineAnswer busy {.result =
                                         Error {ErrorKind::NotStored,
                                                tr("The server is busy: nothing was stored. Keep it and repeat it."),
                                                {},
                                                500}};
            QMetaObject::invokeMethod(
                request.receiver, [reply = std::move(request.reply), busy] { reply(busy); }, Qt::QueuedConnection);
        }
        return;
    }
    if (request.context.receivedAt == Instant {})
        request.context.receivedAt = m_clock.now();
    // std::function must be copyable, and a request is not cheap to copy.
    auto shared = std::make_shared<EngineRequest>(std::move(request));
    QMetaObject::invokeMethod(
        this,
        [this, shared] {
            enqueue(std::move(*shared));
            m_queued.fetch_sub(1);
        },
        Qt::QueuedConnection);
}

void Engine::enqueue(EngineRequest request)
{
    Q_ASSERT(QThread::currentThread() == thread());
    m_waiting.push_back(std::move(request));
    if (m_isScheduled)
        return;
    m_isScheduled = true;
    QMetaObject::invokeMethod(this, &Engine::processBatch, Qt::QueuedConnection);
}

void Engine::drain()
{
    while (!m_waiting.empty() && m_store)
        processBatch();
}

void Engine::stop()
{
    drain();
    m_due.stop();
    m_tail.stop();
    if (std::exchange(m_store, nullptr))
        m_keeper.finish(m_state, m_head.epoch, m_head.hash);
}

void Engine::note(const Result<void> &contact)
{
    auto health = std::make_shared<StoreHealth>(*m_health.load());
    health->isHealthy = contact.isOk();
    health->trouble = contact ? QString() : contact.error().message;
    if (contact)
        health->freshAt = m_clock.now();
    m_health.store(health);
}

void Engine::processBatch()
{
    Q_ASSERT(QThread::currentThread() == thread());
    m_isScheduled = false;
    if (m_waiting.empty() || !m_store)
        return;
    Work work;
    const std::size_t count = std::min(m_waiting.size(), std::size_t(m_options.batch));
    work.requests.assign(std::make_move_iterator(m_waiting.begin()),
                         std::make_move_iterator(m_waiting.begin() + std::ptrdiff_t(count)));
    m_waiting.erase(m_waiting.begin(), m_waiting.begin() + std::ptrdiff_t(count));
    if (!m_waiting.empty()) {
        m_isScheduled = true;
        QMetaObject::invokeMethod(this, &Engine::processBatch, Qt::QueuedConnection);
    }

    Result<void> begun = createContests(work.requests);
    if (begun)
        begun = beginBatch(work);
    if (!begun) {
        m_store->rollback();
        note(begun);
        work.failAll(begun.error());
        return answerAll(work);
    }
    for (const EngineRequest &request : work.requests)
        work.answers.push_back(decideRequest(work, request));
    if (work.batch.isEmpty()) {
        m_store->rollback();
        note({});
        answerAll(work);
        return m_due.changed();
    }
    QElapsedTimer timer;
    timer.start();
    const Result<qint64> committed = m_store->commit(work.batch);
    note(committed ? Result<void>() : committed.error());
    if (!committed) {
        work.failAll(committed.error());
        return answerAll(work);
    }
    auto health = std::make_shared<StoreHealth>(*m_health.load());
    health->commitMicroseconds = timer.nsecsElapsed() / 1000;
    m_health.store(health);
    // More than one step: others changed tables too, and the next look at them brings theirs and ours.
    if (*committed == m_head.version + 1)
        work.head.version = *committed;
    adopt(work);
    publish(std::move(work.events), std::move(work.batch.endedSessions), Publication::Continuity::Whole);
    answerAll(work);
    m_due.changed();
}

Result<void> Engine::createContests(const std::vector<EngineRequest> &requests)
{
    for (const EngineRequest &request : requests) {
        if (!request.creation || m_state.config->id == request.creation->id)
            continue;
        if (m_state.phase == ContestPhase::Live || m_state.phase == ContestPhase::Paused)
            continue;
        const Result<void> created =
            m_store->createContest(request.creation->id, request.creation->name, m_clock.now());
        if (!created)
            return created;
        if (const Result<void> loaded = load(); !loaded)
            return loaded;
    }
    return {};
}

/// Takes the contest's lock, and folds what other servers wrote since our last look before anything is decided.
Result<void> Engine::beginBatch(Work &work)
{
    const Result<Begun> begun = m_store->begin(lookUpsOf(work.requests));
    if (!begun)
        return begun.error();
    if (begun->now)
        m_clock.observe(*begun->now);
    const LedgerHead &head = begun->head;
    if (head.seq != m_head.seq || head.hash != m_head.hash || head.epoch != m_head.epoch ||
        head.version != m_head.version) {
        const QString epoch = m_head.epoch;
        const ContestId contest = m_state.config->id;
        if (const Result<void> followed = follow(head); !followed)
            return followed;
        // What was loaded anew is no longer under the lock that was taken.
        if (m_head.epoch != epoch || m_state.config->id != contest)
            return Error {ErrorKind::NotStored,
                          tr("The database has changed under the server: nothing was stored. Keep it and repeat it."),
                          {},
                          200};
    }
    work.state = m_state;
    work.head = m_head;
    work.now = std::max(begun->now.value_or(m_clock.now()), m_state.lastAt);
    work.found = begun->found;
    return {};
}

LookUps Engine::lookUpsOf(const std::vector<EngineRequest> &requests) const
{
    LookUps wanted;
    for (const EngineRequest &request : requests) {
        if (!request.key.isEmpty())
            wanted.results.append({request.account, request.key});
        if (request.stream)
            wanted.streams.append({request.stream->participant.toString(), request.stream->clientId});
        if (request.draft)
            wanted.drafts.append({request.draft->participant.toString(), request.draft->problem.toString()});
    }
    return wanted;
}

void Engine::adopt(Work &work)
{
    m_state = std::move(work.state);
    m_head = work.head;
    if (!work.batch.changesTables())
        return;
    take({.sessions = work.batch.sessions,
          .endedSessions = work.batch.endedSessions,
          .people = work.batch.people,
          .staff = work.batch.staff,
          .problems = work.batch.problems,
          .settings = work.batch.settings});
}

void Engine::take(const TableChanges &changes)
{
    for (const SessionRow &session : changes.sessions)
        m_sessions.insert(session.tokenHash, session);
    if (!changes.endedSessions.isEmpty()) {
        const QSet<SessionId> ended(changes.endedSessions.begin(), changes.endedSessions.end());
        QStringList tokens;
        for (auto entry = m_sessions.begin(); entry != m_sessions.end(); ++entry) {
            if (ended.contains(entry->session))
                tokens.append(entry.key());
        }
        for (const QString &token : tokens)
            m_sessions.remove(token);
    }
    if (changes.people.isEmpty() && changes.staff.isEmpty() && changes.problems.isEmpty() && changes.settings.isEmpty())
        return;
    auto directory = std::make_shared<Directory>(*m_directory);
    for (const PersonRow &row : changes.people)
        directory->add(row);
    for (const StaffRow &row : changes.staff)
        directory->add(row);
    for (const ProblemContent &row : changes.problems)
        directory->add(row);
    directory->settings.insert(changes.settings);
    m_directory = std::move(directory);
}

void Engine::publish(QList<Event> events, QList<SessionId> endedSessions, Publication::Continuity continuity)
{
    const SnapshotPtr before = m_snapshot.load();
    auto next = std::make_shared<Snapshot>(Snapshot {.state = m_state,
                                                     .epoch = m_head.epoch,
                                                     .directory = m_directory,
                                                     .boards = before->boards,
                                                     .sessions = m_sessions});
    const bool sameBoard = before->boards && before->state.standingsSeq == m_state.standingsSeq &&
                           before->directory == m_directory && before->epoch == m_head.epoch;
    if (!sameBoard)
        next->boards = std::make_shared<const Boards>(m_state, m_directory, m_state.lastAt);
    m_snapshot.store(next);
    m_keeper.offer(m_state, m_head.epoch, m_head.hash);
    m_sink.published(std::make_shared<const Publication>(
        Publication {std::move(events), next, std::move(endedSessions), continuity}));
}

std::optional<Duration> Engine::untilDue() const
{
    const Instant now = m_clock.now();
    const std::optional<Instant> due = nextDue(m_state, now);
    return due ? std::optional<Duration>(*due - now) : std::nullopt;
}

void Engine::answerAll(Work &work)
{
    QHash<QObject *, std::shared_ptr<std::vector<std::function<void()>>>> byReceiver;
    for (std::size_t index = 0; index < work.requests.size(); ++index) {
        EngineRequest &request = work.requests[index];
        if (!request.reply)
            continue;
        auto &list = byReceiver[request.receiver];
        if (!list)
            list = std::make_shared<std::vector<std::function<void()>>>();
        list->push_back([reply = std::move(request.reply), answer = std::move(work.answers[index])] { reply(answer); });
    }
    for (auto entry = byReceiver.begin(); entry != byReceiver.end(); ++entry) {
        QMetaObject::invokeMethod(
            entry.key(),
            [list = entry.value()] {
                for (const auto &call : *list)
                    call();
            },
            Qt::QueuedConnection);
    }
}

} // namespace Marathon

#include "moc_Engine.cpp"
