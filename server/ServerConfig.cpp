#include "server/ServerConfig.h"

#include "shared/core/EnumTable.h"
#include "shared/core/Text.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QUrl>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

template <>
struct EnumNames<LogLevel>
{
    static constexpr std::array rows {
        EnumName<LogLevel> {LogLevel::Debug, "debug"_L1}, EnumName<LogLevel> {LogLevel::Info, "info"_L1},
        EnumName<LogLevel> {LogLevel::Warning, "warning"_L1}, EnumName<LogLevel> {LogLevel::Error, "error"_L1}};
    static_assert(oneRowPerKindInOrder(rows));
};

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ServerConfig", text);
}

bool setNumber(int &number, const QString &text, int least, int most)
{
    bool ok = false;
    number = text.toInt(&ok);
    return ok && number >= least && number <= most;
}

bool setFlag(bool &flag, const QString &text)
{
    flag = text == "true"_L1 || text == "yes"_L1 || text == "1"_L1;
    return flag || text == "false"_L1 || text == "no"_L1 || text == "0"_L1;
}

bool setListen(ServerConfig &config, const QString &text)
{
    const qsizetype colon = text.lastIndexOf(u':');
    QString host = text.left(colon);
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.sliced(1).chopped(1);
    bool ok = false;
    config.listenPort = text.sliced(colon + 1).toUShort(&ok);
    config.listenAddress = host == "localhost"_L1 ? QHostAddress(QHostAddress::LocalHost) : QHostAddress(host);
    return colon > 0 && ok && !config.listenAddress.isNull();
}

/// An origin as RFC 6454 writes it: scheme, host and perhaps port, nothing after it.
bool setOrigin(ServerConfig &config, const QString &text)
{
    config.publicOrigin = text;
    const QUrl url(text, QUrl::StrictMode);
    return text.isEmpty() ||
           ((url.scheme() == "http"_L1 || url.scheme() == "https"_L1) && !url.host().isEmpty() &&
            url.path().isEmpty() && !url.hasQuery() && !url.hasFragment() && url.userInfo().isEmpty());
}

bool setProxies(ServerConfig &config, const QString &text)
{
    config.trustedProxies.clear();
    for (const QString &part : text.split(u',', Qt::SkipEmptyParts)) {
        const QHostAddress address(part.trimmed());
        if (address.isNull())
            return false;
        config.trustedProxies.append(address);
    }
    return true;
}

bool setDatabase(ServerConfig &config, const QString &text)
{
    const bool isPostgres = text.startsWith("postgresql://"_L1) || text.startsWith("postgres://"_L1);
    config.database = isPostgres ? text : QString();
    return isPostgres || text == "sqlite"_L1;
}

bool setInstance(ServerConfig &config, const QString &text)
{
    static const QRegularExpression form(u"^[A-Za-z0-9._-]{0,64}$"_s);
    config.instance = text;
    return form.match(text).hasMatch();
}

bool setText(QString &target, const QString &text)
{
    target = text;
    return true;
}

bool setLogLevel(ServerConfig &config, const QString &text)
{
    const std::optional<LogLevel> level = fromName<LogLevel>(text);
    config.logLevel = level.value_or(LogLevel::Info);
    return level.has_value();
}

