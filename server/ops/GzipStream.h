#pragma once

#include "shared/core/Result.h"

#include <QByteArray>
#include <QFile>
#include <memory>

namespace Marathon {

/// Compresses a stream piece by piece (gzip, RFC 1952), for what is too large to hold in memory.
class GzipWriter
{
public:
    GzipWriter();
    ~GzipWriter();
    /// What is to be written for these bytes; may be empty.
    QByteArray add(const QByteArray &bytes);
    /// The rest.
    QByteArray finish();

private:
    struct Stream;
    QByteArray run(const QByteArray &bytes, int flush);
    std::unique_ptr<Stream> m_stream;
};

/// Reads the lines of a gzip file.
class GzipLines
{
public:
    /// Error: NotFound, for a file that cannot be opened.
    static Result<std::unique_ptr<GzipLines>> open(const QString &path);
    ~GzipLines();

    /// The next line without its line feed. Errors: Invalid, for a file that is no gzip, is cut off or damaged, has
    /// a line of more than 64 MiB, or goes on after its end.
    Result<QByteArray> next();
    /// Whether everything was read; the checksum was right then.
    Result<bool> atEnd();

private:
    explicit GzipLines(const QString &path);
    Result<void> fill();
    Error damaged() const;

    struct Stream;
    QFile m_file;
    std::unique_ptr<Stream> m_stream;
    QByteArray m_input;
    QByteArray m_text;
    qsizetype m_position = 0;
    bool m_isComplete = false;
};

} // namespace Marathon
