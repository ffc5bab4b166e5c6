#include "server/live/StaffSession.h"

#include "server/engine/Work.h"
#include "server/live/Hub.h"
#include "server/live/LiveThread.h"
#include "server/live/StaffRequest.h"
#include "shared/core/Text.h"
#include "shared/protocol/EventJson.h"
#include "shared/protocol/LiveMessages.h"

#include <QPointer>

namespace Marathon {

namespace {

constexpr int pageSize = 500;
constexpr qint64 furthestResume = 20'000; // a console that is further behind gets a snapshot, which is smaller
constexpr int helloMs = 10'000;

} // namespace

StaffSession::StaffSession(std::unique_ptr<QWebSocket> socket, const Caller &caller, LiveThread &thread)
    : LiveSocket(std::move(socket), &thread)
    , m_caller(caller)
    , m_thread(thread)
{
    QTimer::singleShot(helloMs, this, [this] {
        if (!m_hasGreeted)
            close(1008, u"no hello"_s);
    });
}

void StaffSession::received(const QJsonObject &message)
{
    const QString type = message.value("t"_L1).toString();
    if (type == u"hello")
        return hello(message);
    if (!m_hasGreeted)
        return close(1008, u"hello first"_s);
    if (type == u"command")
        command(message);
}

void StaffSession::hello(const QJsonObject &message)
{
    const Result<StaffHello> hello = fromJson<StaffHello>(message);
    if (!hello || hello->v != 1 || hello->clientId.isEmpty() || hello->clientId.size() > 64) {
        send({{"t"_L1, "error"_L1},
              {"error"_L1, "invalid"_L1},
              {"detail"_L1,
               hello ? QCoreApplication::translate("StaffSession", "v must be 1 and client_id 1 to 64 characters.")
                     : hello.error().message}});
        return close(1008, u"bad hello"_s);
    }
    if (m_hasGreeted)
        return;
    m_hasGreeted = true;
    m_clientId = hello->clientId;
    m_topics = hello->topics.isEmpty() ? QSet<QString> {u"ledger"_s, u"standings"_s, u"presence"_s, u"health"_s}
                                       : QSet<QString>(hello->topics.begin(), hello->topics.end());
    Engine &engine = m_thread.services().engine;
    if (!engine.isShared() || hello->lastSeq <= engine.snapshot()->state.lastSeq)
        return begin(hello->ledgerEpoch, hello->lastSeq);
    // It heard from another server what this one has not read yet.
    engine.refresh(&m_thread,
                   [self = QPointer<StaffSession>(this), epoch = hello->ledgerEpoch, lastSeq = hello->lastSeq] {
                       if (self)
                           self->begin(epoch, lastSeq);
                   });
}

void StaffSession::begin(const QString &epoch, qint64 lastSeq)
{
    const SnapshotPtr snapshot = m_thread.services().engine.snapshot();
    const qint64 behind = snapshot->state.lastSeq - lastSeq;
    const bool resumes = lastSeq > 0 && epoch == snapshot->epoch && behind >= 0 && behind <= furthestResume;
    if (resumes)
        resume(snapshot, lastSeq);
    else
        sendSnapshot(snapshot);
}

void StaffSession::sendSnapshot(const SnapshotPtr &snapshot)
{
    LiveServices &services = m_thread.services();
    // Writing the whole state takes tens of milliseconds: not on this thread, where acknowledgements wait.
    services.reader.read<QString>(
        snapshot->state.config->id, &m_thread,
        [snapshot, now = services.clock.now()](Store &) -> Result<QString> {
            QJsonArray people;
            QStringList ids = snapshot->directory->people.keys();
            ids.sort();
            for (const QString &id : ids)
                people.append(personJson(snapshot->directory->people.value(id)));
            const QJsonObject body {{"state"_L1, toJson(snapshot->state)},
                                    {"people"_L1, people},
                                    {"contest"_L1, QJsonObject {{"id"_L1, snapshot->state.config->id.toString()},
                                                                {"name"_L1, snapshot->state.config->name}}}};
            return QString::fromUtf8(toBytes({{"t"_L1, "welcome"_L1},
                                              {"ledger_epoch"_L1, snapshot->epoch},
                                              {"seq"_L1, snapshot->state.lastSeq},
                                              {"server_now"_L1, toRfc3339(now)},
                                              {"snapshot"_L1, body}}));
        },
        [self = QPointer<StaffSession>(this), seq = snapshot->state.lastSeq](Result<QString> text) {
            if (!self)
                return;
            if (!text)
                return self->close(1013, u"try again"_s);
            self->sendLarge(*text);
            self->goLive(seq);
        });
}

void StaffSession::resume(const SnapshotPtr &snapshot, qint64 lastSeq)
{
    send({{"t"_L1, "welcome"_L1},
          {"ledger_epoch"_L1, snapshot->epoch},
          {"seq"_L1, snapshot->state.lastSeq},
          {"server_now"_L1, toRfc3339(m_thread.services().clock.now())},
          {"snapshot"_L1, QJsonValue(QJsonValue::Null)}});
    catchUp(lastSeq, snapshot->state.lastSeq);
}

void StaffSession::catchUp(qint64 after, qint64 upTo)
{
    if (after >= upTo)
        return goLive(after);
    m_thread.services().reader.read<QList<Event>>(
        m_thread.services().engine.snapshot()->state.config->id, &m_thread,
        [after](Store &store) { return readEvents(store, after, pageSize); },
        [self = QPointer<StaffSession>(this), upTo](Result<QList<Event>> events) {
            if (!self)
                return;
            if (!events || events->isEmpty())
                return self->close(1013, u"try again"_s);
            for (const Event &event : *events)
                self->sendLarge(QString::fromUtf8(toBytes(eventToWire(event))));
            self->catchUp(events->last().seq, upTo);
        });
}

void StaffSession::goLive(qint64 after)
{
    m_isLive = true;
    m_sentUpTo = after;
    const QList<QPair<qint64, QString>> held = std::exchange(m_held, {});
    for (const auto &[seq, text] : held)
        event(seq, text);
    LiveServices &services = m_thread.services();
    if (m_topics.contains(u"presence"_s))
        send({{"t"_L1, "presence"_L1}, {"changed"_L1, services.hub.presence()}});
    const SnapshotPtr snapshot = services.engine.snapshot();
    if (m_topics.contains(u"standings"_s) && snapshot->boards && snapshot->hasContest()) {
        const QJsonObject board = toJson(snapshot->boards->view(0, false));
        sendLarge(QString::fromUtf8(toBytes({{"t"_L1, "standings"_L1},
                                             {"round"_L1, QJsonValue(QJsonValue::Null)},
                                             {"seq"_L1, board.value("seq"_L1)},
                                             {"waiting"_L1, board.value("waiting"_L1)},
                                             {"changed"_L1, board.value("rows"_L1)},
                                             {"removed"_L1, QJsonArray {}}})));
    }
}

void StaffSession::event(qint64 seq, const QString &text)
{
    if (!m_hasGreeted || !m_topics.contains(u"ledger"_s))
        return;
    if (!m_isLive)
        return m_held.append({seq, text});
    // What was read from the ledger while catching up may be published here only now: it is committed first, published
    // then.
    if (seq <= m_sentUpTo)
        return;
    m_sentUpTo = seq;
    send(text);
}

void StaffSession::push(const QString &topic, const QString &text)
{
    if (m_isLive && m_topics.contains(topic))
        send(text);
}

void StaffSession::command(const QJsonObject &message)
{
    const QString id = message.value("id"_L1).toString();
    const auto refuse = [&](const Error &error) {
        QJsonObject result = errorJson(error);
        result.insert("t"_L1, "result"_L1);
        result.insert("id"_L1, id);
        send(result);
    };
    if (id.isEmpty() || id.size() > 64)
        return refuse({ErrorKind::Invalid,
                       QCoreApplication::translate("StaffSession", "A command needs an id of 1 to 64 characters.")});
    LiveServices &services = m_thread.services();
    const SnapshotPtr snapshot = services.engine.snapshot();
    // The rights are those of now: the account may have changed since the handshake.
    Caller caller = m_caller;
    if (const StaffRow *member = snapshot->directory->member(caller.account)) {
        caller.role = member->role;
        caller.halls = member->role == Role::Admin ? QSet<QString>() : member->halls;
    }
    Result<EngineRequest> request = staffRequest(message, *snapshot);
    if (!request)
        return refuse(request.error());
    request->context = caller.context(services.clock.now());
    request->account = caller.keyOwner();
    request->key = m_clientId + u'/' + id;
    QJsonObject hashed = message;
    hashed.remove("t"_L1);
    request->requestHash = sha256Hex(toBytes(hashed));
    request->receiver = &m_thread;
    request->reply = [self = QPointer<StaffSession>(this), id](const EngineAnswer &answer) {
        if (!self)
            return;
        QJsonObject result = answer.result ? *answer.result : errorJson(answer.result.error());
        result.insert("t"_L1, "result"_L1);
        result.insert("id"_L1, id);
        if (answer.result)
            result.insert("ok"_L1, true);
        self->send(result);
    };
    services.engine.post(std::move(*request));
}

void StaffSession::bye(const QString &reason)
{
    send({{"t"_L1, "bye"_L1}, {"reason"_L1, reason}, {"retry_after_ms"_L1, 0}});
    close(1000, reason);
}

void StaffSession::gone()
{
    m_thread.forget(this);
}

} // namespace Marathon

#include "moc_StaffSession.cpp"
