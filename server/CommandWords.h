#pragma once

#include "server/CommandLine.h"

#include <map>
#include <string>

namespace CLI {
class App;
}

namespace Marathon {

/// Everything that somebody may say on the command line, as it was said.
struct CommandLine::Words
{
    std::string data;
    std::string database;
    std::string configFile;
    std::map<std::string, std::string> settings; ///< by the setting's name
    std::string path;                            ///< of a contest folder, a problem folder or a list
    std::string state;
    int round = 0;
    std::string preset;
    std::string policyFile;
    std::string passwordsOut;
    bool dryRun = false;
    std::string username;
    std::string role;
    std::string halls;
    std::string name;
    std::string kind;
    std::string format = "csv";
    std::string out;
    std::string hall;
    std::string compare;
    std::string to;
    std::function<ExitCode()> action; ///< of the command that was named
};

} // namespace Marathon
