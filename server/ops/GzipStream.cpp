#include "server/ops/GzipStream.h"

#include <QCoreApplication>

#include <zlib.h>

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Backup", text);
}

constexpr int gzipWindow = 15 + 16; ///< zlib.h: 16 more asks for gzip
constexpr int level = 3;            ///< a backup should soon be over; the default is 6
constexpr qsizetype pieceSize = 256 * 1024;
constexpr qsizetype longestLine = 64 * 1024 * 1024;

Bytef *bytesOf(const QByteArray &bytes)
{
    return reinterpret_cast<Bytef *>(const_cast<char *>(bytes.constData()));
}

} // namespace

struct GzipWriter::Stream
{
    z_stream z {};
};

GzipWriter::GzipWriter()
    : m_stream(std::make_unique<Stream>())
{
    const int begun = deflateInit2(&m_stream->z, level, Z_DEFLATED, gzipWindow, 8, Z_DEFAULT_STRATEGY);
    if (begun != Z_OK)
        qFatal("zlib cannot begin: %d", begun); // no memory, or another library than it was built with
}

GzipWriter::~GzipWriter()
{
    deflateEnd(&m_stream->z);
}

QByteArray GzipWriter::run(const QByteArray &bytes, int flush)
{
    z_stream &z = m_stream->z;
    QByteArray out;
    QByteArray piece(pieceSize, Qt::Uninitialized);
    z.next_in = bytesOf(bytes);
    z.avail_in = static_cast<uInt>(bytes.size());
    do {
        z.next_out = bytesOf(piece);
        z.avail_out = static_cast<uInt>(piece.size());
        deflate(&z, flush);
        out.append(piece.constData(), piece.size() - qsizetype(z.avail_out));
    } while (z.avail_out == 0);
    return out;
}

QByteArray GzipWriter::add(const QByteArray &bytes)
{
    return run(bytes, Z_NO_FLUSH);
}

QByteArray GzipWriter::finish()
{
    return run({}, Z_FINISH);
}

struct GzipLines::Stream
{
    z_stream z {};
};

GzipLines::GzipLines(const QString &path)
    : m_file(path)
    , m_stream(std::make_unique<Stream>())
{
    const int begun = inflateInit2(&m_stream->z, gzipWindow);
    if (begun != Z_OK)
        qFatal("zlib cannot begin: %d", begun);
}

GzipLines::~GzipLines()
{
    inflateEnd(&m_stream->z);
}

Result<std::unique_ptr<GzipLines>> GzipLines::open(const QString &path)
{
    std::unique_ptr<GzipLines> lines(new GzipLines(path));
    if (!lines->m_file.open(QIODevice::ReadOnly))
        return Error {ErrorKind::NotFound, tr("%1 cannot be read: %2.").arg(path, lines->m_file.errorString())};
    return lines;
}

Error GzipLines::damaged() const
{
    return {ErrorKind::Invalid,
            tr("%1 is no backup, or it is damaged: its compressed bytes do not fit together. Use another one.")
                .arg(m_file.fileName())};
}

/// Adds at least one byte to the text, or completes the stream.
Result<void> GzipLines::fill()
{
    z_stream &z = m_stream->z;
    m_text.remove(0, m_position);
    m_position = 0;
    if (m_text.size() > longestLine)
        return damaged();
    const qsizetype before = m_text.size();
    m_text.resize(before + pieceSize);
    z.next_out = bytesOf(m_text) + before;
    z.avail_out = static_cast<uInt>(pieceSize);
    while (z.avail_out == uInt(pieceSize) && !m_isComplete) {
        if (z.avail_in == 0) {
            m_input = m_file.read(pieceSize);
            if (m_file.error() != QFileDevice::NoError)
                return Error {ErrorKind::Unavailable,
                              tr("%1 cannot be read: %2.").arg(m_file.fileName(), m_file.errorString())};
            if (m_input.isEmpty())
                return Error {ErrorKind::Invalid,
                              tr("%1 is cut off: it ends in the middle. Use another one.").arg(m_file.fileName())};
            z.next_in = bytesOf(m_input);
            z.avail_in = static_cast<uInt>(m_input.size());
        }
        const int step = inflate(&z, Z_NO_FLUSH);
        m_isComplete = step == Z_STREAM_END;
        if (step != Z_OK && step != Z_STREAM_END && step != Z_BUF_ERROR)
            return damaged();
    }
    m_text.resize(before + pieceSize - qsizetype(z.avail_out));
    if (m_isComplete && (z.avail_in > 0 || !m_file.atEnd()))
        return damaged();
    return {};
}

Result<QByteArray> GzipLines::next()
{
    qsizetype searched = m_position;
    while (true) {
        const qsizetype end = m_text.indexOf('\n', searched);
        if (end >= 0) {
            const QByteArray line = m_text.mid(m_position, end - m_position);
            m_position = end + 1;
            return line;
        }
        if (m_isComplete)
            return Error {ErrorKind::Invalid,
                          tr("%1 is cut off: its last line is missing. Use another one.").arg(m_file.fileName())};
        searched = m_text.size() - m_position;
        if (const Result<void> filled = fill(); !filled)
            return filled.error();
    }
}

Result<bool> GzipLines::atEnd()
{
    if (m_position == m_text.size() && !m_isComplete) {
        if (const Result<void> filled = fill(); !filled)
            return filled.error();
    }
    return m_position == m_text.size() && m_isComplete;
}

} // namespace Marathon
