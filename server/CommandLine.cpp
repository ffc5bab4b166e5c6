#include "server/CommandLine.h"

#include "server/CommandWords.h"

#include <CLI/CLI.hpp>
#include <QFileInfo>
#include <QJsonObject>
#include <sstream>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

QString text(const std::string &word)
{
    return QString::fromStdString(word);
}

/// A path as the server, which runs elsewhere, understands it.
QString absolute(const std::string &path)
{
    return QFileInfo(text(path)).absoluteFilePath();
}

CLI::App *group(CLI::App &parent, const char *name, const char *help)
{
    CLI::App *app = parent.add_subcommand(name, help);
    app->require_subcommand(1);
    return app;
}

} // namespace

CommandLine::CommandLine(World world)
    : m_world(std::move(world))
{}

CommandLine::~CommandLine() = default;

int CommandLine::run(const QStringList &arguments)
{
    Words words;
    CLI::App app("Debug Marathon: live debugging contests, watched fairly.", "marathon-server");
    app.set_version_flag("--version", MARATHON_VERSION);
    app.require_subcommand(1);
    app.footer("Commands work whether or not a server is running on the data directory. `marathon-server COMMAND "
               "--help` says more.");

    const auto leaf = [&words](CLI::App &parent, const char *name, const char *help, std::function<ExitCode()> action) {
        CLI::App *command = parent.add_subcommand(name, help);
        command->add_option("--data", words.data, "Data directory (default: MARATHON_DATA, else ./data)");
        command
            ->add_option("--database", words.database,
                         "`sqlite`, the database in the data directory (default: MARATHON_DATABASE, else that), or "
                         "postgresql://role@host:port/database, which several servers may share; leave its password "
                         "to PGPASSFILE")
            ->check([](const std::string &word) -> std::string {
                if (word == "sqlite" || word.starts_with("postgresql://") || word.starts_with("postgres://"))
                    return {};
                return "Say `sqlite` or postgresql://role@host:port/database.";
            });
        command->callback([&words, action = std::move(action)] { words.action = action; });
        return command;
    };

    CLI::App *serving = leaf(app, "serve", "Run the server until Ctrl-C or SIGTERM", [&] { return serve(words); });
    serving->add_option("--config", words.configFile, "Settings file: lines `name = value`");
    for (const SettingRow &row : settingRows()) {
        if (row.name == "data"_L1 || row.name == "database"_L1)
            continue;
        const std::string help = std::string(row.help) + " (" + row.range + "; default " +
                                 (row.standard.isEmpty() ? "empty" : row.standard.data()) + "; " +
                                 row.environmentName().toStdString() + ")";
        serving->add_option_function<std::string>(
            row.option().toStdString(),
            [&words, name = QString(row.name).toStdString()](const std::string &word) { words.settings[name] = word; },
            help);
    }

    CLI::App *contest = group(app, "contest", "Import a contest, and change its state");
    leaf(*contest, "import", "Read a contest folder (docs/contest-folder.md); again before the start to update it",
         [&] {
             return perform(words, {{"command"_L1, "contest.import"_L1}, {"dir"_L1, absolute(words.path)}},
                            MissingDirectory::Make);
         })
        ->add_option("DIR", words.path, "Folder with contest.yaml")
        ->required();
    leaf(*contest, "state", "Set the contest's state",
         [&] {
             return perform(words, {{"command"_L1, "contest.state"_L1}, {"state"_L1, text(words.state)}});
         })
        ->add_option("STATE", words.state, "draft, scheduled, live, paused, ended or finalised")
        ->required();

    CLI::App *round = leaf(*group(app, "round", "Change the state of a round"), "state", "Set a round's state", [&] {
        return perform(words,
                       {{"command"_L1, "round.state"_L1}, {"number"_L1, words.round}, {"state"_L1, text(words.state)}});
    });
    round->add_option("NUMBER", words.round, "Number of the round")->required();
    round->add_option("STATE", words.state, "locked, countdown, active, paused or closed")->required();

    CLI::App *policy =
        leaf(app, "policy", "Set how incidents become points and steps", [&] { return changePolicy(words); });
    policy->add_option("--preset", words.preset, "Off, Observe, Supervised, Standard or Strict");
    policy->add_option("--file", words.policyFile,
                       "JSON file with settings that differ from the preset, or from the policy in force");

    CLI::App *people = leaf(*group(app, "participants", "Import participants"), "import",
                            "Read a list of participants: CSV with the columns participant_id, name, email, college, "
                            "department, hall, seat and perhaps password",
                            [&] { return importParticipants(words); });
    people->add_option("CSV", words.path, "The list")->required();
    people->add_option("--passwords-out", words.passwordsOut,
                       "File (mode 0600) for the generated passwords; else they are printed");
    people->add_flag("--dry-run", words.dryRun, "Say what would happen, change nothing");

    CLI::App *staff =
        leaf(*group(app, "staff", "Staff accounts"), "add",
             "Add a staff account, or change its role, halls and password; the password comes from standard input",
             [&] { return addStaff(words); });
    staff->add_option("USERNAME", words.username, "Name to sign in with")->required();
    staff->add_option("--role", words.role, "viewer, proctor, operator or admin")->required();
    staff->add_option("--halls", words.halls, "Halls to act in, separated by commas; default: all");
    staff->add_option("--name", words.name, "Name to show");

    leaf(*group(app, "problem", "Problems"), "verify",
         "Run every program of a contest folder, or of one problem, in the sandbox: references must be accepted, buggy "
         "ones must not",
         [&] { return verifyProblems(words); })
        ->add_option("DIR", words.path, "Folder with contest.yaml or problem.yaml")
        ->required();

    CLI::App *exporting = leaf(app, "export", "Write results, violations, submissions, participants or a summary",
                               [&] { return makeExport(words); });
    exporting->add_option("KIND", words.kind, "results, violations, submissions, participants or summary")->required();
    exporting->add_option("--format", words.format, "csv or json")->capture_default_str();
    exporting->add_option("--out", words.out, "File to write; default: standard output");
    exporting->add_option("--round", words.round, "Only this round");
    exporting->add_option("--hall", words.hall, "Only this hall");

    CLI::App *describing = leaf(app, "describe", "Write a file of the project's own tree from the program's tables",
                                [&] { return describeFile(words); });
    describing->add_option("NAME", words.kind, "api (docs/api.md) or page-types")->required();
    describing->add_option("--out", words.out, "File to write; default: standard output");

    leaf(app, "verify",
         "Check the ledger's hash chain and every text that is referred to, in the database or in a backup",
         [&] { return verifyAll(words); })
        ->add_option("FILE", words.path, "A backup; default: the database");

    leaf(app, "backup", "Write everything into one file, as of one moment; works while a server runs",
         [&] { return makeBackup(words); })
        ->add_option("--out", words.out,
                     "File (mode 0600) to write; default: marathon-YYYYMMDD-HHMMSS.backup.gz in DATA/backups");

    CLI::App *restoring = leaf(app, "restore", "Put a backup into an empty place, whole or not at all",
                               [&] { return restoreBackup(words); });
    restoring->add_option("FILE", words.path, "The backup")->required();
    restoring->add_option("--compare", words.compare,
                          "Compare the standings with those of another place afterwards: sqlite:DIR or "
                          "postgresql://...");

    leaf(app, "migrate-store",
         "Copy everything into another, empty database, checked by the hash chain; stop the server first",
         [&] { return moveContests(words); })
        ->add_option("--to", words.to, "sqlite:DIR or postgresql://...")
        ->required();

    leaf(*group(app, "database", "The PostgreSQL that servers share"), "prepare",
         "Make roles, schema and tables, or bring them up to date; needs a role that may do so",
         [&] { return prepareDatabase(words); });

    leaf(app, "status", "Say what state the contest is in", [&] {
        return perform(words, {{"command"_L1, "status"_L1}});
    });

    std::vector<std::string> said;
    for (const QString &argument : arguments)
        said.insert(said.begin(), argument.toStdString()); // CLI11 takes them last first
    try {
        app.parse(said);
    } catch (const CLI::ParseError &error) {
        std::ostringstream out;
        std::ostringstream err;
        const int code = app.exit(error, out, err);
        m_world.out << text(out.str()) << Qt::flush;
        m_world.err << text(err.str()) << Qt::flush;
        return int(code == 0 ? ExitCode::Done : ExitCode::WrongUsage);
    }
    return int(words.action());
}

