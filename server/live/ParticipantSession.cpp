#include "server/live/ParticipantSession.h"

#include "server/engine/Work.h"
#include "server/live/Hub.h"
#include "server/live/LiveThread.h"
#include "server/live/ParticipantView.h"

#include <QDateTime>
#include <QPointer>

namespace Marathon {

namespace {

constexpr double entriesPerSecond = 10; // protocol.md: at most 10 ev/s with bursts of 64
constexpr double entryBurst = 64;
constexpr int mostMissed = 500;
constexpr int helloMs = 10'000;

} // namespace

ParticipantSession::ParticipantSession(std::unique_ptr<QWebSocket> socket, const Caller &caller, quint64 connection,
                                       LiveThread &thread)
    : LiveSocket(std::move(socket), &thread)
    , m_caller(caller)
    , m_connection(connection)
    , m_thread(thread)
{
    QTimer::singleShot(helloMs, this, [this] {
        if (m_stage == Stage::AwaitHello)
            close(1008, u"no hello"_s);
    });
}

void ParticipantSession::received(const QJsonObject &message)
{
    const QString type = message.value("t"_L1).toString();
    if (type == u"hello")
        return hello(message);
    if (m_stage == Stage::AwaitHello)
        return close(1008, u"hello first"_s);
    if (type == u"ev")
        return entry(message);
    if (type == u"tock")
        return tock(message);
    if (type != u"sack")
        send({{"t"_L1, "error"_L1},
              {"error"_L1, "unknown"_L1},
              {"detail"_L1, tr("This message is not known; known are hello, ev, sack and tock.")}});
}

void ParticipantSession::hello(const QJsonObject &message)
{
    const Result<ParticipantHello> hello = fromJson<ParticipantHello>(message);
    if (!hello || !isClientId(hello->clientId) || hello->v != 1) {
        send({{"t"_L1, "error"_L1},
              {"error"_L1, "invalid"_L1},
              {"detail"_L1,
               hello ? tr("client_id must be 1 to 64 of A-Za-z0-9._- and v must be 1.") : hello.error().message}});
        return close(1008, u"bad hello"_s);
    }
    if (m_stage != Stage::AwaitHello)
        return;
    m_stage = Stage::CatchingUp;
    m_clientId = hello->clientId;
    Engine &engine = m_thread.services().engine;
    if (!engine.isShared() || hello->lastServerSeq <= engine.snapshot()->state.lastSeq)
        return catchUp(hello->lastServerSeq);
    // It heard from another server what this one has not read yet.
    engine.refresh(&m_thread, [self = QPointer<ParticipantSession>(this), seen = hello->lastServerSeq] {
        if (self)
            self->catchUp(seen);
    });
}

void ParticipantSession::catchUp(qint64 seen)
{
    LiveServices &services = m_thread.services();
    const ContestId contest = services.engine.snapshot()->state.config->id;
    const QString participant = m_caller.account;
    // A page that has seen more than there is comes from a ledger that lost its end: it takes everything anew.
    const qint64 since = seen > services.engine.snapshot()->state.lastSeq ? 0 : seen;
    m_resumed = since > 0;
    struct Missed
    {
        qint64 acked = 0;
        QList<Event> events;
    };
    services.reader.read<Missed>(
        contest, &m_thread,
        [participant, since, clientId = m_clientId](Store &store) -> Result<Missed> {
            Missed missed;
            const Result<QList<StreamRow>> streams = store.streams(participant);
            if (!streams)
                return streams.error();
            for (const StreamRow &row : *streams) {
                if (row.clientId == clientId)
                    missed.acked = row.acked;
            }
            if (since > 0) {
                const Result<QList<Event>> events =
                    readEventsFor(store, participant, messageEventTypes(), since, mostMissed);
                if (!events)
                    return events.error();
                missed.events = *events;
            }
            return missed;
        },
        [self = QPointer<ParticipantSession>(this)](Result<Missed> missed) {
            if (!self)
                return;
            if (!missed) {
                self->send({{"t"_L1, "bye"_L1}, {"reason"_L1, "restarting"_L1}, {"retry_after_ms"_L1, 1000}});
                return self->close(1013, u"try again"_s);
            }
            const SnapshotPtr snapshot = self->m_thread.services().engine.snapshot();
            const Instant now = self->m_thread.services().clock.now();
            QJsonArray messages;
            qint64 upTo = 0;
            const ParticipantState *who = snapshot->state.participant(self->participant());
            // Further behind than is read at once: with a part of them, the page would take the rest for seen.
            if (missed->events.size() >= mostMissed) {
                self->m_resumed = false;
                missed->events.clear();
                upTo = snapshot->state.lastSeq;
            }
            for (const Event &event : missed->events) {
                upTo = event.seq;
                if (const auto missedOne = who ? messageFor(event, *snapshot, *who, now) : std::nullopt)
                    messages.append(*missedOne);
            }
            self->m_ackedOnHello = missed->acked;
            self->welcome(messages, upTo);
        });
}

void ParticipantSession::welcome(const QJsonArray &missed, qint64 upTo)
{
    LiveServices &services = m_thread.services();
    const SnapshotPtr snapshot = services.engine.snapshot();
    const Instant now = services.clock.now();
    const ParticipantState *who = snapshot->state.participant(participant());
    QJsonObject state = who ? toJson(meView(*snapshot, *who, now)) : QJsonObject {};
    if (const auto standing = services.hub.standing(participant()))
        state.insert("standing"_L1, *standing);
    if (const auto run = services.judging.runResult(participant()))
        state.insert("run_result"_L1, *run);
    send({{"t"_L1, "welcome"_L1},
          {"session_id"_L1, m_caller.session.toString()},
          {"server_now"_L1, toRfc3339(now)},
          {"acked_client_seq"_L1, m_ackedOnHello},
          {"resumed"_L1, m_resumed},
          {"seq"_L1, snapshot->state.lastSeq},
          {"state"_L1, state},
          {"missed"_L1, missed}});
    m_stage = Stage::Live;
    m_missedUpTo = upTo;
    const QList<QJsonObject> held = std::exchange(m_held, {});
    for (const QJsonObject &message : held) {
        if (message.value("sseq"_L1).toInteger() > m_missedUpTo)
            send(message);
    }
    services.hub.connected(participant(), {&m_thread, m_connection, m_caller.session, m_clientId});
    tick(now);
}

bool ParticipantSession::takeToken()
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    if (m_tokensAt > 0)
        m_tokens = std::min(entryBurst, m_tokens + double(now - m_tokensAt) * entriesPerSecond / 1000.0);
    m_tokensAt = now;
    if (m_tokens < 1)
        return false;
    m_tokens -= 1;
    return true;
}

