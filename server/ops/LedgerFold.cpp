#include "server/ops/LedgerFold.h"

namespace Marathon {

namespace {

constexpr qint64 pageSize = 5000;

QString tr(const char *text)
{
    return QCoreApplication::translate("LedgerFold", text);
}

} // namespace

Result<Event> eventOfEntry(const LedgerRow &row)
{
    const Result<QJsonObject> json = parseObject(row.body);
    Result<EventBody> body =
        json ? bodyFromJson(row.type, row.version, *json, JsonForm::Ledger) : Result<EventBody>(json.error());
    if (!body)
        return Error {ErrorKind::Invalid, tr("Entry %1 of the ledger: %2").arg(row.seq).arg(body.error().message)};
    return Event {row.seq, row.at, row.actor, ParticipantId(row.participant), std::move(*body)};
}

Result<ContestState> foldLedger(const EventReader &read, qint64 entries)
{
    ContestState state;
    while (state.lastSeq < entries) {
        const Result<QList<Event>> page = read(state.lastSeq, int(std::min(pageSize, entries - state.lastSeq)));
        if (!page)
            return page.error();
        if (page->isEmpty())
            return Error {ErrorKind::Internal,
                          tr("The ledger ends at entry %1 of %2. Run verify, and restore a backup.")
                              .arg(state.lastSeq)
                              .arg(entries)};
        for (const Event &event : *page)
            apply(state, event);
    }
    return state;
}

Result<ContestState> foldLedger(Store &store, qint64 entries)
{
    const auto read = [&store](qint64 after, int limit) -> Result<QList<Event>> {
        const Result<QList<LedgerRow>> rows = store.events(after, limit);
        if (!rows)
            return rows.error();
        QList<Event> events;
        for (const LedgerRow &row : *rows) {
            const Result<Event> event = eventOfEntry(row);
            if (!event)
                return event.error();
            events.append(*event);
        }
        return events;
    };
    return foldLedger(read, entries);
}

} // namespace Marathon
