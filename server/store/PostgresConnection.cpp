#include "server/store/PostgresConnection.h"

#include "server/store/SocketWatchdog.h"

#include <QHash>
#include <QScopeGuard>
#include <pqxx/pqxx>
#include <vector>

// This is the one file that calls libpqxx. Version 6 has calls that 7 does not need, and 7 deprecates some that 6
// needs.
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

#if PQXX_VERSION_MAJOR < 7
auto parametersOf(const PostgresValues &values)
{
    std::vector<pqxx::binarystring> parameters;
    parameters.reserve(size_t(values.size()));
    for (const QByteArray &value : values)
        parameters.emplace_back(value.constData(), size_t(value.size()));
    return parameters;
}

pqxx::result runNamed(pqxx::transaction_base &transaction, const std::string &name, const PostgresValues &values)
{
    const std::vector<pqxx::binarystring> parameters = parametersOf(values);
    return transaction.exec_prepared(name, pqxx::prepare::make_dynamic_params(parameters));
}

pqxx::result runPlain(pqxx::transaction_base &transaction, const char *statement, const PostgresValues &values)
{
    const std::vector<pqxx::binarystring> parameters = parametersOf(values);
    return transaction.exec_params(statement, pqxx::prepare::make_dynamic_params(parameters));
}
#else
pqxx::params parametersOf(const PostgresValues &values)
{
    pqxx::params parameters;
    parameters.reserve(size_t(values.size()));
    for (const QByteArray &value : values)
        parameters.append(pqxx::binary_cast(value.constData(), size_t(value.size())));
    return parameters;
}

pqxx::result runNamed(pqxx::transaction_base &transaction, const std::string &name, const PostgresValues &values)
{
    return transaction.exec_prepared(name, parametersOf(values));
}

pqxx::result runPlain(pqxx::transaction_base &transaction, const char *statement, const PostgresValues &values)
{
    return transaction.exec_params(statement, parametersOf(values));
}
#endif

auto fieldOf(const pqxx::result &result, int row, int column)
{
    return result[pqxx::result::size_type(row)][pqxx::row::size_type(column)];
}

QString textOf(const std::exception &error)
{
    return QString::fromUtf8(error.what());
}

} // namespace

struct PostgresConnection::Parts
{
    explicit Parts(const QByteArray &address, Statements kind)
        : connection(address.toStdString())
        , quiet(connection)
        , watchdog(connection.sock())
        , statements(kind)
    {
#if PQXX_VERSION_MAJOR < 7
        // A connection that silently becomes another one would run the rest of a transaction on its own.
        connection.inhibit_reactivation(true);
#endif
    }

    pqxx::connection connection;
    pqxx::quiet_errorhandler quiet; ///< notices do not go to the standard error output
    SocketWatchdog watchdog;
    Duration patience = std::chrono::minutes(1);
    std::unique_ptr<pqxx::work> work;
    QHash<const char *, std::string> names;
    Statements statements;
    bool isLost = false;
};

int PostgresRows::size() const
{
    return int(m_result->size());
}

int PostgresRows::touched() const
{
    return int(m_result->affected_rows());
}

QString PostgresRows::text(int row, int column) const
{
    const auto field = fieldOf(*m_result, row, column);
    return QString::fromUtf8(field.c_str(), qsizetype(field.size()));
}

QByteArray PostgresRows::utf8(int row, int column) const
{
    const auto field = fieldOf(*m_result, row, column);
    return QByteArray(field.c_str(), qsizetype(field.size()));
}

QByteArray PostgresRows::bytesOfHex(int row, int column) const
{
    const auto field = fieldOf(*m_result, row, column);
    return QByteArray::fromHex(QByteArray::fromRawData(field.c_str(), qsizetype(field.size())));
}

qint64 PostgresRows::number(int row, int column) const
{
    return utf8(row, column).toLongLong();
}

bool PostgresRows::isTrue(int row, int column) const
{
    return utf8(row, column) == "t";
}

PostgresConnection::PostgresConnection(std::unique_ptr<Parts> parts)
    : m_parts(std::move(parts))
{}

PostgresConnection::~PostgresConnection() = default;

