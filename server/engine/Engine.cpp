#include "server/engine/Engine.h"

#include "server/engine/Work.h"
#include "server/store/LedgerChain.h"
#include "shared/core/Text.h"
#include "shared/domain/Access.h"
#include "shared/protocol/EventJson.h"

#include <QElapsedTimer>
#include <QThread>

namespace Marathon {

namespace {

constexpr qint64 keptResults = 256; ///< per page stream; a page repeats at most its window of 64

} // namespace

Engine::Engine(StoreFactory openStore, const Clock &clock, PublicationSink &sink, EngineLimits limits)
    : m_openStore(std::move(openStore))
    , m_clock(clock)
    , m_sink(sink)
    , m_limits(limits)
    , m_directory(std::make_shared<const Directory>())
    , m_due(this)
{
    m_snapshot.store(std::make_shared<const Snapshot>(Snapshot {.directory = m_directory}));
    m_due.setSingleShot(true);
    connect(&m_due, &QTimer::timeout, this, [this] { enqueue({.command = Tick {}}); });
}

Engine::~Engine() = default;

void Engine::post(EngineRequest request)
{
    if (m_queued.fetch_add(1) >= m_limits.queue) {
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
    m_store.reset();
}

void Engine::processBatch()
{
    Q_ASSERT(QThread::currentThread() == thread());
    m_isScheduled = false;
    if (m_waiting.empty() || !m_store)
        return;
    Work work;
    const std::size_t count = std::min(m_waiting.size(), std::size_t(m_limits.batch));
    work.requests.assign(std::make_move_iterator(m_waiting.begin()),
                         std::make_move_iterator(m_waiting.begin() + std::ptrdiff_t(count)));
    m_waiting.erase(m_waiting.begin(), m_waiting.begin() + std::ptrdiff_t(count));
    if (!m_waiting.empty()) {
        m_isScheduled = true;
        QMetaObject::invokeMethod(this, &Engine::processBatch, Qt::QueuedConnection);
    }

    for (const EngineRequest &request : work.requests) {
        if (!request.creation || m_state.config->id == request.creation->id)
            continue;
        if (m_state.phase == ContestPhase::Live || m_state.phase == ContestPhase::Paused)
            continue;
        if (const Result<void> created =
                m_store->createContest(request.creation->id, request.creation->name, m_clock.now());
            !created)
            return work.failAll(created.error()), answerAll(work);
        if (const Result<void> loaded = load(); !loaded)
            return work.failAll(loaded.error()), answerAll(work);
    }

    const Result<LedgerHead> head = m_store->begin();
    if (!head) {
        m_healthy = false;
        work.failAll(head.error());
        return answerAll(work);
    }
    if (head->seq != m_head.seq || head->hash != m_head.hash) {
        if (const Result<void> caughtUp = catchUp(*head); !caughtUp) {
            m_store->rollback();
            work.failAll(caughtUp.error());
            return answerAll(work);
        }
    }
    work.state = m_state;
    work.head = m_head;
    work.now = std::max(m_clock.now(), m_state.lastAt);
    for (const EngineRequest &request : work.requests)
        work.answers.push_back(decideRequest(work, request));

    if (work.batch.isEmpty()) {
        m_store->rollback();
        m_healthy = true;
        answerAll(work);
        return schedule();
    }
    QElapsedTimer timer;
    timer.start();
    const Result<void> committed = m_store->commit(work.batch);
    m_commitMicroseconds = timer.nsecsElapsed() / 1000;
    m_healthy = committed.isOk();
    if (!committed) {
        work.failAll(committed.error());
        return answerAll(work);
    }
    adopt(work);
    publish(work);
    answerAll(work);
    schedule();
}

EngineAnswer Engine::decideRequest(Work &work, const EngineRequest &request)
{
    if (request.stream) {
        const StreamPosition &position = *request.stream;
        const QPair<QString, QString> stream(position.participant.toString(), position.clientId);
        const qint64 acked = work.streams.contains(stream) ? work.streams.value(stream) : m_streams.value(stream);
        if (position.seq > acked + 1)
            return {.result = Error {ErrorKind::Conflict, tr("Entry %1 is awaited next.").arg(acked + 1)},
                    .place = EngineAnswer::Place::Gap,
                    .expected = acked + 1};
        if (position.seq <= acked) {
            const Result<std::optional<ResultRow>> stored = work.storedResult(*m_store, request.account, request.key);
            if (!stored)
                return {.result = stored.error()};
            if (!*stored)
                return {};
            if ((*stored)->requestHash != position.id)
                return {.result = Error {ErrorKind::Conflict,
                                         tr("Another entry was taken under this number. Take a new client_id.")},
                        .place = EngineAnswer::Place::Conflict};
            return {.result = resultFromStored((*stored)->result)};
        }
        EngineAnswer answer = decideNew(work, request);
        if (!answer.result && answer.result.error().kind == ErrorKind::NotStored)
            return answer;
        work.streams.insert(stream, position.seq);
        work.batch.streams.append({stream.first, stream.second, position.seq});
        work.batch.expiredResults.append({request.account, streamKey(position.clientId, position.seq - keptResults)});
        return answer;
    }
    if (!request.key.isEmpty()) {
        const Result<std::optional<ResultRow>> stored = work.storedResult(*m_store, request.account, request.key);
        if (!stored)
            return {.result = stored.error()};
        if (*stored) {
            if ((*stored)->requestHash != request.requestHash)
                return {.result = Error {ErrorKind::Invalid,
                                         tr("This Idempotency-Key was used with another request. Take a new key.")}};
            return {.result = resultFromStored((*stored)->result)};
        }
    }
    return decideNew(work, request);
}

EngineAnswer Engine::decideNew(Work &work, const EngineRequest &request)
{
    const EngineAnswer answer {.result = execute(work, request)};
    const bool isTransient = !answer.result && (answer.result.error().kind == ErrorKind::NotStored ||
                                                answer.result.error().kind == ErrorKind::Unavailable);
    if (!request.key.isEmpty() && !isTransient) {
        ResultRow row {request.account, request.key, request.stream ? request.stream->id : request.requestHash,
                       storedResult(answer.result), work.now};
        work.results.insert({row.account, row.key}, row);
        work.batch.results.append(std::move(row));
    }
    return answer;
}

Result<QJsonObject> Engine::execute(Work &work, const EngineRequest &request)
{
    if (m_head.epoch.isEmpty() && (request.draft || request.command))
        return Error {ErrorKind::NotFound,
                      tr("There is no contest on this server yet. Import a contest folder first.")};
    if (request.draft)
        return executeDraft(work, *request.draft);
    QJsonObject answer;
    if (request.command) {
        Result<Decision> decision = decide(work.state, *request.command, request.context, work.now);
        if (!decision)
            return decision.error();
        const bool isNew = !decision->events.isEmpty();
        if (const Result<void> appended = append(work, *decision, request.context); !appended)
            return appended.error();
        if (isNew)
            work.batch.blobs += request.blobs;
        answer = outcomeToJson(decision->outcome);
    } else {
        work.batch.blobs += request.blobs;
    }
    work.batch.sessions += request.sessions;
    work.batch.endedSessions += request.endedSessions;
    work.batch.people += request.people;
    work.batch.staff += request.staff;
    work.batch.problems += request.problems;
    work.batch.settings.insert(request.settings);
    if (request.creation)
        work.batch.contestName = request.creation->name;
    return answer;
}

Result<QJsonObject> Engine::executeDraft(Work &work, const DraftWrite &write)
{
    const ParticipantState *who = work.state.participant(write.participant);
    if (!who)
        return Error {ErrorKind::NotFound, tr("There is no such participant in this contest.")};
    if (const auto problem = workableProblem(work.state, *who, write.problem, write.language, work.now); !problem)
        return problem.error();
    const Result<std::optional<DraftRow>> known =
        work.draft(*m_store, write.participant.toString(), write.problem.toString());
    if (!known)
        return known.error();
    const qint64 rev = *known ? (*known)->rev : 0;
    const QString sha = sha256Hex(write.source);
    if (*known && (*known)->sourceSha == sha && (*known)->language == write.language.toString())
        return QJsonObject {{"rev"_L1, rev}};
    if (write.rev != rev) {
        Error stale {ErrorKind::Conflict,
                     tr("A newer draft is stored (revision %1). Compare both before you save again.").arg(rev)};
        stale.fields.append({u"rev"_s, QString::number(rev)});
        return stale;
    }
    work.batch.blobs.append({sha, write.source});
    const DraftRow row {write.participant.toString(),
                        write.problem.toString(),
                        write.language.toString(),
                        sha,
                        write.source.size(),
                        rev + 1,
                        work.now};
    work.batch.drafts.append(row);
    return QJsonObject {{"rev"_L1, row.rev}};
}

Result<void> Engine::append(Work &work, Decision &decision, const CommandContext &context)
{
    for (Event &event : decision.events)
        record(work, std::move(event));
    for (ForceSubmit followUp : decision.followUps) {
        const Result<QList<DraftRow>> heads = work.drafts(*m_store, followUp.participant.toString());
        if (!heads)
            return heads.error();
        for (const DraftRow &head : *heads)
            followUp.drafts.append({ProblemId(head.problem), LanguageId(head.language), head.sourceSha, head.size});
        Result<Decision> forced = decide(work.state, followUp, context, work.now);
        if (!forced)
            return forced.error();
        for (Event &event : forced->events) {
            const QString sha = std::get<SubmissionReceived>(event.body).sourceSha;
            const Result<QByteArray> bytes = work.blob(*m_store, sha);
            if (!bytes)
                return bytes.error();
            work.batch.blobs.append({sha, *bytes});
            record(work, std::move(event));
        }
    }
    return {};
}

void Engine::record(Work &work, Event event)
{
    work.salt(event);
    LedgerRow row = ledgerRowOf(event);
    row.hash = chainHash(work.head.hash, row);
    work.head.seq = row.seq;
    work.head.hash = row.hash;
    if (const auto *signedOut = std::get_if<ParticipantSignedOut>(&event.body))
        work.batch.endedSessions.append(signedOut->session);
    apply(work.state, event);
    work.batch.events.append(std::move(row));
    work.events.append(std::move(event));
}

void Engine::adopt(Work &work)
{
    m_state = std::move(work.state);
    m_head = work.head;
    for (auto stream = work.streams.begin(); stream != work.streams.end(); ++stream)
        m_streams.insert(stream.key(), stream.value());
    for (const SessionRow &session : work.batch.sessions)
        m_sessions.insert(session.tokenHash, session);
    const QSet<SessionId> ended(work.batch.endedSessions.begin(), work.batch.endedSessions.end());
    if (!ended.isEmpty())
        m_sessions.removeIf([&ended](const auto &entry) { return ended.contains(entry.value().session); });
    if (work.batch.people.isEmpty() && work.batch.staff.isEmpty() && work.batch.problems.isEmpty() &&
        work.batch.settings.isEmpty())
        return;
    auto directory = std::make_shared<Directory>(*m_directory);
    for (const PersonRow &row : work.batch.people)
        directory->add(row);
    for (const StaffRow &row : work.batch.staff)
        directory->add(row);
    for (const ProblemContent &row : work.batch.problems)
        directory->add(row);
    directory->settings.insert(work.batch.settings);
    m_directory = std::move(directory);
}

void Engine::publish(Work &work)
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
    m_sink.published(std::make_shared<const Publication>(Publication {work.events, next, work.batch.endedSessions}));
}

void Engine::schedule()
{
    const Instant now = m_clock.now();
    const std::optional<Instant> due = nextDue(m_state, now);
    if (!due)
        return m_due.stop();
    const Duration wait = std::clamp<Duration>(*due - now, Duration(20), std::chrono::hours(1));
    m_due.start(wait);
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
