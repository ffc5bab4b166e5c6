#include "server/store/PostgresErrors.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <algorithm>
#include <array>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("PostgresErrors", text);
}

enum class Meaning { Lost, RolledBackAndLost, Busy, ReadOnly, DiskFull, NotPrepared, Unstorable, Damaged };

struct StateFact
{
    QLatin1StringView prefix; ///< a whole SQLSTATE, or the class of one
    Meaning meaning;
};
constexpr std::array facts {
    StateFact {"08"_L1, Meaning::Lost},                 // connection exception
    StateFact {"57P01"_L1, Meaning::Lost},              // admin_shutdown
    StateFact {"57P02"_L1, Meaning::Lost},              // crash_shutdown
    StateFact {"57P03"_L1, Meaning::Lost},              // cannot_connect_now
    StateFact {"57P05"_L1, Meaning::Lost},              // idle_session_timeout
    StateFact {"25P03"_L1, Meaning::RolledBackAndLost}, // idle_in_transaction_session_timeout
    StateFact {"55P03"_L1, Meaning::Busy},              // lock_not_available
    StateFact {"57014"_L1, Meaning::Busy},              // query_canceled, by statement_timeout
    StateFact {"40001"_L1, Meaning::Busy},              // serialization_failure
    StateFact {"40P01"_L1, Meaning::Busy},              // deadlock_detected
    StateFact {"25006"_L1, Meaning::ReadOnly},          // read_only_sql_transaction
    StateFact {"53100"_L1, Meaning::DiskFull},          // disk_full
    StateFact {"42501"_L1, Meaning::NotPrepared},       // insufficient_privilege
    StateFact {"42P01"_L1, Meaning::NotPrepared},       // undefined_table
    StateFact {"42703"_L1, Meaning::NotPrepared},       // undefined_column
    StateFact {"3F000"_L1, Meaning::NotPrepared},       // invalid_schema_name
    StateFact {"22021"_L1, Meaning::Unstorable},        // character_not_in_repertoire
    StateFact {"22P05"_L1, Meaning::Unstorable},        // untranslatable_character
    StateFact {"XX001"_L1, Meaning::Damaged},           // data_corrupted
    StateFact {"XX002"_L1, Meaning::Damaged},           // index_corrupted
};

Error lost(const QString &detail, PostgresPhase phase)
{
    if (phase == PostgresPhase::Committing)
        return {ErrorKind::Unknown,
                tr("It is not known whether this was stored: the connection to the database was lost. Repeat it with "
                   "the same key."),
                {},
                1000};
    return {ErrorKind::NotStored,
            tr("The connection to the database was lost (%1): nothing was stored. Try again.").arg(detail),
            {},
            1000};
}

} // namespace

QString firstLine(const QString &message)
{
    static const QRegularExpression severity(u"^\\s*(ERROR|FATAL|PANIC):\\s+"_s);
    QString line = message.trimmed().section(u'\n', 0, 0);
    return line.remove(severity);
}

PostgresFailure postgresFailure(const QByteArray &sqlState, const QString &message, PostgresPhase phase)
{
    const QString reason = firstLine(message);
    if (sqlState.isEmpty())
        return {lost(reason, phase), true};
    const auto *fact = std::find_if(facts.begin(), facts.end(), [&](const StateFact &candidate) {
        return sqlState.startsWith(QByteArrayView(candidate.prefix));
    });
    if (fact == facts.end())
        return {{ErrorKind::NotStored,
                 tr("The database refused: %1 (%2). Nothing was stored; try again.")
                     .arg(reason, QString::fromLatin1(sqlState)),
                 {},
                 1000}};
    switch (fact->meaning) {
    case Meaning::Lost:
        return {lost(reason, phase), true};
    case Meaning::RolledBackAndLost:
        return {lost(reason, PostgresPhase::Working), true};
    case Meaning::Busy:
        return {{ErrorKind::NotStored,
                 tr("The database is busy (%1): nothing was stored. Try again.").arg(reason),
                 {},
                 500}};
    case Meaning::ReadOnly:
        return {{ErrorKind::NotStored,
                 tr("The database takes no writes now (%1): nothing was stored. Try again.").arg(reason),
                 {},
                 1000},
                true};
    case Meaning::DiskFull:
        return {{ErrorKind::NotStored,
                 tr("The disk of the database is full: nothing was stored. Free some space there and try again."),
                 {},
                 2000}};
    case Meaning::NotPrepared:
        return {{ErrorKind::Unavailable,
                 tr("The database is not prepared for this program, or its role lacks rights: %1. Run `marathon-server "
                    "database prepare` with a role that may, and GRANT marathon_app to the role of the server.")
                     .arg(reason)}};
    case Meaning::Unstorable:
        return {{ErrorKind::Invalid,
                 tr("A text holds a character that PostgreSQL cannot store, such as U+0000: nothing was stored (%1).")
                     .arg(reason)}};
    case Meaning::Damaged:
        break;
    }
    return {{ErrorKind::Unavailable,
             tr("The database is damaged (%1). Stop the server and restore a backup.").arg(reason)}};
}

Error postgresAway(const QString &place, const QString &message)
{
    // libpq gives no SQLSTATE for a refused connection; these are the words of PostgreSQL and PgBouncer.
    static const QRegularExpression tooMany(u"too many (clients|connections)|remaining connection slots|no more "
                                            "connections allowed"_s);
    if (tooMany.match(message).hasMatch())
        return {ErrorKind::Unavailable,
                tr("The database at %1 has no connection left for this server: %2. Raise max_connections there, or "
                   "connect through a pooler.")
                    .arg(place, firstLine(message)),
                {},
                1000};
    return {ErrorKind::Unavailable,
            tr("The database at %1 cannot be reached: %2. Check its address, that it runs, and the password.")
                .arg(place, message.trimmed().section(u'\n', -1)),
            {},
            1000};
}

} // namespace Marathon
