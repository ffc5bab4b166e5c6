#include "server/store/Migrations.h"

#include "server/store/MigrationSteps.h"

#include <QCoreApplication>
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

Result<void> runStep(QSqlDatabase &database, int number, const QString &path)
{
    Result<QStringList> statements = statementsIn(path);
    if (!statements)
        return statements.error();
    if (!database.transaction())
        return migrationFailed(path, database.lastError().text());
    statements->append(u"PRAGMA user_version = %1"_s.arg(number));
    for (const QString &statement : std::as_const(*statements)) {
        QSqlQuery query(database);
        if (!query.exec(statement)) {
            const Error error = migrationFailed(path, query.lastError().text());
            database.rollback();
            return error;
        }
    }
    if (!database.commit())
        return migrationFailed(path, database.lastError().text());
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
    const QStringList files = migrationSteps(folder);
    if (present > int(files.size()))
        return databaseIsNewer(present, files.size());
    return present;
}

Result<void> migrateSqlite(QSqlDatabase &database, const QString &folder)
{
    const Result<int> present = sqliteVersion(database, folder);
    if (!present)
        return present.error();
    const QStringList files = migrationSteps(folder);
    for (qsizetype index = *present; index < files.size(); ++index) {
        if (const Result<void> done = runStep(database, int(index) + 1, folder + u'/' + files[index]); !done)
            return done;
    }
    return {};
}

} // namespace Marathon