using C = ServerConfig;
constexpr std::array rows {
    SettingRow {"data"_L1, "data"_L1, "a folder", "Data directory: database, control.json and tokens.",
                [](C &config, const QString &text) { return setText(config.data, text) && !text.isEmpty(); }},
    SettingRow {"database"_L1, "sqlite"_L1, "sqlite, or postgresql://role@host:port/database",
                "Where contests are kept: in the data directory, or in a PostgreSQL (15 or newer) that several servers "
                "may share. Leave the password to PGPASSFILE or PGPASSWORD, or set this in the environment or the "
                "settings file: a command line can be seen by everybody.",
                &setDatabase},
    SettingRow {"database_pooler"_L1, "none"_L1, "none or transaction",
                "Whether a pooler in transaction mode (PgBouncer) stands before PostgreSQL.",
                [](C &config, const QString &text) {
                    config.databasePooled = text == "transaction"_L1;
                    return config.databasePooled || text == "none"_L1;
                }},
    SettingRow {"instance"_L1, ""_L1, "1 to 64 of A-Z a-z 0-9 . _ -, or empty",
                "Name of this server among those that share a database. Empty: made at the first start, and kept in "
                "the data directory.",
                &setInstance},
    SettingRow {"listen"_L1, "127.0.0.1:8080"_L1, "ADDRESS:PORT; IPv6 in brackets; port 0 is any free one",
                "Where to listen. 0.0.0.0:8080 is every address of this machine.", &setListen},
    SettingRow {"public_origin"_L1, ""_L1, "http(s)://host[:port], or empty",
                "Address under which browsers reach the server; sockets that name another origin are refused. Empty: "
                "the host that the request names.",
                &setOrigin},
    SettingRow {"io_threads"_L1, "0"_L1, "0 to 64",
                "Threads that serve connections. 0: one less than there are cores, from 2 to 4.",
                [](C &config, const QString &text) { return setNumber(config.ioThreads, text, 0, 64); }},
    SettingRow {"trusted_proxies"_L1, ""_L1, "addresses, separated by commas",
                "Reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.", &setProxies},
    SettingRow {"tls_certificate"_L1, ""_L1, "a PEM file, or empty", "Certificate chain for HTTPS. Empty: plain HTTP.",
                [](C &config, const QString &text) { return setText(config.tlsCertificate, text); }},
    SettingRow {"tls_key"_L1, ""_L1, "a PEM file, or empty", "Private key of the certificate.",
                [](C &config, const QString &text) { return setText(config.tlsKey, text); }},
    SettingRow {
        "max_connections_per_address"_L1, "2000"_L1, "1 to 100000",
        "Connections that one address may have; a hall behind one router is one address.",
        [](C &config, const QString &text) { return setNumber(config.maxConnectionsPerAddress, text, 1, 100'000); }},
    SettingRow {"metrics_public"_L1, "false"_L1, "true or false",
                "Whether everybody may read /metrics; otherwise this machine and the staff.",
                [](C &config, const QString &text) { return setFlag(config.metricsPublic, text); }},
    SettingRow {"participant_pages"_L1, ""_L1, "a folder, or empty",
                "Folder of the built participant page. Empty: the one beside the programs.",
                [](C &config, const QString &text) { return setText(config.participantPages, text); }},
    SettingRow {"judge_token_file"_L1, ""_L1, "a file, or empty",
                "File (mode 0600) with the token that judges sign in with. Empty: judge.token in the data directory, "
                "made when it is missing.",
                [](C &config, const QString &text) { return setText(config.judgeTokenFile, text); }},
    SettingRow {"backup_every_minutes"_L1, "60"_L1, "0 to 10080",
                "How often the server makes a backup by itself, in the folder backups of its data directory. 0: never.",
                [](C &config, const QString &text) { return setNumber(config.backupEveryMinutes, text, 0, 10080); }},
    SettingRow {"backup_keep"_L1, "48"_L1, "1 to 10000",
                "How many of these stay; the oldest go, but only after a new one was read back and found whole.",
                [](C &config, const QString &text) { return setNumber(config.backupKeep, text, 1, 10000); }},
    SettingRow {"log_level"_L1, "info"_L1, "debug, info, warning or error",
                "The least severe messages that are written.", &setLogLevel},
};

/// Applies settings from one place after the other and keeps what is wrong with them.
class ConfigReading
{
public:
    void take(const QString &name, const QString &value, const QString &place)
    {
        for (const SettingRow &row : rows) {
            if (name != row.name)
                continue;
            // An address may hold a password.
            const QString shown = value.contains(u'@') ? u"..."_s : value;
            if (!row.set(m_config, value))
                m_errors.append({place, tr("%1 cannot be \"%2\": %3").arg(name, shown, tr(row.range))});
            return;
        }
        QStringList names;
        for (const SettingRow &row : rows)
            names.append(QString(row.name));
        const QString near = nearest(name, names);
        m_errors.append({place, near.isEmpty() ? tr("there is no setting %1").arg(name)
                                               : tr("there is no setting %1; did you mean %2?").arg(name, near)});
    }

    void takeFile(const QString &path, const QByteArray &text)
    {
        const QStringList lines = QString::fromUtf8(text).split(u'\n');
        for (qsizetype index = 0; index < lines.size(); ++index) {
            const QString line = lines[index].trimmed();
            if (line.isEmpty() || line.startsWith(u'#'))
                continue;
            const QString place = u"%1:%2"_s.arg(path).arg(index + 1);
            const qsizetype equals = line.indexOf(u'=');
            if (equals < 0)
                m_errors.append({place, tr("write `name = value`")});
            else
                take(line.left(equals).trimmed(), line.sliced(equals + 1).trimmed(), place);
        }
    }

    Result<ServerConfig> done()
    {
        if (m_errors.isEmpty() && m_config.tlsCertificate.isEmpty() != m_config.tlsKey.isEmpty())
            m_errors.append({u"tls_certificate"_s, tr("tls_certificate and tls_key are needed together")});
        if (m_errors.isEmpty())
            return m_config;
        return Error {ErrorKind::Invalid, tr("The settings are wrong. Nothing was started."), m_errors};
    }

private:
    ServerConfig m_config;
    QList<FieldError> m_errors;
};

} // namespace

QString SettingRow::option() const
{
    return "--"_L1 + QString(name).replace(u'_', u'-');
}

QString SettingRow::environmentName() const
{
    return "MARATHON_"_L1 + QString(name).toUpper();
}

std::span<const SettingRow> settingRows()
{
    return rows;
}

Result<ServerConfig> loadServerConfig(const ConfigSources &sources)
{
    ConfigReading reading;
    for (const SettingRow &row : rows)
        reading.take(QString(row.name), QString(row.standard), QString(row.name));
    if (!sources.file.isEmpty()) {
        QFile file(sources.file);
        if (!file.open(QIODevice::ReadOnly))
            return Error {ErrorKind::NotFound,
                          tr("The settings file %1 cannot be read: %2.").arg(sources.file, file.errorString())};
        reading.takeFile(sources.file, file.readAll());
    }
    for (const SettingRow &row : rows) {
        const QString name = row.environmentName();
        if (sources.environment.contains(name))
            reading.take(QString(row.name), sources.environment.value(name), name);
    }
    for (auto option = sources.options.begin(); option != sources.options.end(); ++option)
        reading.take(option.key(), option.value(), "--"_L1 + QString(option.key()).replace(u'_', u'-'));
    return reading.done();
}

QString settingsReference()
{
    QString text = u"| setting | default | values | meaning |\n|---|---|---|---|\n"_s;
    for (const SettingRow &row : rows)
        text += u"| `%1` | %2 | %3 | %4 |\n"_s.arg(QString(row.name),
                                                   row.standard.isEmpty() ? u"empty"_s : u"`%1`"_s.arg(row.standard),
                                                   tr(row.range), tr(row.help));
    return text;
}

} // namespace Marathon
