#include "server/ops/ControlFile.h"

#include <QFile>
#include <QRandomGenerator>
#include <QSaveFile>
#include <cerrno>
#include <signal.h>

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ControlFile", text);
}

} // namespace

Result<std::unique_ptr<ControlFile>> ControlFile::write(const DataDirectory &directory, const ControlInfo &info)
{
    QSaveFile file(directory.controlPath());
    const bool written = file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) &&
                         file.write(toBytes(toJson(info))) > 0 && file.commit();
    if (!written)
        return Error {ErrorKind::Unavailable,
                      tr("%1 cannot be written: %2.").arg(directory.controlPath(), file.errorString())};
    return std::unique_ptr<ControlFile>(new ControlFile(directory, info));
}

ControlFile::~ControlFile()
{
    const Result<std::optional<ControlInfo>> present = readControlFile(m_directory);
    if (present && *present && (*present)->token == m_info.token)
        QFile::remove(m_directory.controlPath());
}

Result<std::optional<ControlInfo>> readControlFile(const DataDirectory &directory)
{
    QFile file(directory.controlPath());
    if (!file.exists())
        return std::optional<ControlInfo> {};
    if (!file.open(QIODevice::ReadOnly))
        return Error {ErrorKind::NotAllowed,
                      tr("%1 cannot be read: %2. Run this command as the user who runs the server.")
                          .arg(file.fileName(), file.errorString())};
    const Result<QJsonObject> object = parseObject(file.readAll());
    const Result<ControlInfo> info = object ? fromJson<ControlInfo>(*object) : Result<ControlInfo>(object.error());
    if (!info)
        return Error {ErrorKind::Invalid,
                      tr("%1 is damaged (%2). Restart the server.").arg(file.fileName(), info.error().message)};
    return std::optional(*info);
}

bool isStale(const ControlInfo &info)
{
    // kill(2): signal 0 only asks whether the process exists.
    return info.pid <= 0 || (::kill(static_cast<pid_t>(info.pid), 0) != 0 && errno == ESRCH);
}

QString newControlToken()
{
    QByteArray bytes(32, Qt::Uninitialized);
    QRandomGenerator::system()->generate(reinterpret_cast<quint32 *>(bytes.data()),
                                         reinterpret_cast<quint32 *>(bytes.data() + bytes.size()));
    return QString::fromLatin1(bytes.toHex());
}

} // namespace Marathon