DataDirectory CommandLine::directoryOf(const Words &words) const
{
    if (!words.data.empty())
        return DataDirectory(text(words.data));
    return DataDirectory(m_world.environment.value(u"MARATHON_DATA"_s, u"data"_s));
}

StoreAddress CommandLine::storeOf(const Words &words) const
{
    const auto said = [this](const QString &name) { return m_world.environment.value(name); };
    const QString database = words.database.empty() ? said(u"MARATHON_DATABASE"_s) : text(words.database);
    return {.directory = directoryOf(words).path(),
            .postgres = database == "sqlite"_L1 ? QString() : database,
            .pooled = said(u"MARATHON_DATABASE_POOLER"_s) == "transaction"_L1};
}

ExitCode CommandLine::say(const QString &message)
{
    m_world.out << message << '\n' << Qt::flush;
    return ExitCode::Done;
}

ExitCode CommandLine::refuse(const Error &error)
{
    m_world.err << error.message << '\n';
    for (const FieldError &field : error.fields)
        m_world.err << "  "_L1 << field.field << ": "_L1 << field.detail << '\n';
    m_world.err.flush();
    return ExitCode::Refused;
}

ExitCode CommandLine::perform(const Words &words, const QJsonObject &request, MissingDirectory missing)
{
    const Result<QJsonObject> answer = administer(storeOf(words), request, missing);
    if (!answer)
        return refuse(answer.error());
    m_world.out << answer->value("message"_L1).toString() << '\n' << Qt::flush;
    return ExitCode::Done;
}

ExitCode CommandLine::serve(const Words &words)
{
    ConfigSources sources {.file = text(words.configFile), .environment = m_world.environment, .options = {}};
    for (const auto &[name, value] : words.settings)
        sources.options.insert(text(name), text(value));
    if (!words.data.empty())
        sources.options.insert(u"data"_s, text(words.data));
    if (!words.database.empty())
        sources.options.insert(u"database"_s, text(words.database));
    const Result<ServerConfig> config = loadServerConfig(sources);
    if (!config)
        return refuse(config.error());
    return ExitCode(m_world.serve({*config}));
}

} // namespace Marathon