void ParticipantSession::entry(const QJsonObject &message)
{
    const Result<ClientEntry> read = fromJson<ClientEntry>(message);
    if (!read || read->seq < 1) {
        send({{"t"_L1, "nack"_L1},
              {"seq"_L1, message.value("seq"_L1)},
              {"retry_after_ms"_L1, 0},
              {"error"_L1, "invalid"_L1},
              {"detail"_L1, read ? tr("seq counts from 1.") : read.error().message}});
        return;
    }
    const qint64 seq = read->seq;
    if (m_isReadOnly || !takeToken()) {
        send({{"t"_L1, "nack"_L1}, {"seq"_L1, seq}, {"retry_after_ms"_L1, 500}, {"error"_L1, "too_many"_L1}});
        return;
    }
    LiveServices &services = m_thread.services();
    const Instant now = services.clock.now();
    EntryRequest entry = readEntry(m_caller, m_clientId, *read, *services.engine.snapshot(), now);
    entry.request.receiver = &m_thread;
    entry.request.reply = [self = QPointer<ParticipantSession>(this), seq, refusal = entry.refusal, run = entry.run,
                           startedAt = QDateTime::currentMSecsSinceEpoch()](const EngineAnswer &answer) {
        if (self)
            self->answered(seq, answer, refusal, run, startedAt);
    };
    services.engine.post(std::move(entry.request));
}

