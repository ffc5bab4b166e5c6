#include "server/store/MigrationSteps.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QRegularExpression>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Migrations", text);
}

} // namespace

QStringList migrationSteps(const QString &folder)
{
    return QDir(folder).entryList({u"[0-9][0-9][0-9][0-9]_*.sql"_s}, QDir::Files, QDir::Name);
}

QStringList statementsOf(const QString &script)
{
    static const QRegularExpression emptyLines(u"\\n\\s*\\n"_s);
    static const QRegularExpression commentLines(u"^\\s*--[^\\n]*\\n?"_s, QRegularExpression::MultilineOption);
    QStringList statements;
    const QStringList parts = script.split(emptyLines, Qt::SkipEmptyParts);
    for (QString part : parts) {
        part.remove(commentLines);
        if (!part.trimmed().isEmpty())
            statements.append(part.trimmed());
    }
    return statements;
}

Result<QStringList> statementsIn(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error {ErrorKind::Internal, tr("The migration %1 is missing from the program.").arg(path)};
    return statementsOf(QString::fromUtf8(file.readAll()));
}

Error databaseIsNewer(int present, qsizetype known)
{
    return {ErrorKind::Unavailable,
            tr("The database has version %1, this program knows %2. Update the program.").arg(present).arg(known)};
}

Error migrationFailed(const QString &step, const QString &reason)
{
    return {ErrorKind::Unavailable,
            tr("The database could not be brought up to date (%1): %2. It is as it was before this step.")
                .arg(step, reason)};
}

} // namespace Marathon
