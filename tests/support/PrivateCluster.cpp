#include "tests/support/PrivateCluster.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <csignal>
#include <unistd.h>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString script = QStringLiteral(MARATHON_SOURCE_DIR "/packaging/linux/private-cluster");

/// The newest psql itself: the one in the path may be a slow wrapper that chooses between several.
QString psqlProgram()
{
    QStringList versions = QDir(u"/usr/lib/postgresql"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    std::sort(versions.begin(), versions.end(),
              [](const QString &a, const QString &b) { return a.toInt() > b.toInt(); });
    for (const QString &version : versions) {
        const QString path = u"/usr/lib/postgresql/%1/bin/psql"_s.arg(version);
        if (QFile::exists(path))
            return path;
    }
    return QStandardPaths::findExecutable(u"psql"_s);
}

struct Output
{
    int code = -1;
    QString text;
    QString errors;
};

Output outputOf(QStringList command)
{
    QProcess process;
    const QString program = command.takeFirst();
    process.start(program, command);
    if (!process.waitForFinished(60000))
        qFatal("%s does not end: %s", qPrintable(program), qPrintable(process.errorString()));
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            QString::fromUtf8(process.readAllStandardOutput()).trimmed(),
            QString::fromUtf8(process.readAllStandardError()).trimmed()};
}

/// The parent of a process, from /proc (proc(5): after the name in parentheses come state and parent).
qint64 parentOf(const QString &pid)
{
    QFile file(u"/proc/%1/stat"_s.arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray text = file.readAll();
    return text.mid(text.lastIndexOf(')') + 2).split(' ').value(1).toLongLong();
}

} // namespace

PrivateCluster::PrivateCluster(Durability durability)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"MARATHON_CLUSTER_FSYNC"_s, durability == Durability::Fast ? u"off"_s : u"on"_s);
    m_server.setProcessEnvironment(environment);
    m_server.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    start();
}

PrivateCluster::~PrivateCluster()
{
    m_meanwhile.kill();
    m_meanwhile.waitForFinished();
    if (m_server.state() == QProcess::NotRunning)
        return;
    signal(SIGCONT);
    ::kill(pid_t(firstPid()), SIGQUIT);
    m_server.waitForFinished();
}

void PrivateCluster::start()
{
    m_server.start(script, {u"run"_s, m_folder.path()});
    QDeadlineTimer deadline(60000);
    while (outputOf(psql(u"SELECT 1"_s, u"postgres"_s, u"postgres"_s)).code != 0) {
        if (deadline.hasExpired() || m_server.state() == QProcess::NotRunning)
            qFatal("PostgreSQL did not start in %s", qPrintable(m_folder.path()));
        m_server.waitForFinished(20);
    }
}

void PrivateCluster::stop()
{
    ::kill(pid_t(firstPid()), SIGINT);
    if (!m_server.waitForFinished(60000))
        qFatal("PostgreSQL does not stop");
}

void PrivateCluster::crash()
{
    signal(SIGKILL);
    m_server.waitForFinished(60000);
}

void PrivateCluster::pause()
{
    signal(SIGSTOP);
}

void PrivateCluster::resume()
{
    signal(SIGCONT);
}

qint64 PrivateCluster::firstPid() const
{
    QFile file(m_folder.filePath(u"data/postmaster.pid"_s));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("PostgreSQL does not run");
    return file.readLine().trimmed().toLongLong();
}

void PrivateCluster::signal(int number) const
{
    const qint64 first = firstPid();
    QList<qint64> pids {first};
    const QStringList processes = QDir(u"/proc"_s).entryList(QDir::Dirs);
    for (const QString &process : processes) {
        if (process.toLongLong() > 0 && parentOf(process) == first)
            pids.append(process.toLongLong());
    }
    for (const qint64 pid : pids)
        ::kill(pid_t(pid), number);
}

QString PrivateCluster::socketFolder() const
{
    QFile file(m_folder.filePath(u"socket"_s));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).trimmed() : QString();
}

QString PrivateCluster::url(const QString &database, const QString &role) const
{
    return u"postgresql://%1@/%2?host=%3"_s.arg(role, database, socketFolder());
}

QStringList PrivateCluster::psql(const QString &sql, const QString &database, const QString &role) const
{
    static const QString program = psqlProgram();
    return {program, u"-qAtX"_s, u"-v"_s, u"ON_ERROR_STOP=1"_s, url(database, role), u"-c"_s, sql};
}

QString PrivateCluster::run(const QString &sql, const QString &database) const
{
    const Output output = outputOf(psql(sql, database, u"postgres"_s));
    if (output.code != 0)
        qFatal("%s: %s", qPrintable(sql), qPrintable(output.errors));
    return output.text;
}

QString PrivateCluster::refusalOf(const QString &sql, const QString &database, const QString &role) const
{
    return outputOf(psql(sql, database, role)).errors;
}

void PrivateCluster::runMeanwhile(const QString &sql, const QString &database)
{
    m_meanwhile.kill();
    m_meanwhile.waitForFinished();
    QStringList command = psql(sql, database, u"postgres"_s);
    const QString program = command.takeFirst();
    m_meanwhile.start(program, command);
    if (!m_meanwhile.waitForStarted())
        qFatal("%s does not start", qPrintable(program));
}

void PrivateCluster::endSessions(const QString &database) const
{
    run(u"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '%1' AND pid <> "
        "pg_backend_pid()"_s.arg(database),
        u"postgres"_s);
}

QString PrivateCluster::newDatabase()
{
    const QString name = u"test_%1"_s.arg(++m_databases);
    run(u"CREATE DATABASE %1 STRATEGY file_copy"_s.arg(name), u"postgres"_s);
    return name;
}

QStringList PrivateCluster::asNobody(QStringList command)
{
    if (::getuid() == 0)
        command = QStringList {u"unshare"_s, u"--user"_s, u"--map-user=65534"_s, u"--map-group=65534"_s} + command;
    return command;
}

} // namespace Marathon
