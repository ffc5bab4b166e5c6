#pragma once

#include "server/import/ImportFindings.h"

#include <QByteArray>
#include <QStringList>
#include <optional>

namespace Marathon {

/// Kinds of files of a contest folder, each with its size limit.
enum class FileKind { Settings, Statement, Source, Test, Image };

/// Reads files below one folder and nothing outside it: links that lead out, files that are too large, not readable or
/// not UTF-8 become findings. Paths are relative to the folder, with /.
class FolderReader
{
public:
    FolderReader(const QString &root, ImportFindings &findings);

    bool hasFile(const QString &path) const;
    bool hasFolder(const QString &path) const;

    /// Names in a folder, sorted by code point; hidden ones (.gitkeep, .DS_Store) left out. Empty when it does not
    /// exist.
    QStringList filesOf(const QString &folder) const;
    QStringList foldersOf(const QString &folder) const;

    /// The unchanged bytes, or nothing and a finding.
    std::optional<QByteArray> bytes(const QString &path, FileKind kind);

    /// UTF-8 text without byte order mark and with LF line ends, or nothing and a finding.
    std::optional<QString> text(const QString &path, FileKind kind);

    ImportFindings &findings() { return m_findings; }

private:
    QString absolute(const QString &path) const;
    bool staysInside(const QString &path);

    QString m_root; ///< canonical
    ImportFindings &m_findings;
    qint64 m_total = 0;
};

/// "prefix/name", or "name" for an empty prefix.
QString joinPath(const QString &prefix, const QString &name);

} // namespace Marathon
