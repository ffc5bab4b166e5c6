#include "server/judge/OwnedDirectory.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <cerrno>
#include <csignal>
#include <sys/stat.h>
#include <unistd.h>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString prefix = u"marathon-judge-"_s;

constexpr int mostDirectories = 100; ///< of one process at the same time

void removeRemainders(const QString &parent)
{
    const QFileInfoList left = QDir(parent).entryInfoList({prefix + u'*'}, QDir::Dirs | QDir::NoSymLinks);
    for (const QFileInfo &directory : left) {
        const pid_t owner = directory.fileName().mid(prefix.size()).section(u'-', 0, 0).toInt();
        const bool gone = owner > 0 && kill(owner, 0) != 0 && errno == ESRCH;
        if (gone && directory.ownerId() == geteuid())
            removeOwnedDirectory(directory.filePath());
    }
}

} // namespace

QString ownedDirectory(const QString &parent)
{
    removeRemainders(parent);
    for (int number = 0; number < mostDirectories; ++number) {
        const QString path = u"%1/%2%3-%4"_s.arg(parent, prefix).arg(getpid()).arg(number);
        if (mkdir(QFile::encodeName(path).constData(), 0755) == 0)
            return path;
        if (errno != EEXIST)
            break;
    }
    return {};
}

void removeOwnedDirectory(const QString &path)
{
    if (path.isEmpty() || rmdir(QFile::encodeName(path).constData()) == 0)
        return;
    // The groups of runs first: the files of a control group cannot be removed, only its directory.
    const QStringList runs = QDir(path).entryList({u"run-*"_s}, QDir::Dirs);
    for (const QString &run : runs)
        rmdir(QFile::encodeName(path + u'/' + run).constData());
    if (rmdir(QFile::encodeName(path).constData()) != 0)
        QDir(path).removeRecursively();
}

} // namespace Marathon
