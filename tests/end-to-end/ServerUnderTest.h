#pragma once

#include "shared/core/Result.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QUrl>
#include <chrono>
#include <memory>

namespace Marathon {

/// The real marathon-server on a data directory of its own and a free loopback port, for tests that kill and restart
/// it. Everything is started as an organiser starts it: through the command line.
class ServerUnderTest
{
public:
    /// @param database address of a PostgreSQL database; empty: SQLite in the data directory
    explicit ServerUnderTest(QString program, QString database = {});
    ~ServerUnderTest();

    /// Runs `marathon-server <arguments> --data DIR` to its end and gives its output. Error: Internal, with what it
    /// printed, when it fails or takes over two minutes.
    Result<QByteArray> command(const QStringList &arguments, const QByteArray &input = {}) const;

    /// @param more options for `serve`
    void start(const QStringList &more = {});
    /// Waits, with the event loop running, until GET /api/health answers 200; gives how long it took since start().
    Result<std::chrono::milliseconds> waitUntilServing(std::chrono::milliseconds patience);
    /// SIGKILL: no chance to clean up.
    void kill();
    /// SIGTERM, and the exit code.
    Result<int> stop();
    bool isRunning() const { return m_process && m_process->state() == QProcess::Running; }
    QUrl url() const;
    quint16 port() const { return m_port; }
    qint64 processId() const { return m_process ? m_process->processId() : 0; }
    QString dataFolder() const { return m_folder.path() + QLatin1StringView("/data"); }
    QString folder() const { return m_folder.path(); }
    /// The end of what the server has logged, for messages.
    QString logTail() const;

private:
    QStringList place() const;

    QString m_program;
    QString m_database;
    QTemporaryDir m_folder;
    std::unique_ptr<QProcess> m_process;
    quint16 m_port = 0;
    std::chrono::steady_clock::time_point m_startedAt {};
};

/// A loopback port that nobody uses now.
quint16 freePort();

/// Runs the event loop for a while.
void runFor(std::chrono::milliseconds span);

} // namespace Marathon
