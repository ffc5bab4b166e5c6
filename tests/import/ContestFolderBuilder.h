#pragma once

#include <QByteArray>
#include <QString>
#include <QTemporaryDir>

/// A contest folder in a temporary place: valid with two problems when made, then changed by a test. Round 1 offers
/// `prime` in C on its contest.yaml's line 5, round 2 `echo` in Python on line 6.
class ContestFolderBuilder
{
public:
    ContestFolderBuilder();

    QString path() const { return m_dir.path(); }

    /// Adds problems/<name>/ with all that a problem needs but a buggy program.
    void addProblem(const QString &name);

    /// Writes a file, its folders too.
    void write(const QString &file, const QByteArray &content);

    /// Removes a file or a folder with all that is in it.
    void remove(const QString &path);

    /// Makes `name` a symbolic link to `target`.
    void link(const QString &name, const QString &target);

    /// Replaces the only occurrence of `before` in a file.
    void replace(const QString &file, const QByteArray &before, const QByteArray &after);

private:
    QTemporaryDir m_dir;
};
