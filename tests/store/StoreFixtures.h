#pragma once

#include "server/store/LedgerChain.h"
#include "server/store/Store.h"
#include "shared/core/Text.h"

#include <QTest>

#define VERIFY_OK(expression)                                                                                          \
    do {                                                                                                               \
        const auto &verifiedResult = (expression);                                                                     \
        QVERIFY2(verifiedResult.isOk(), verifiedResult.isOk() ? "" : qPrintable(verifiedResult.error().message));      \
    } while (false)

namespace Marathon::StoreFixtures {

using namespace Qt::Literals::StringLiterals;

inline const ContestId contest {u"c1"_s};
/// 2026-01-29T05:30:00Z.
inline const Instant start {Duration(1769664600000)};

struct EventContent
{
    QString type = u"consent.given"_s;
    QString participant = u"P1"_s;
    QString body = u"{}"_s;
    QString actor = u"participant"_s;
};

/// Entries that continue the ledger after `head`.
inline QList<LedgerRow> chained(const LedgerHead &head, const QList<EventContent> &contents)
{
    QList<LedgerRow> rows;
    QByteArray previous = head.hash;
    for (const EventContent &content : contents) {
        LedgerRow row {.seq = head.seq + rows.size() + 1,
                       .at = start + Duration(head.seq + rows.size()),
                       .type = content.type,
                       .actor = content.actor,
                       .participant = content.participant,
                       .body = content.body.toUtf8()};
        row.hash = chainHash(previous, row);
        previous = row.hash;
        rows.append(row);
    }
    return rows;
}

/// begin() and commit() of a batch with these entries added to it.
inline Result<void> append(Store &store, const QList<EventContent> &contents, Batch batch = {})
{
    const Result<Begun> begun = store.begin({});
    if (!begun)
        return begun.error();
    batch.events = chained(begun->head, contents);
    const Result<qint64> done = store.commit(batch);
    return done ? Result<void>() : done.error();
}

inline Result<void> write(Store &store, const Batch &batch)
{
    return append(store, {}, batch);
}

inline BlobRow blobOf(const QByteArray &bytes)
{
    return {sha256Hex(bytes), bytes};
}

inline SessionRow sessionOf(const QString &name, Instant expires = start + std::chrono::hours(12))
{
    return {u"token-"_s + name, SessionId(name), Role::Participant, u"P1"_s, start, expires};
}

inline DraftRow draftOf(const QString &problem, const QByteArray &source, qint64 rev)
{
    return {u"P1"_s, problem, u"c"_s, sha256Hex(source), source.size(), rev, start};
}

} // namespace Marathon::StoreFixtures
