#include "server/engine/Work.h"

#include "server/store/LedgerChain.h"

#include <QThread>
#include <QUuid>

namespace Marathon {

namespace {

constexpr int pageSize = 5000;
constexpr int tailMs = 250; ///< the truth behind a wake-up, and all there is behind a pooler

} // namespace

Result<void> Engine::start()
{
    Result<std::unique_ptr<Store>> store = m_openStore(StoreMode::ReadWrite);
    if (!store)
        return store.error();
    m_store = std::move(*store);
    const Result<void> loaded = load();
    note(loaded);
    if (!loaded)
        return loaded;
    // A server that was down is an outage of ours: whoever it thought online must connect anew, and nobody is blamed.
    for (const ParticipantPtr &who : m_state.participants) {
        if (who->online && who->place == m_options.instance)
            enqueue({.command = NoteConnection {.participant = who->id,
                                                .online = false,
                                                .cause = u"server restarted"_s,
                                                .place = m_options.instance}});
    }
    m_isShared = m_store->isShared();
    // Of servers that share a database another one may have gone on; with a single one, nobody could work meanwhile.
    if (!m_isShared && m_state.lastSeq > 0)
        enqueue({.command = NoteOutage {m_state.lastAt}});
    drain();
    m_due.changed();
    if (m_isShared) {
        m_store->listen([this] { tail(); });
        m_tail.start(tailMs);
    }
    return {};
}

Result<void> Engine::load()
{
    const Result<std::optional<ContestId>> contest = m_store->newestContest();
    if (!contest)
        return contest.error();
    if (*contest)
        m_store->select(**contest);
    const Result<LedgerHead> head = m_store->head();
    if (!head)
        return head.error();
    const Result<TableChanges> tables = m_store->changesSince(-1, m_clock.now());
    if (!tables)
        return tables.error();
    ContestState state;
    QByteArray hash = *contest ? firstHash(**contest) : QByteArray();
    if (*contest) {
        if (const Result<void> begun = beginFromSaved(**contest, state, hash, *head); !begun)
            return begun;
    }
    const Result<Prefix> folded = fold(state, hash, *head, nullptr);
    if (!folded)
        return folded.error();
    if (*folded == Prefix::Lost)
        return Error {ErrorKind::Unavailable,
                      tr("The ledger's hash chain is broken. Run verify, and restore a backup.")};
    m_state = std::move(state);
    m_head = *head;
    m_directory = std::make_shared<const Directory>();
    m_sessions.clear();
    take(*tables);
    auto snapshot = std::make_shared<Snapshot>(
        Snapshot {.state = m_state, .epoch = m_head.epoch, .directory = m_directory, .sessions = m_sessions});
    snapshot->boards = std::make_shared<const Boards>(m_state, m_directory, m_state.lastAt);
    m_snapshot.store(snapshot);
    return {};
}

Result<void> Engine::beginFromSaved(const ContestId &contest, ContestState &state, QByteArray &hash,
                                    const LedgerHead &head)
{
    std::optional<SavedState> saved = m_keeper.read(contest, head.epoch);
    if (!saved || saved->state.lastSeq == 0)
        return {};
    const qint64 seq = saved->state.lastSeq;
    const Result<QList<LedgerRow>> entry = m_store->events(seq - 1, 1);
    if (!entry)
        return entry.error();
    if (seq > head.seq || entry->isEmpty() || entry->first().seq != seq || entry->first().hash != saved->hash) {
        m_keeper.refuse(tr("the ledger does not have its last entry, %1").arg(seq));
        return {};
    }
    m_keeper.startFrom(seq);
    state = std::move(saved->state);
    hash = saved->hash;
    return {};
}

Result<Engine::Prefix> Engine::fold(ContestState &state, QByteArray &hash, const LedgerHead &head, QList<Event> *events)
{
    qint64 seq = state.lastSeq;
    while (seq < head.seq) {
        Result<QList<LedgerRow>> rows = m_store->events(seq, int(std::min<qint64>(pageSize, head.seq - seq)));
        if (!rows)
            return rows.error();
        if (rows->isEmpty())
            return Error {ErrorKind::Unavailable,
                          tr("The ledger ends at %1, but its head says %2. Run verify, and restore a backup.")
                              .arg(seq)
                              .arg(head.seq)};
        for (const LedgerRow &row : *rows) {
            if (row.seq != ++seq || row.hash != chainHash(hash, row))
                return Prefix::Lost;
            hash = row.hash;
        }
        const Result<QList<Event>> page = eventsOf(*m_store, *rows);
        if (!page)
            return page.error();
        for (const Event &event : *page)
            apply(state, event);
        if (events)
            events->append(*page);
    }
    return hash == head.hash ? Prefix::Ours : Prefix::Lost;
}

Result<void> Engine::follow(const LedgerHead &head)
{
    if (head.epoch != m_head.epoch || head.seq < m_head.seq || head.version < m_head.version)
        return startAnew(head);
    ContestState state = m_state;
    QByteArray hash = m_head.hash;
    QList<Event> events;
    const Result<Prefix> folded = fold(state, hash, head, &events);
    if (!folded)
        return folded.error();
    if (*folded == Prefix::Lost)
        return startAnew(head);
    TableChanges changes;
    if (head.version != m_head.version) {
        const Result<std::optional<ContestId>> newest = m_store->newestContest();
        if (!newest)
            return newest.error();
        if (*newest && **newest != m_state.config->id)
            return startAnew(head);
        Result<TableChanges> read = m_store->changesSince(m_head.version, m_clock.now());
        if (!read)
            return read.error();
        changes = std::move(*read);
    }
    m_state = std::move(state);
    m_head = head;
    take(changes);
    if (!events.isEmpty() || !changes.isEmpty())
        publish(std::move(events), changes.endedSessions, Publication::Continuity::Whole);
    return {};
}

/// Another contest, or a ledger without entries that we have seen: the database lost them, in a failover to a copy that
/// was behind. Nobody may go on counting from numbers that will be given to other entries, so the ledger gets a new
/// epoch, once, by whichever server is first.
Result<void> Engine::startAnew(const LedgerHead &head)
{
    m_store->rollback();
    const ContestId before = m_state.config->id;
    const LedgerHead ours = m_head;
    const Result<std::optional<ContestId>> newest = m_store->newestContest();
    if (!newest)
        return newest.error();
    const bool isSameContest = *newest && **newest == before;
    if (isSameContest) {
        const qint64 lost = std::max<qint64>(1, ours.seq - head.seq);
        qCritical("%s", qPrintable(tr("The database lost at least %1 acknowledged entries: it ends at %2, and %3 was "
                                      "seen before. Everybody starts from what is left; look at the database's "
                                      "failover, and at the log of the old primary.")
                                       .arg(lost)
                                       .arg(head.seq)
                                       .arg(ours.seq)));
        auto health = std::make_shared<StoreHealth>(*m_health.load());
        health->lostEntries += lost;
        m_health.store(health);
        const Result<Begun> begun = m_store->begin({});
        if (!begun)
            return begun.error();
        if (begun->head.epoch == ours.epoch) {
            const Batch batch {.ledgerEpoch = QUuid::createUuid().toString(QUuid::WithoutBraces)};
            if (const Result<qint64> committed = m_store->commit(batch); !committed)
                return committed.error();
        } else {
            m_store->rollback();
        }
    }
    if (const Result<void> loaded = load(); !loaded)
        return loaded;
    m_sink.published(std::make_shared<const Publication>(
        Publication {.snapshot = m_snapshot.load(), .continuity = Publication::Continuity::Broken}));
    return {};
}

void Engine::refresh(QObject *receiver, std::function<void()> then)
{
    QMetaObject::invokeMethod(
        this,
        [this, receiver, then = std::move(then)] {
            m_refreshing.emplace_back(receiver, then);
            if (m_refreshing.size() > 1)
                return;
            // After whatever waits in the queue already, so that everybody who asks meanwhile is served by one look.
            QMetaObject::invokeMethod(
                this,
                [this] {
                    tail();
                    for (auto &[who, call] : std::exchange(m_refreshing, {}))
                        QMetaObject::invokeMethod(who, std::move(call), Qt::QueuedConnection);
                },
                Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

void Engine::tail()
{
    Q_ASSERT(QThread::currentThread() == thread());
    if (!m_store)
        return;
    const Result<LedgerHead> head = m_store->head();
    if (!head)
        return note(head.error());
    if (head->seq == m_head.seq && head->hash == m_head.hash && head->epoch == m_head.epoch &&
        head->version == m_head.version)
        return note({});
    const Result<void> followed = follow(*head);
    note(followed);
    if (followed)
        m_due.changed();
}

} // namespace Marathon
