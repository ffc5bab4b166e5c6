#pragma once

#include "server/store/Rows.h"
#include "shared/core/Result.h"

namespace Marathon {

class Store;

/// SHA-256 over the hash before and every field of the entry, each preceded by its length in bytes, so that no two
/// different entries give the same bytes.
QByteArray chainHash(const QByteArray &previous, const LedgerRow &row);

/// The hash before the first entry: SHA-256 of the contest's id.
QByteArray firstHash(const ContestId &contest);

/// What `verify` found.
struct ChainReport
{
    qint64 entries = 0;
    QByteArray lastHash;
};

/// Reads the whole ledger and checks numbers and hashes. Error: Internal, naming the first entry that does not fit.
Result<ChainReport> verifyChain(Store &store, const ContestId &contest);

} // namespace Marathon
