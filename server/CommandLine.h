#pragma once

#include "server/ServerApp.h"
#include "server/ops/Administration.h"
#include "server/ops/DataDirectory.h"
#include "server/ops/StoreAddress.h"

#include <QMap>
#include <QTextStream>
#include <functional>
#include <memory>

namespace Marathon {

/// How a program ended, for the shell.
enum class ExitCode { Done = 0, Refused = 1, WrongUsage = 2 };

/// The command line of marathon-server. Everything but `serve` and `problem verify` is an administrative command that
/// works whether or not a server is running on the data directory.
class CommandLine
{
public:
    /// What it needs of the world; tests give others.
    struct World
    {
        QTextStream &out;
        QTextStream &err;
        std::function<Result<QString>()> readPassword;
        std::function<int(const ServeOptions &)> serve;
        QMap<QString, QString> environment;
        std::function<Result<QString>(const QString &name)> describe {}; ///< a file that is written from the tables
        bool errIsTerminal = false;                                      ///< a bar can be drawn there
        OpenStore openStore = &openStoreAt;
    };

    explicit CommandLine(World world);
    ~CommandLine();

    /// `arguments` without the program's name. Gives the exit code.
    int run(const QStringList &arguments);

private:
    struct Words;
    ExitCode serve(const Words &words);
    ExitCode importParticipants(const Words &words);
    ExitCode addStaff(const Words &words);
    ExitCode verifyProblems(const Words &words);
    ExitCode makeExport(const Words &words);
    ExitCode changePolicy(const Words &words);
    ExitCode verifyAll(const Words &words);
    ExitCode makeBackup(const Words &words);
    ExitCode restoreBackup(const Words &words);
    ExitCode moveContests(const Words &words);
    ExitCode prepareDatabase(const Words &words);
    ExitCode describeFile(const Words &words);
    /// Carries a command out and prints its message.
    ExitCode perform(const Words &words, const QJsonObject &request,
                     MissingDirectory missing = MissingDirectory::Refuse);

    ExitCode refuse(const Error &error);
    ExitCode say(const QString &message);
    DataDirectory directoryOf(const Words &words) const;
    StoreAddress storeOf(const Words &words) const;

    World m_world;
};

} // namespace Marathon
