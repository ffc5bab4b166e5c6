#include "tests/support/PgBouncer.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QStandardPaths>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

QString program()
{
    return QStandardPaths::findExecutable(u"pgbouncer"_s, {u"/usr/sbin"_s, u"/usr/bin"_s, u"/usr/local/bin"_s});
}

void write(const QString &path, const QString &text)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text.toUtf8()) < 0)
        qFatal("%s cannot be written", qPrintable(path));
}

} // namespace

bool PgBouncer::isInstalled()
{
    return !program().isEmpty();
}

PgBouncer::PgBouncer(const PrivateCluster &cluster)
{
    write(m_folder.filePath(u"users"_s), u"\"postgres\" \"\"\n"_s);
    const QString settings = m_folder.filePath(u"pgbouncer.ini"_s);
    write(settings, u"[databases]\n* = host=%1\n[pgbouncer]\npool_mode = transaction\nauth_type = trust\n"
                    "auth_file = %2/users\nlisten_addr =\nunix_socket_dir = %2\ndefault_pool_size = 4\n"_s.arg(
                        cluster.socketFolder(), m_folder.path()));
    QStringList command = PrivateCluster::asNobody({program(), u"-q"_s, settings});
    const QString first = command.takeFirst();
    m_process.setProcessChannelMode(QProcess::ForwardedChannels);
    m_process.start(first, command);
    QDeadlineTimer deadline(10000);
    while (!QFile::exists(m_folder.filePath(u".s.PGSQL.6432"_s))) {
        if (deadline.hasExpired() || (m_process.state() == QProcess::NotRunning))
            qFatal("PgBouncer did not start");
        m_process.waitForFinished(10);
    }
}

PgBouncer::~PgBouncer()
{
    m_process.terminate();
    if (!m_process.waitForFinished(5000)) {
        m_process.kill();
        m_process.waitForFinished();
    }
}

QString PgBouncer::url(const QString &database) const
{
    return u"postgresql://postgres@/%1?host=%2&port=6432"_s.arg(database, m_folder.path());
}

} // namespace Marathon
