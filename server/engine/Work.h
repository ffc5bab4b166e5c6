#pragma once

#include "server/engine/Engine.h"
#include "shared/protocol/Json.h"

namespace Marathon {

template <>
struct EnumNames<ErrorKind>
{
    static constexpr std::array rows {EnumName<ErrorKind> {ErrorKind::Malformed, "malformed"_L1},
                                      EnumName<ErrorKind> {ErrorKind::NotSignedIn, "not_signed_in"_L1},
                                      EnumName<ErrorKind> {ErrorKind::NotAllowed, "not_allowed"_L1},
                                      EnumName<ErrorKind> {ErrorKind::NotFound, "not_found"_L1},
                                      EnumName<ErrorKind> {ErrorKind::Conflict, "conflict"_L1},
                                      EnumName<ErrorKind> {ErrorKind::TooLarge, "too_large"_L1},
                                      EnumName<ErrorKind> {ErrorKind::Invalid, "invalid"_L1},
                                      EnumName<ErrorKind> {ErrorKind::TooMany, "too_many"_L1},
                                      EnumName<ErrorKind> {ErrorKind::NotStored, "not_stored"_L1},
                                      EnumName<ErrorKind> {ErrorKind::Unknown, "unknown"_L1},
                                      EnumName<ErrorKind> {ErrorKind::Unavailable, "unavailable"_L1},
                                      EnumName<ErrorKind> {ErrorKind::Internal, "internal"_L1}};
};

/// One batch while it is decided: the working copy, and everything that will be written with it.
struct Engine::Work
{
    std::vector<EngineRequest> requests;
    std::vector<EngineAnswer> answers;
    ContestState state;
    LedgerHead head;
    Instant now {};
    Batch batch;
    QList<Event> events;
    LookedUp found; ///< as stored, and then as this batch changes it

    /// Nothing of this batch was kept: everybody gets the reason.
    void failAll(const Error &error);

    // Look-ups that see this batch first, then the store.
    Result<QList<DraftRow>> drafts(Store &store, const QString &participant) const;
    Result<QByteArray> blob(Store &store, const QString &sha) const;

    /// Gives every private text of the event its reference, and writes it beside the ledger.
    void salt(Event &event);
};

LedgerRow ledgerRowOf(const Event &event);
/// The event of a stored entry; private texts carry only their references.
Result<Event> eventOf(const LedgerRow &row);

/// Stored entries as events, private texts filled in.
Result<QList<Event>> eventsOf(Store &store, const QList<LedgerRow> &rows);
/// Ledger entries after `afterSeq` as events.
Result<QList<Event>> readEvents(Store &store, qint64 afterSeq, int limit);

/// Those about one participant or about nobody in particular, of these types.
Result<QList<Event>> readEventsFor(Store &store, const QString &participant, const QStringList &types, qint64 afterSeq,
                                   int limit);

QJsonObject outcomeToJson(const Outcome &outcome);
QByteArray storedResult(const Result<QJsonObject> &result);
Result<QJsonObject> resultFromStored(const QByteArray &bytes);
/// The idempotency key of an entry in a page's stream.
QString streamKey(const QString &clientId, qint64 seq);

} // namespace Marathon
