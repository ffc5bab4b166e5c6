#include "server/CommandLine.h"
#include "server/PasswordPrompt.h"
#include "server/api/Describe.h"

#include <QCoreApplication>
#include <QProcessEnvironment>
#include <cstdio>

#include <unistd.h>

int main(int argc, char **argv)
{
    using namespace Marathon;
    using namespace Qt::Literals::StringLiterals;
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"marathon-server"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(MARATHON_VERSION));
    QTextStream out(stdout);
    QTextStream err(stderr);
    QMap<QString, QString> environment;
    const QProcessEnvironment process = QProcessEnvironment::systemEnvironment();
    for (const QString &name : process.keys())
        environment.insert(name, process.value(name));
    CommandLine commandLine({out, err, &readPassword, &runServer, environment, &describedFile, ::isatty(2) == 1});
    return commandLine.run(QCoreApplication::arguments().sliced(1));
}
