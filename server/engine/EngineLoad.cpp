#include "server/engine/Work.h"

#include "shared/protocol/EventJson.h"

namespace Marathon {

namespace {

constexpr int pageSize = 5000;

/// Collects the references of private texts, and on a second walk fills the texts in.
class PrivateFiller final : public PrivateVisitor
{
public:
    void visit(PrivateText &text) override
    {
        if (m_texts)
            text.text = m_texts->value(text.ref);
        else if (!text.ref.isEmpty())
            m_refs.insert(text.ref);
    }
    void visit(PrivateJson &json) override
    {
        if (m_texts)
            json.value = QJsonDocument::fromJson(m_texts->value(json.ref).toUtf8()).object();
        else if (!json.ref.isEmpty())
            m_refs.insert(json.ref);
    }
    const QSet<QString> &refs() const { return m_refs; }
    void fillFrom(const QHash<QString, QString> &texts) { m_texts = &texts; }

private:
    QSet<QString> m_refs;
    const QHash<QString, QString> *m_texts = nullptr;
};

} // namespace

namespace {

Result<QList<Event>> eventsOf(Store &store, const Result<QList<LedgerRow>> &rows)
{
    if (!rows)
        return rows.error();
    QList<Event> events;
    PrivateFiller filler;
    for (const LedgerRow &row : *rows) {
        Result<Event> event = eventOf(row);
        if (!event)
            return event.error();
        visitPrivate(event->body, filler);
        events.append(std::move(*event));
    }
    const Result<QHash<QString, QString>> texts = store.privateTexts(filler.refs());
    if (!texts)
        return texts.error();
    filler.fillFrom(*texts);
    for (Event &event : events)
        visitPrivate(event.body, filler);
    return events;
}

} // namespace

Result<QList<Event>> readEvents(Store &store, qint64 afterSeq, int limit)
{
    return eventsOf(store, store.events(afterSeq, limit));
}

Result<QList<Event>> readEventsFor(Store &store, const QString &participant, const QStringList &types, qint64 afterSeq,
                                   int limit)
{
    return eventsOf(store, store.eventsFor(participant, types, afterSeq, limit));
}

Result<void> Engine::start()
{
    Result<std::unique_ptr<Store>> store = m_openStore();
    if (!store)
        return store.error();
    m_store = std::move(*store);
    if (const Result<void> loaded = load(); !loaded)
        return loaded;
    m_healthy = true;
    // A server that was down is an outage of ours: whoever it thought online must connect anew, and nobody is blamed.
    for (const ParticipantPtr &who : m_state.participants) {
        if (who->online)
            enqueue(
                {.command = NoteConnection {.participant = who->id, .online = false, .cause = u"server restarted"_s}});
    }
    drain();
    schedule();
    return {};
}

Result<void> Engine::load()
{
    m_state = {};
    m_head = {};
    m_streams.clear();
    m_sessions.clear();
    auto directory = std::make_shared<Directory>();
    const auto staff = m_store->staff();
    const auto settings = m_store->settings();
    const auto sessions = m_store->sessions(m_clock.now());
    const auto contest = m_store->newestContest();
    if (!staff || !settings || !sessions || !contest)
        return !staff ? staff.error() : !settings ? settings.error() : !sessions ? sessions.error() : contest.error();
    for (const StaffRow &row : *staff)
        directory->add(row);
    directory->settings = *settings;
    for (const SessionRow &row : *sessions)
        m_sessions.insert(row.tokenHash, row);
    if (*contest) {
        m_store->select(**contest);
        const auto people = m_store->people();
        const auto problems = m_store->problems();
        const auto streams = m_store->streams({});
        const auto head = m_store->head();
        if (!people || !problems || !streams || !head)
            return !people ? people.error() : !problems ? problems.error() : !streams ? streams.error() : head.error();
        for (const PersonRow &row : *people)
            directory->add(row);
        for (const ProblemContent &row : *problems)
            directory->add(row);
        for (const StreamRow &row : *streams)
            m_streams.insert({row.participant, row.clientId}, row.acked);
        m_directory = directory;
        if (const Result<void> folded = catchUp(*head); !folded)
            return folded;
    }
    m_directory = std::move(directory);
    auto snapshot = std::make_shared<Snapshot>(
        Snapshot {.state = m_state, .epoch = m_head.epoch, .directory = m_directory, .sessions = m_sessions});
    snapshot->boards = std::make_shared<const Boards>(m_state, m_directory, m_state.lastAt);
    m_snapshot.store(snapshot);
    return {};
}

Result<void> Engine::catchUp(const LedgerHead &head)
{
    ContestState state = m_state;
    while (state.lastSeq < head.seq) {
        const Result<QList<Event>> events = readEvents(*m_store, state.lastSeq, pageSize);
        if (!events)
            return events.error();
        if (events->isEmpty())
            return Error {
                ErrorKind::Unavailable,
                QCoreApplication::translate(
                    "Engine", "The ledger ends at %1, but its head says %2. Run verify, and restore a backup.")
                    .arg(state.lastSeq)
                    .arg(head.seq)};
        for (const Event &event : *events)
            apply(state, event);
    }
    m_state = std::move(state);
    m_head = head;
    return {};
}

} // namespace Marathon
