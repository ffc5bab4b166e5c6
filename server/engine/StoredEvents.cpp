#include "server/engine/Work.h"

#include "shared/protocol/EventJson.h"

namespace Marathon {

namespace {

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

Result<QList<Event>> eventsOf(Store &store, const QList<LedgerRow> &rows)
{
    QList<Event> events;
    events.reserve(rows.size());
    PrivateFiller filler;
    for (const LedgerRow &row : rows) {
        Result<Event> event = eventOf(row);
        if (!event)
            return event.error();
        visitPrivate(event->body, filler);
        events.append(std::move(*event));
    }
    if (filler.refs().isEmpty())
        return events;
    const Result<QHash<QString, QString>> texts = store.privateTexts(filler.refs());
    if (!texts)
        return texts.error();
    filler.fillFrom(*texts);
    for (Event &event : events)
        visitPrivate(event.body, filler);
    return events;
}

Result<QList<Event>> readEvents(Store &store, qint64 afterSeq, int limit)
{
    const Result<QList<LedgerRow>> rows = store.events(afterSeq, limit);
    if (!rows)
        return rows.error();
    return eventsOf(store, *rows);
}

Result<QList<Event>> readEventsFor(Store &store, const QString &participant, const QStringList &types, qint64 afterSeq,
                                   int limit)
{
    const Result<QList<LedgerRow>> rows = store.eventsFor(participant, types, afterSeq, limit);
    if (!rows)
        return rows.error();
    return eventsOf(store, *rows);
}

} // namespace Marathon
