#pragma once

#include "shared/protocol/JudgeJob.h"

#include <QCache>
#include <QHash>
#include <QSet>

namespace Marathon {

/// The bytes which the jobs in hand need, fetched once each: a bounded memory of recent ones. In memory only, so that
/// secret tests leave nothing on a judge's disk.
class BlobCache
{
public:
    using Blobs = QHash<QString, QByteArray>;

    BlobCache();

    /// The SHA-256 sums that a job names, each once.
    static QSet<QString> namedBy(const JudgeJob &job);

    /// What of `shas` is here; the rest is added to `missing`.
    Blobs take(const QSet<QString> &shas, QSet<QString> &missing) const;
    void put(const QString &sha, const QByteArray &bytes);

private:
    QCache<QString, QByteArray> m_bytes;
};

} // namespace Marathon
