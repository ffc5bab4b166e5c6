#pragma once

#include <QProcess>
#include <QString>
#include <QTemporaryDir>

namespace Marathon {

/// A PostgreSQL cluster of one test program, made by packaging/linux/private-cluster in a temporary folder, and gone
/// with it. One per program, since it takes a second or two; a test takes a database of its own in it. Roles are shared
/// by all databases.
class PrivateCluster
{
public:
    /// Fast: nothing is forced to the disk, which no test notices that does not cut the power.
    enum class Durability { Fast, Durable };

    explicit PrivateCluster(Durability durability = Durability::Fast);
    ~PrivateCluster();

    /// A fresh database; gives its name.
    QString newDatabase();
    QString url(const QString &database, const QString &role = QStringLiteral("postgres")) const;
    QString socketFolder() const;

    /// The output of SQL in a database: columns by |, rows by line ends. An error ends the program.
    QString run(const QString &sql, const QString &database) const;
    /// The error of SQL that has to fail; empty when it did not.
    QString refusalOf(const QString &sql, const QString &database,
                      const QString &role = QStringLiteral("postgres")) const;
    /// SQL in the background, to happen while the caller is busy. Ends with this object.
    void runMeanwhile(const QString &sql, const QString &database);
    /// Ends the sessions of a database as a crash of their processes would look to their clients.
    void endSessions(const QString &database) const;

    void start();
    void stop();   ///< fast: sessions are ended
    void crash();  ///< SIGKILL to every process
    void pause();  ///< SIGSTOP to every process
    void resume(); ///< SIGCONT

    /// What has to stand before a program that does not run as root.
    static QStringList asNobody(QStringList command);

private:
    qint64 firstPid() const;
    void signal(int number) const;
    QStringList psql(const QString &sql, const QString &database, const QString &role) const;

    QTemporaryDir m_folder;
    QProcess m_server;
    QProcess m_meanwhile;
    int m_databases = 0;
};

} // namespace Marathon
