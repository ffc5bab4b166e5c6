#include "server/judge/Precompiler.h"
#include "server/judge/Protection.h"
#include "server/judge/worker/StopSignals.h"
#include "server/judge/worker/WorkerLink.h"

#include <CLI/CLI.hpp>
#include <QCoreApplication>
#include <QFile>
#include <QSysInfo>
#include <QThread>
#include <cstdio>
#include <sys/resource.h>

using namespace Marathon;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int niceness = 5; ///< the server on the same machine goes first

struct Options
{
    std::string server;
    std::string tokenFile;
    std::string name = QSysInfo::machineHostName().toStdString();
    std::string languages;
    int slotCount = std::max(1, QThread::idealThreadCount() - 1);
    bool check = false;
    bool json = false;
};

int fail(const QString &message)
{
    std::fprintf(stderr, "marathon-judge: %s\n", qUtf8Printable(message));
    return 1;
}

Result<QByteArray> readToken(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error {ErrorKind::NotFound, u"The token file %1 cannot be read: %2"_s.arg(path, file.errorString())};
    if (file.permissions() & (QFile::ReadGroup | QFile::ReadOther))
        return Error {ErrorKind::Invalid,
                      u"The token file %1 can be read by others; set its mode to 0600."_s.arg(path)};
    const QByteArray token = file.readAll().trimmed();
    if (token.isEmpty())
        return Error {ErrorKind::Invalid, u"The token file %1 is empty."_s.arg(path)};
    return token;
}

int check(const Options &options, const ProtectionReport &report, const QList<Language> &languages,
          const QStringList &missing)
{
    WorkerHello hello;
    hello.protection = report;
    hello.name = QString::fromStdString(options.name);
    hello.slotCount = options.slotCount;
    QString table = protectionTable(report);
    for (const Language &language : languages) {
        hello.languages.append({language.id, language.name, language.version});
        table += u"Offered: %1 (%2)\n"_s.arg(language.name, language.version);
    }
    if (!missing.isEmpty())
        table += u"Not installed: %1\n"_s.arg(missing.join(u", "_s));
    if (options.json)
        std::puts(toBytes(toJson(hello)).constData());
    else
        std::fputs(qUtf8Printable(table), stdout);
    return report.level == ProtectionLevel::None || languages.isEmpty();
}

int work(const Options &options, const ProtectionReport &report, const LocalJudge &judge)
{
    if (options.server.empty() || options.tokenFile.empty())
        return fail(u"--server and --token-file are needed (or --check)."_s);
    const Result<QByteArray> token = readToken(QString::fromStdString(options.tokenFile));
    if (!token)
        return fail(token.error().message);
    WorkerLink::Settings settings {QUrl(QString::fromStdString(options.server)), *token, {}};
    if (!settings.server.isValid() || !QStringList({u"ws"_s, u"wss"_s}).contains(settings.server.scheme()))
        return fail(u"--server must be like ws://host:port."_s);
    settings.hello.name = QString::fromStdString(options.name);
    settings.hello.slotCount = options.slotCount;
    settings.hello.protection = report;
    for (const Language &language : judge.languages())
        settings.hello.languages.append({language.id, language.name, language.version});

    SlotPool pool(judge, options.slotCount);
    WorkerLink link(settings, pool);
    StopSignals signals_;
    // The first signal lets running jobs end; the second one stops them.
    QObject::connect(&signals_, &StopSignals::first, &link, &WorkerLink::finishAndStop);
    QObject::connect(&signals_, &StopSignals::second, &pool, &SlotPool::cancelAll);
    QObject::connect(&link, &WorkerLink::done, qApp, &QCoreApplication::quit, Qt::QueuedConnection);
    link.start();
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"marathon-judge"_s);
    Options options;
    CLI::App arguments("Compiles and runs participants' programs in a sandbox, for a Debug Marathon server.");
    arguments.set_version_flag("--version", MARATHON_VERSION);
    arguments.add_option("--server", options.server, "Server to work for, like ws://host:port");
    arguments.add_option("--token-file", options.tokenFile, "File (mode 0600) with the judge token");
    arguments.add_option("--slots", options.slotCount, "Programs to run at once")
        ->check(CLI::Range(1, 256))
        ->capture_default_str();
    arguments.add_option("--name", options.name, "Name shown to staff")->capture_default_str();
    arguments.add_option("--languages", options.languages, "Folder of the language files");
    arguments.add_flag("--check", options.check, "Try the sandbox and the languages, print the result and exit");
    arguments.add_flag("--json", options.json, "With --check: print JSON");
    CLI11_PARSE(arguments, argc, argv);

    setpriority(PRIO_PROCESS, 0, niceness);
    const auto sandbox = BubblewrapSandbox::open();
    if (!sandbox)
        return fail(sandbox.error().message);
    QStringList missing;
    const QString folder =
        options.languages.empty() ? defaultLanguageFolder() : QString::fromStdString(options.languages);
    const Result<QList<Language>> languages = installedLanguages(folder, &missing);
    if (!languages)
        return fail(languages.error().message);
    const ProtectionReport report = protectionReport(**sandbox);
    if (options.check)
        return check(options, report, *languages, missing);
    std::fputs(qUtf8Printable(protectionTable(report)), stderr);
    if (report.level == ProtectionLevel::None)
        return fail(
            u"This host cannot judge safely; nothing is judged. `marathon-judge --check` says what is missing."_s);
    if (languages->isEmpty())
        return fail(u"No language of %1 is installed. Install a compiler, for instance gcc."_s.arg(folder));
    const Precompiler precompiler(**sandbox, *languages);
    const LocalJudge judge(**sandbox, *languages, precompiler.folder());
    return work(options, report, judge);
}
