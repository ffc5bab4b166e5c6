#include "server/ServerApp.h"

#include "server/ServerProcess.h"

#include <QCoreApplication>
#include <QSocketNotifier>
#include <QTextStream>

#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

namespace Marathon {

namespace {

int signalPipe[2] = {-1, -1};

void onSignal(int)
{
    const char byte = 1;
    // A full pipe means that a stop is under way already.
    [[maybe_unused]] const ssize_t written = ::write(signalPipe[0], &byte, 1);
}

bool catchSignals()
{
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, signalPipe) != 0)
        return false;
    struct sigaction action
    {};
    action.sa_handler = onSignal;
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    return ::sigaction(SIGINT, &action, nullptr) == 0 && ::sigaction(SIGTERM, &action, nullptr) == 0 &&
           std::signal(SIGPIPE, SIG_IGN) != SIG_ERR;
}

} // namespace

int runServer(const ServeOptions &options)
{
    QTextStream out(stdout);
    QTextStream err(stderr);
    if (!catchSignals()) {
        err << QCoreApplication::translate(
                   "ServerApp", "The system refused to report signals; the server cannot be stopped cleanly.")
            << Qt::endl;
        return 1;
    }
    ServerProcess server(options.config);
    const Result<ServerStarted> started = server.start();
    if (!started) {
        err << started.error().message << Qt::endl;
        return 1;
    }
    out << QCoreApplication::translate("ServerApp", "Serving on %1").arg(started->url) << Qt::endl;
    if (!started->adminPassword.isEmpty()) {
        out << QCoreApplication::translate(
                   "ServerApp", "First start: sign in to the console as \"admin\" with the one-time password %1")
                   .arg(started->adminPassword)
            << Qt::endl;
    }
    QSocketNotifier notifier(signalPipe[1], QSocketNotifier::Read);
    QObject::connect(&notifier, &QSocketNotifier::activated, QCoreApplication::instance(), &QCoreApplication::quit);
    const int code = QCoreApplication::exec();
    out << QCoreApplication::translate("ServerApp", "Stopping: what was received is stored first.") << Qt::endl;
    server.stop();
    return code;
}

} // namespace Marathon
