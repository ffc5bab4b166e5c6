#include "server/ops/DataDirectory.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

DataDirectory::DataDirectory(QString path)
    : m_path(QDir::cleanPath(QDir(std::move(path)).absolutePath()))
{}

QString DataDirectory::databasePath() const
{
    return m_path + "/marathon.db"_L1;
}

QString DataDirectory::controlPath() const
{
    return m_path + "/control.json"_L1;
}

QString DataDirectory::lockPath() const
{
    return m_path + "/marathon.lock"_L1;
}

QString DataDirectory::backupsPath() const
{
    return m_path + "/backups"_L1;
}

QString DataDirectory::statePath() const
{
    return m_path + "/state.bin"_L1;
}

bool DataDirectory::exists() const
{
    return QDir(m_path).exists();
}

Result<void> DataDirectory::make() const
{
    if (exists())
        return {};
    const bool made =
        QDir().mkpath(m_path) && QFile::setPermissions(m_path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    if (made)
        return {};
    return Error {ErrorKind::Unavailable,
                  QCoreApplication::translate("DataDirectory", "The data directory %1 cannot be made. Check the folder "
                                                               "above it and its rights, or name another with --data.")
                      .arg(m_path)};
}

} // namespace Marathon
