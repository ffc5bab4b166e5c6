#include "server/store/Migrations.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Migrations", text);
}

Error failed(const QString &step, const QSqlError &error)
{
    return {ErrorKind::Unavailable,
            tr("The database could not be brought up to date (%1): %2. It is as it was before this step.")
                .arg(step, error.text())};
}

QStringList stepsIn(const QString &folder)
{
    return QDir(folder).entryList(QDir::Files, QDir::Name);
}

/// Statements are separated by empty lines; pure comments are left out.
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

Result<void> runStep(QSqlDatabase &database, int number, const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error {ErrorKind::Internal, tr("The migration %1 is missing from the program.").arg(path)};
    if (!database.transaction())
        return failed(path, database.lastError());
    QStringList statements = statementsOf(QString::fromUtf8(file.readAll()));
    statements.append(u"PRAGMA user_version = %1"_s.arg(number));
    for (const QString &statement : statements) {
        QSqlQuery query(database);
        if (!query.exec(statement)) {
            const Error error = failed(path, query.lastError());
            database.rollback();
            return error;
        }
    }
    if (!database.commit())
        return failed(path, database.lastError());
    return {};
}

} // namespace

Result<int> sqliteVersion(QSqlDatabase &database, const QString &folder)
{
    QSqlQuery version(database);
    if (!version.exec(u"PRAGMA user_version"_s) || !version.next())
        return Error {ErrorKind::Unavailable,
                      tr("This is not a database of Debug Marathon, or it is damaged: %1. Restore a backup.")
                          .arg(version.lastError().text())};
    const int present = version.value(0).toInt();
    version.finish();
    const QStringList files = stepsIn(folder);
    if (present > int(files.size()))
        return Error {ErrorKind::Unavailable,
                      tr("The database has version %1, this program knows %2. Update the program.")
                          .arg(present)
                          .arg(files.size())};
    return present;
}

Result<void> migrateSqlite(QSqlDatabase &database, const QString &folder)
{
    const Result<int> present = sqliteVersion(database, folder);
    if (!present)
        return present.error();
    const QStringList files = stepsIn(folder);
    for (qsizetype index = *present; index < files.size(); ++index) {
        if (const Result<void> done = runStep(database, int(index) + 1, folder + u'/' + files[index]); !done)
            return done;
    }
    return {};
}

} // namespace Marathon
