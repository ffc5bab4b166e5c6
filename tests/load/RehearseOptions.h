#pragma once

#include "shared/core/Result.h"
#include "tests/load/Scenario.h"

#include <QList>
#include <QStringList>
#include <optional>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

/// What the command line asks for; see `marathon-rehearse --help`.
struct RehearseOptions
{
    Scenario scenario;
    int participants = 50;
    QString credentialsFile;
    QString staffUser = u"admin"_s;
    QString staffPasswordFile;
    QString fixesFolder;
    QString jsonFile;
    std::chrono::seconds duration {60};
    double rampPerSecond = 10;
    double spectatorsPerSecond = 5;
    double announcementsPerMinute = 1;
    double misbehavingShare = 0.02;
    bool isRush = false;
    int threads = 1;
    quint32 seed = 1;
    QList<qint64> serverPids;
};

/// Reads the arguments (without the program's name). Errors: Invalid, with what is wrong and what is allowed.
/// `--help` is an answer, not an error: it gives no options.
Result<std::optional<RehearseOptions>> readRehearseOptions(const QStringList &arguments);

QString rehearseHelp();

/// The one line of a password file, which nobody but its owner may read. Error: Invalid or NotFound.
Result<QString> readPasswordFile(const QString &path);

} // namespace Marathon