void ParticipantSession::answered(qint64 seq, const EngineAnswer &answer, const std::optional<Error> &refusal,
                                  const std::optional<RunWanted> &run, qint64 startedAt)
{
    if (answer.place == EngineAnswer::Place::Gap) {
        send({{"t"_L1, "nack"_L1},
              {"seq"_L1, seq},
              {"expected"_L1, answer.expected},
              {"retry_after_ms"_L1, 0},
              {"error"_L1, "gap"_L1}});
        return;
    }
    if (answer.place == EngineAnswer::Place::Conflict) {
        send({{"t"_L1, "nack"_L1},
              {"seq"_L1, seq},
              {"retry_after_ms"_L1, 0},
              {"error"_L1, "seq_conflict"_L1},
              {"detail"_L1, answer.result.error().message}});
        return;
    }
    if (!answer.result &&
        (answer.result.error().kind == ErrorKind::NotStored || answer.result.error().kind == ErrorKind::Unknown ||
         answer.result.error().kind == ErrorKind::Unavailable)) {
        send({{"t"_L1, "nack"_L1},
              {"seq"_L1, seq},
              {"retry_after_ms"_L1, std::max(200, answer.result.error().retryAfterMs)},
              {"error"_L1, errorName(answer.result.error().kind)},
              {"detail"_L1, answer.result.error().message}});
        return;
    }
    LiveServices &services = m_thread.services();
    QJsonObject result = resultJson(refusal ? Result<QJsonObject>(*refusal) : answer.result);
    if (run && answer.result) {
        result.insert("run_id"_L1, run->id);
        services.judging.run({run->id, participant(), run->body.problem, run->body.language.toString(),
                              run->body.source, run->body.input});
    }
    m_results.insert(QString::number(seq), result);
    m_ackUpTo = std::max(m_ackUpTo, seq);
    services.hub.acknowledgedIn((QDateTime::currentMSecsSinceEpoch() - startedAt) * 1000);
    if (m_isFlushing)
        return;
    // One acknowledgement for all entries of a batch.
    m_isFlushing = true;
    QMetaObject::invokeMethod(this, &ParticipantSession::flushAcks, Qt::QueuedConnection);
}

void ParticipantSession::flushAcks()
{
    m_isFlushing = false;
    send({{"t"_L1, "ack"_L1}, {"up_to"_L1, m_ackUpTo}, {"results"_L1, std::exchange(m_results, {})}});
}

void ParticipantSession::tock(const QJsonObject &message)
{
    const QString problem = message.value("problem"_L1).toString().left(64);
    m_thread.services().hub.heard(participant(), m_connection, message.value("visible"_L1).toBool(true),
                                  message.value("focused"_L1).toBool(true), problem);
}

void ParticipantSession::event(const Event &event, const Snapshot &snapshot, Instant now)
{
    // What was among the missed ones may be published here only now: it is committed first, published then.
    if (m_stage == Stage::AwaitHello || event.seq <= m_missedUpTo)
        return;
    const ParticipantState *who = snapshot.state.participant(participant());
    const std::optional<QJsonObject> message = who ? messageFor(event, snapshot, *who, now) : std::nullopt;
    if (!message)
        return;
    if (m_stage == Stage::CatchingUp)
        m_held.append(*message);
    else
        send(*message);
}

void ParticipantSession::tick(Instant now)
{
    if (m_stage != Stage::Live)
        return;
    const SnapshotPtr snapshot = m_thread.services().engine.snapshot();
    const ClockView clock = clockView(snapshot->state, snapshot->state.participant(participant()), now);
    send({{"t"_L1, "tick"_L1},
          {"n"_L1, ++m_lastTick},
          {"server_now"_L1, toRfc3339(now)},
          {"ends_at"_L1, JsonCodec<std::optional<Instant>>::write(clock.endsAt, JsonForm::Wire)}});
}

void ParticipantSession::bye(const QString &reason)
{
    m_isReadOnly = true;
    send({{"t"_L1, "bye"_L1}, {"reason"_L1, reason}, {"retry_after_ms"_L1, 0}});
    close(1000, reason);
}

void ParticipantSession::gone()
{
    if (m_stage != Stage::AwaitHello)
        m_thread.services().hub.disconnected(participant(), m_connection);
    m_thread.forget(this);
}

} // namespace Marathon

#include "moc_ParticipantSession.cpp"
