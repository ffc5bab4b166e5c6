#include "server/judge/worker/BlobCache.h"

namespace Marathon {

namespace {

constexpr qsizetype capacity = 256 << 20;
constexpr qsizetype overhead = 256; ///< so that countless empty blobs are bounded too

} // namespace

BlobCache::BlobCache()
    : m_bytes(capacity)
{}

QSet<QString> BlobCache::namedBy(const JudgeJob &job)
{
    QSet<QString> shas;
    for (const JudgeTest &test : job.tests) {
        if (!test.input)
            shas.insert(test.inputSha);
        if (!test.answerSha.isEmpty())
            shas.insert(test.answerSha);
    }
    return shas;
}

BlobCache::Blobs BlobCache::take(const QSet<QString> &shas, QSet<QString> &missing) const
{
    Blobs blobs;
    for (const QString &sha : shas) {
        if (const QByteArray *bytes = m_bytes.object(sha))
            blobs.insert(sha, *bytes);
        else
            missing.insert(sha);
    }
    return blobs;
}

void BlobCache::put(const QString &sha, const QByteArray &bytes)
{
    m_bytes.insert(sha, new QByteArray(bytes), bytes.size() + overhead);
}

} // namespace Marathon
