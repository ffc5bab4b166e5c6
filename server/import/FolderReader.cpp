#include "server/import/FolderReader.h"

#include "shared/core/EnumTable.h"

#include <QDir>
#include <QFileInfo>
#include <QStringDecoder>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 KiB = 1024;
constexpr qint64 MiB = 1024 * KiB;

/// All files of one import together; they are held in memory until they are stored.
constexpr qint64 maxTotal = 512 * MiB;

struct FileKindFact
{
    FileKind kind;
    QLatin1StringView title;
    qint64 maxBytes;
};

constexpr std::array fileKindFacts {
    FileKindFact {FileKind::Settings, "A settings file"_L1, 256 * KiB},
    FileKindFact {FileKind::Statement, "A statement"_L1, 256 * KiB},
    FileKindFact {FileKind::Source, "A program"_L1, 256 * KiB},
    FileKindFact {FileKind::Test, "A test file"_L1, 16 * MiB},
    FileKindFact {FileKind::Image, "An image"_L1, 512 * KiB},
};
static_assert(oneRowPerKindInOrder(fileKindFacts));

QString sizeText(qint64 bytes)
{
    return bytes >= MiB ? u"%1 MiB"_s.arg(bytes / MiB) : u"%1 KiB"_s.arg(bytes / KiB);
}

enum class EntryKind { File, Folder };

QStringList sortedNames(const QString &folder, EntryKind kind)
{
    // QDir::System lists broken links, pipes and devices too, so that they are reported and not passed over.
    const QFileInfoList entries = QDir(folder).entryInfoList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot);
    QStringList names;
    for (const QFileInfo &entry : entries) {
        if (entry.isDir() == (kind == EntryKind::Folder))
            names.append(entry.fileName());
    }
    std::sort(names.begin(), names.end());
    return names;
}

/// Number of the line that holds the first byte which is not UTF-8.
qsizetype lineOfBadByte(const QByteArray &bytes)
{
    qsizetype line = 1;
    for (const QByteArray &content : bytes.split('\n')) {
        QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
        const QString text = decoder(content);
        if (decoder.hasError())
            return line;
        ++line;
    }
    return 1;
}

} // namespace

QString joinPath(const QString &prefix, const QString &name)
{
    return prefix.isEmpty() ? name : prefix + u'/' + name;
}

FolderReader::FolderReader(const QString &root, ImportFindings &findings)
    : m_root(QFileInfo(root).canonicalFilePath())
    , m_findings(findings)
{}

QString FolderReader::absolute(const QString &path) const
{
    return path.isEmpty() ? m_root : m_root + u'/' + path;
}

bool FolderReader::hasFile(const QString &path) const
{
    const QFileInfo info(absolute(path));
    return info.exists() ? !info.isDir() : info.isSymLink();
}

bool FolderReader::hasFolder(const QString &path) const
{
    return QFileInfo(absolute(path)).isDir();
}

QStringList FolderReader::filesOf(const QString &folder) const
{
    return sortedNames(absolute(folder), EntryKind::File);
}

QStringList FolderReader::foldersOf(const QString &folder) const
{
    return sortedNames(absolute(folder), EntryKind::Folder);
}

bool FolderReader::staysInside(const QString &path)
{
    const QFileInfo info(absolute(path));
    if (!info.exists()) {
        m_findings.add(path, info.isSymLink() ? u"This is a link to nothing. Put the file itself here."_s
                                              : u"The file is missing. Add it."_s);
        return false;
    }
    if (!info.canonicalFilePath().startsWith(m_root + u'/')) {
        m_findings.add(path, u"This is a link that leads out of the folder. Put the file itself here."_s);
        return false;
    }
    if (!info.isFile()) {
        m_findings.add(path, u"This is not an ordinary file. Put an ordinary file here."_s);
        return false;
    }
    return true;
}

std::optional<QByteArray> FolderReader::bytes(const QString &path, FileKind kind)
{
    if (!staysInside(path))
        return std::nullopt;
    QFile file(absolute(path));
    if (!file.open(QIODevice::ReadOnly)) {
        m_findings.add(path, u"The file cannot be read: %1. Give read permission."_s.arg(file.errorString()));
        return std::nullopt;
    }
    const FileKindFact &fact = fileKindFacts[static_cast<std::size_t>(kind)];
    // A buffer keeps the size that was asked for, so that is the file's and not the limit; one byte more tells of
    // growth.
    const qint64 size = file.size();
    const QByteArray content = file.read(std::min(size, fact.maxBytes) + 1);
    if (file.error() != QFileDevice::NoError) {
        m_findings.add(path, u"The file cannot be read: %1."_s.arg(file.errorString()));
        return std::nullopt;
    }
    if (content.size() > fact.maxBytes) {
        m_findings.add(path, u"%1 may have at most %2. Make it smaller."_s.arg(fact.title, sizeText(fact.maxBytes)));
        return std::nullopt;
    }
    if (content.size() != size) {
        m_findings.add(path, u"The file changed while it was read. Import again when it is complete."_s);
        return std::nullopt;
    }
    if (m_total + content.size() > maxTotal) {
        m_findings.add(path,
                       u"All files together may have at most %1. Make the tests smaller."_s.arg(sizeText(maxTotal)));
        return std::nullopt;
    }
    m_total += content.size();
    return content;
}

std::optional<QString> FolderReader::text(const QString &path, FileKind kind)
{
    const std::optional<QByteArray> content = bytes(path, kind);
    if (!content)
        return std::nullopt;
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString decoded = decoder(*content);
    if (decoder.hasError() || content->contains('\0')) {
        m_findings.add(u"%1:%2"_s.arg(path).arg(lineOfBadByte(*content)),
                       u"The file is not UTF-8 text. Save it as UTF-8."_s);
        return std::nullopt;
    }
    if (decoded.startsWith(QChar::ByteOrderMark))
        decoded.remove(0, 1);
    decoded.replace("\r\n"_L1, "\n"_L1);
    return decoded;
}

} // namespace Marathon
