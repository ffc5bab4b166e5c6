#include "server/store/LedgerChain.h"

#include "server/store/Store.h"

#include <QCoreApplication>
#include <QCryptographicHash>

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("LedgerChain", text);
}

void addField(QCryptographicHash &hash, const QByteArray &field)
{
    hash.addData(QByteArray::number(field.size()) + ':');
    hash.addData(field);
}

} // namespace

QByteArray chainHash(const QByteArray &previous, const LedgerRow &row)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    addField(hash, previous);
    addField(hash, QByteArray::number(row.seq));
    addField(hash, toRfc3339(row.at).toUtf8());
    addField(hash, row.type.toUtf8());
    addField(hash, QByteArray::number(row.version));
    addField(hash, row.actor.toUtf8());
    addField(hash, row.participant.toUtf8());
    addField(hash, row.body);
    return hash.result();
}

QByteArray firstHash(const ContestId &contest)
{
    return QCryptographicHash::hash(contest.toString().toUtf8(), QCryptographicHash::Sha256);
}

Result<ChainReport> verifyChain(Store &store, const ContestId &contest)
{
    ChainReport report {.lastHash = firstHash(contest)};
    while (true) {
        const Result<QList<LedgerRow>> rows = store.events(report.entries, 5000);
        if (!rows)
            return rows.error();
        for (const LedgerRow &row : *rows) {
            if (row.seq != report.entries + 1)
                return Error {ErrorKind::Internal, tr("Entry %1 of the ledger is missing.").arg(report.entries + 1)};
            if (row.hash != chainHash(report.lastHash, row))
                return Error {ErrorKind::Internal, tr("Entry %1 of the ledger was changed: its hash does not fit. "
                                                      "Restore a backup, and keep this file as evidence.")
                                                       .arg(row.seq)};
            report.lastHash = row.hash;
            report.entries = row.seq;
        }
        if (!rows->isEmpty())
            continue;
        const Result<LedgerHead> head = store.head();
        if (!head)
            return head.error();
        if (head->seq == report.entries && head->hash == report.lastHash)
            return report;
        // A server may have appended since the last look: only a head whose entries are nowhere is a fault.
        const Result<QList<LedgerRow>> appended = store.events(report.entries, 1);
        if (!appended)
            return appended.error();
        if (!appended->isEmpty() && head->seq > report.entries)
            continue;
        return Error {ErrorKind::Internal,
                      tr("The ledger ends at entry %1, but its head says %2: entries are missing at the end.")
                          .arg(report.entries)
                          .arg(head->seq)};
    }
}

} // namespace Marathon
