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

/// Removes an ordinary folder, or a control group with the groups of its runs (whose files cannot be removed).
void remove(const QString &path)
{
    if (rmdir(QFile::encodeName(path).constData()) == 0)
        return;
    const QStringList runs = QDir(path).entryList({u"run-*"_s}, QDir::Dirs);
    for (const QString &run : runs)
        rmdir(QFile::encodeName(path + u'/' + run).constData());
    if (rmdir(QFile::encodeName(path).constData()) != 0)
        QDir(path).removeRecursively();
}

void removeRemainders(const QString &parent)
{
    const QFileInfoList left = QDir(parent).entryInfoList({prefix + u'*'}, QDir::Dirs | QDir::NoSymLinks);
    for (const QFileInfo &directory : left) {
        const pid_t owner = directory.fileName().mid(prefix.size()).toInt();
        const bool gone = owner > 0 && kill(owner, 0) != 0 && errno == ESRCH;
        if (gone && directory.ownerId() == geteuid())
            remove(directory.filePath());
    }
}

} // namespace

QString ownedDirectory(const QString &parent)
{
    removeRemainders(parent);
    const QString path = parent + u'/' + prefix + QString::number(getpid());
    if (mkdir(QFile::encodeName(path).constData(), 0755) != 0)
        return {};
    return path;
}

} // namespace Marathon
