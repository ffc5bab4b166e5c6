#include "server/store/PostgresMigrations.h"

#include "server/store/MigrationSteps.h"

#include <QCoreApplication>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Migrations", text);
}

constexpr int oldestServer = 150000; // views WITH (security_invoker) came with 15

/// A migration may rewrite a large table; the lock is freed with the transaction, so a pooler does not matter. The
/// number is one that nobody else uses ("Marathon").
const QString underLock = u"SET LOCAL lock_timeout = '60s'; SET LOCAL statement_timeout = 0; "
                          "SELECT pg_advisory_xact_lock(5576669563886366574)"_s;

/// What is there, as anybody may ask.
struct Situation
{
    QString login; ///< quoted
    bool hasRoles = false;
    bool hasSchema = false;
    bool hasTables = false;
    bool isOwner = false;
    bool mayServe = false;
};

Result<Situation> situationOf(PostgresConnection &connection)
{
    const Result<PostgresRows> rows = connection.run(
        "SELECT current_setting('server_version_num'), current_setting('server_version'), "
        "(SELECT pg_encoding_to_char(encoding) FROM pg_catalog.pg_database WHERE datname = current_database()), "
        "quote_ident(current_user), "
        "(SELECT count(*) = 2 FROM pg_catalog.pg_roles WHERE rolname IN ('marathon_owner', 'marathon_app')), "
        "EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'marathon'), "
        "EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = 'marathon' AND c.relname = 'store_state'), "
        "(SELECT pg_has_role(oid, 'MEMBER') FROM pg_catalog.pg_roles WHERE rolname = 'marathon_owner'), "
        "(SELECT pg_has_role(oid, 'USAGE') FROM pg_catalog.pg_roles WHERE rolname = 'marathon_app')");
    if (!rows)
        return rows.error();
    if (rows->number(0, 0) < oldestServer)
        return Error {ErrorKind::Unavailable,
                      tr("The database runs PostgreSQL %1; version 15 or newer is needed. Update it with pg_upgrade.")
                          .arg(rows->text(0, 1))};
    if (rows->text(0, 2) != u"UTF8")
        return Error {ErrorKind::Unavailable,
                      tr("The database has the encoding %1. Make one with: CREATE DATABASE marathon ENCODING 'UTF8' "
                         "TEMPLATE template0")
                          .arg(rows->text(0, 2))};
    return Situation {.login = rows->text(0, 3),
                      .hasRoles = rows->isTrue(0, 4),
                      .hasSchema = rows->isTrue(0, 5),
                      .hasTables = rows->isTrue(0, 6),
                      .isOwner = rows->isTrue(0, 7),
                      .mayServe = rows->isTrue(0, 8)};
}

/// The statements of administrator.sql for this login role.
Result<QStringList> administration(const QString &folder, const QString &login)
{
    Result<QStringList> statements = statementsIn(folder + u"/administrator.sql"_s);
    if (statements) {
        for (QString &statement : *statements)
            statement.replace(u":login"_s, login);
    }
    return statements;
}

Error notAllowed(const QString &folder, const QString &login, const QString &reason)
{
    const Result<QStringList> statements = administration(folder, login);
    if (!statements)
        return statements.error();
    return {ErrorKind::Unavailable,
            tr("The role %1 may not prepare this database or bring it up to date (%2). Run `marathon-server database "
               "prepare` with a role that may; or let an administrator run this in the database, then start again:\n%3")
                .arg(login, reason, statements->join(u"\n\n"_s))};
}

Result<int> storedVersion(PostgresConnection &connection)
{
    const Result<PostgresRows> rows = connection.run("SELECT schema_version FROM marathon.store_state WHERE id = 1");
    if (!rows)
        return rows.error();
    return rows->isEmpty() ? 0 : int(rows->number(0, 0));
}

/// Statements under the lock in one transaction, taken back when one fails.
Result<void> runAll(PostgresConnection &connection, const QStringList &statements)
{
    for (const QString &statement : statements) {
        if (const Result<PostgresRows> done = connection.runText(statement); !done) {
            connection.rollback();
            return done.error();
        }
    }
    return connection.commit();
}

Result<void> makeRolesAndSchema(PostgresConnection &connection, const QString &folder, const Situation &situation)
{
    const Result<QStringList> statements = administration(folder, situation.login);
    if (!statements)
        return statements.error();
    if (const Result<void> begun = connection.begin(underLock); !begun)
        return begun;
    const Result<void> done = runAll(connection, *statements);
    return done ? done : Result<void>(notAllowed(folder, situation.login, done.error().message));
}

Result<void> runStep(PostgresConnection &connection, int number, const QString &path)
{
    Result<QStringList> statements = statementsIn(path);
    if (!statements)
        return statements.error();
    statements->append(u"UPDATE marathon.store_state SET schema_version = %1 WHERE id = 1"_s.arg(number));
    if (const Result<void> begun = connection.begin(underLock + u"; SET LOCAL ROLE marathon_owner"_s); !begun)
        return migrationFailed(path, begun.error().message);
    // Another server may have done it while this one waited.
    const Result<PostgresRows> exists = connection.run("SELECT to_regclass('marathon.store_state') IS NOT NULL");
    const Result<int> present =
        exists ? exists->isTrue(0, 0) ? storedVersion(connection) : Result<int>(0) : Result<int>(exists.error());
    if (!present)
        return migrationFailed(path, present.error().message);
    if (*present >= number) {
        connection.rollback();
        return {};
    }
    const Result<void> done = runAll(connection, *statements);
    return done ? done : Result<void>(migrationFailed(path, done.error().message));
}

} // namespace

Result<int> postgresVersion(PostgresConnection &connection, const QString &folder)
{
    const Result<Situation> situation = situationOf(connection);
    if (!situation)
        return situation.error();
    if (!situation->hasTables)
        return 0;
    if (!situation->mayServe)
        return Error {ErrorKind::Unavailable,
                      tr("The role %1 may not use the tables of Debug Marathon. An administrator runs: GRANT "
                         "marathon_app TO %1; and, if it does not inherit: ALTER ROLE %1 INHERIT;")
                          .arg(situation->login)};
    const Result<int> present = storedVersion(connection);
    if (!present)
        return present;
    const qsizetype known = migrationSteps(folder).size();
    return *present > known ? Result<int>(databaseIsNewer(*present, known)) : present;
}

Result<void> migratePostgres(PostgresConnection &connection, const QString &folder)
{
    const Result<Situation> situation = situationOf(connection);
    if (!situation)
        return situation.error();
    if (!situation->hasRoles || !situation->hasSchema) {
        if (const Result<void> made = makeRolesAndSchema(connection, folder, *situation); !made)
            return made;
    } else if (!situation->isOwner) {
        return notAllowed(folder, situation->login, tr("it is no member of marathon_owner"));
    }
    const Result<int> present = postgresVersion(connection, folder);
    if (!present)
        return present.error();
    const QStringList files = migrationSteps(folder);
    for (qsizetype index = *present; index < files.size(); ++index) {
        if (const Result<void> done = runStep(connection, int(index) + 1, folder + u'/' + files[index]); !done)
            return done;
    }
    return {};
}

Result<void> preparePostgres(const PostgresOptions &options)
{
    const Result<PostgresAddress> address = PostgresAddress::parse(options.url);
    if (!address)
        return address.error();
    const Result<std::unique_ptr<PostgresConnection>> connection =
        PostgresConnection::open(*address, PostgresConnection::Statements::Plain);
    if (!connection)
        return connection.error();
    (*connection)->setPatience({});
    return migratePostgres(**connection);
}

} // namespace Marathon
