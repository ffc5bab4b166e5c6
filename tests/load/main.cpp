#include "tests/load/Rehearsal.h"
#include "tests/load/Report.h"
#include "tests/load/StopSignal.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <cstdio>

using namespace Marathon;

namespace {

enum ExitCode { TargetsMet = 0, TargetMissed = 1, CouldNotRun = 2 };

void say(std::FILE *where, const QString &text)
{
    std::fputs(qPrintable(text), where);
    std::fflush(where);
}

int giveUp(const QString &why)
{
    say(stderr, u"marathon-rehearse: %1\n"_s.arg(why));
    return CouldNotRun;
}

Result<QList<Credential>> credentialsFor(const RehearseOptions &options)
{
    QFile file(options.credentialsFile);
    if (!file.open(QIODevice::ReadOnly))
        return Error {ErrorKind::NotFound,
                      u"%1 cannot be read: %2."_s.arg(options.credentialsFile, file.errorString())};
    const Result<QList<Credential>> credentials = readCredentials(file.readAll());
    if (credentials && credentials->size() < options.participants)
        return Error {ErrorKind::Invalid, u"%1 has %2 participants, %3 are wanted."_s.arg(options.credentialsFile)
                                              .arg(credentials->size())
                                              .arg(options.participants)};
    return credentials;
}

int conclude(const RehearseOptions &options, const Outcome &outcome)
{
    const QList<Check> checks = compareWithTargets(outcome);
    say(stdout, reportText(outcome, checks));
    if (!options.jsonFile.isEmpty()) {
        QFile file(options.jsonFile);
        if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(reportJson(outcome, checks)).toJson()) < 0)
            return giveUp(u"%1 cannot be written: %2."_s.arg(options.jsonFile, file.errorString()));
    }
    return allMet(checks) ? TargetsMet : TargetMissed;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const Result<std::optional<RehearseOptions>> read = readRehearseOptions(application.arguments().mid(1));
    if (!read)
        return giveUp(read.error().message);
    if (!*read) {
        say(stdout, rehearseHelp());
        return TargetsMet;
    }
    const RehearseOptions options = **read;
    const Result<QList<Credential>> credentials = credentialsFor(options);
    if (!credentials)
        return giveUp(credentials.error().message);
    const Result<QString> password = readPasswordFile(options.staffPasswordFile);
    if (!password)
        return giveUp(password.error().message);
    const Result<FixLibrary> fixes =
        options.fixesFolder.isEmpty() ? Result<FixLibrary>(FixLibrary()) : FixLibrary::read(options.fixesFolder);
    if (!fixes)
        return giveUp(fixes.error().message);

    raiseOpenFileLimit();
    const StopSignal stop;
    Rehearsal rehearsal(options, *fixes, *credentials, *password);
    QObject::connect(&rehearsal, &Rehearsal::progressed, &application,
                     [](const QString &line) { say(stderr, line + u'\n'); });
    QObject::connect(&rehearsal, &Rehearsal::refused, &application,
                     [](const QString &why) { QCoreApplication::exit(giveUp(why)); });
    QObject::connect(&rehearsal, &Rehearsal::finished, &application,
                     [&options](const Outcome &outcome) { QCoreApplication::exit(conclude(options, outcome)); });
    QObject::connect(&stop, &StopSignal::requested, &rehearsal, &Rehearsal::stopEarly);
    rehearsal.start();
    return application.exec();
}