Result<std::unique_ptr<PostgresConnection>> PostgresConnection::open(const PostgresAddress &address,
                                                                     Statements statements)
{
    try {
        return std::unique_ptr<PostgresConnection>(
            new PostgresConnection(std::make_unique<Parts>(address.connectionString(), statements)));
    } catch (const std::exception &error) {
        return postgresAway(address.place(), textOf(error));
    }
}

Error PostgresConnection::failed(const QByteArray &sqlState, const QString &message, PostgresPhase phase)
{
    const bool isBroken = !m_parts->connection.is_open();
    PostgresFailure failure = postgresFailure(sqlState, message, phase);
    if (isBroken && !failure.isConnectionUseless)
        failure = postgresFailure({}, message, phase);
    m_parts->isLost = m_parts->isLost || failure.isConnectionUseless;
    m_parts->work.reset();
    return failure.error;
}

template <typename Job>
auto PostgresConnection::guarded(PostgresPhase phase, Job job) -> Result<decltype(job())>
{
    m_parts->watchdog.expect(m_parts->patience);
    const auto answered = qScopeGuard([this] { m_parts->watchdog.rest(); });
    try {
        return job();
    } catch (const pqxx::in_doubt_error &error) {
        return failed({}, textOf(error), PostgresPhase::Committing);
    } catch (const pqxx::broken_connection &error) {
        return failed({}, textOf(error), phase);
    } catch (const pqxx::sql_error &error) {
        return failed(QByteArray::fromStdString(error.sqlstate()), textOf(error), phase);
    } catch (const std::exception &error) {
        return failed({}, textOf(error), phase);
    }
}

void PostgresConnection::setPatience(Duration patience)
{
    m_parts->patience = patience;
}

bool PostgresConnection::isUsable() const
{
    return !m_parts->isLost && m_parts->connection.is_open();
}

bool PostgresConnection::isInTransaction() const
{
    return m_parts->work != nullptr;
}

Result<void> PostgresConnection::begin(const QString &settings)
{
    Q_ASSERT(!m_parts->work);
    const auto begun = guarded(PostgresPhase::Working, [&] {
        m_parts->work = std::make_unique<pqxx::work>(m_parts->connection);
        m_parts->work->exec(settings.toStdString());
        return true;
    });
    return begun ? Result<void>() : begun.error();
}

Result<void> PostgresConnection::commit()
{
    Q_ASSERT(m_parts->work);
    const auto done = guarded(PostgresPhase::Committing, [&] {
        m_parts->work->commit();
        return true;
    });
    m_parts->work.reset();
    return done ? Result<void>() : done.error();
}

void PostgresConnection::rollback()
{
    m_parts->watchdog.expect(m_parts->patience);
    m_parts->work.reset();
    m_parts->watchdog.rest();
}

Result<PostgresRows> PostgresConnection::run(const char *statement, const PostgresValues &values)
{
    return guarded(PostgresPhase::Working, [&] {
        const auto runIn = [&](pqxx::transaction_base &transaction) {
            if (m_parts->statements == Statements::Plain)
                return runPlain(transaction, statement, values);
            auto name = m_parts->names.find(statement);
            if (name == m_parts->names.end()) {
                name = m_parts->names.insert(statement, "marathon_" + std::to_string(m_parts->names.size()));
                m_parts->connection.prepare(*name, statement);
            }
            return runNamed(transaction, *name, values);
        };
        if (m_parts->work)
            return PostgresRows(std::make_shared<const pqxx::result>(runIn(*m_parts->work)));
        pqxx::nontransaction alone(m_parts->connection);
        return PostgresRows(std::make_shared<const pqxx::result>(runIn(alone)));
    });
}

Result<PostgresRows> PostgresConnection::runText(const QString &statements)
{
    return guarded(PostgresPhase::Working, [&] {
        if (m_parts->work)
            return PostgresRows(std::make_shared<const pqxx::result>(m_parts->work->exec(statements.toStdString())));
        pqxx::nontransaction alone(m_parts->connection);
        return PostgresRows(std::make_shared<const pqxx::result>(alone.exec(statements.toStdString())));
    });
}

qintptr PostgresConnection::socket() const
{
    return m_parts->connection.sock();
}

Result<int> PostgresConnection::takeNotifications()
{
    return guarded(PostgresPhase::Working, [&] { return int(m_parts->connection.get_notifs()); });
}

} // namespace Marathon
