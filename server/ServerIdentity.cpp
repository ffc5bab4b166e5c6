#include "server/ServerIdentity.h"

#include "server/auth/Tokens.h"

#include <QCoreApplication>
#include <QFile>
#include <QSaveFile>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ServerProcess", text);
}

} // namespace

Result<QByteArray> secretFile(const QString &path)
{
    QFile file(path);
    if (file.open(QIODevice::ReadOnly)) {
        const QByteArray secret = file.readAll().trimmed();
        if (secret.size() >= 32)
            return secret;
        return Error {
            ErrorKind::Unavailable,
            tr("The token in %1 is too short. Delete the file; a new one is made at the next start.").arg(path)};
    }
    const QByteArray secret = newToken();
    QSaveFile fresh(path);
    if (!fresh.open(QIODevice::WriteOnly) || !fresh.setPermissions(QFile::ReadOwner | QFile::WriteOwner) ||
        fresh.write(secret + '\n') < 0 || !fresh.commit())
        return Error {ErrorKind::Unavailable, tr("%1 cannot be written: %2.").arg(path, fresh.errorString())};
    return secret;
}

Result<QString> instanceName(const QString &configured, const DataDirectory &directory)
{
    if (!configured.isEmpty())
        return configured;
    const QString path = directory.path() + u"/instance.id"_s;
    QFile file(path);
    if (file.open(QIODevice::ReadOnly)) {
        if (const QString kept = QString::fromLatin1(file.readAll().trimmed()); !kept.isEmpty())
            return kept;
    }
    const QByteArray made = newToken().left(12);
    QSaveFile fresh(path);
    if (!fresh.open(QIODevice::WriteOnly) || fresh.write(made + '\n') < 0 || !fresh.commit())
        return Error {ErrorKind::Unavailable, tr("%1 cannot be written: %2.").arg(path, fresh.errorString())};
    return QString::fromLatin1(made);
}

} // namespace Marathon
