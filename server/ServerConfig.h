#pragma once

#include "shared/core/Result.h"

#include <QHostAddress>
#include <QMap>
#include <QStringList>
#include <span>

namespace Marathon {

enum class LogLevel { Debug, Info, Warning, Error };

/// What a server is told. Each setting is one row of settingRows(); the file, the environment, the options, `--help`
/// and docs/operations.md follow from it.
struct ServerConfig
{
    QHostAddress listenAddress;
    quint16 listenPort = 0; ///< 0: any free one
    QString data;           ///< data directory
    QString database;       ///< address of a PostgreSQL database; empty: SQLite in the data directory
    bool databasePooled = false;
    QString instance;     ///< name among the servers of a shared database; empty: one that is made up and kept
    QString publicOrigin; ///< "https://contest.example.org"; empty: the address that a request names
    int ioThreads = 0;    ///< 0: by the number of cores
    QList<QHostAddress> trustedProxies;
    QString tlsCertificate; ///< PEM file; empty: plain HTTP
    QString tlsKey;
    int maxConnectionsPerAddress = 0;
    bool metricsPublic = false;
    QString participantPages;    ///< folder of the built page; empty: beside the programs
    QString judgeTokenFile;      ///< empty: judge.token in the data directory
    int backupEveryMinutes = 60; ///< 0: never
    int backupKeep = 48;
    LogLevel logLevel = LogLevel::Info;
};

/// One setting. Its name is used as it is in the file, as MARATHON_<NAME> in the environment and as --<na-me> on the
/// command line.
struct SettingRow
{
    QLatin1StringView name;
    QLatin1StringView standard; ///< what holds when nobody says anything
    const char *range;          ///< for people: "1 to 64"
    const char *help;
    bool (*set)(ServerConfig &config, const QString &text); ///< false: not in the range

    QString option() const;
    QString environmentName() const;
};
std::span<const SettingRow> settingRows();

/// Where settings come from; each wins over those before it: default, file, environment, options.
struct ConfigSources
{
    QString file;                       ///< lines `name = value`; `#` begins a comment; empty: none
    QMap<QString, QString> environment; ///< of the process
    QMap<QString, QString> options;     ///< by the setting's name
};

/// Errors: NotFound, for a file that cannot be read; Invalid, with every line, variable and option that is wrong.
Result<ServerConfig> loadServerConfig(const ConfigSources &sources);

/// The table of docs/operations.md.
QString settingsReference();

} // namespace Marathon
