#pragma once

#include "tests/load/FixLibrary.h"

#include <QJsonArray>
#include <QList>
#include <QRandomGenerator>
#include <optional>

namespace Marathon {

/// A program for a problem, as it is saved, tried or handed in.
struct Work
{
    QString problem;
    QString language;
    QString source;
};

/// What one participant knows of the problems and what it does with them: it goes through them in order, first hands in
/// the wrong program often, then the right one, never two for a problem at a time, and gives a problem up after four.
class WorkPlan
{
public:
    WorkPlan(const FixLibrary &fixes, quint32 seed, double uniqueShare, QString name);

    /// The answer of GET /api/problems.
    void setProblems(const QJsonArray &problems);
    bool isEmpty() const { return m_tasks.isEmpty(); }
    /// The problem being worked on; empty when there is none left.
    QString current() const;
    /// The present state of the editor; each call gives another text.
    std::optional<Work> draft();
    std::optional<Work> run();
    std::optional<Work> submission();
    void judged(const QString &problem, const QString &verdict);
    void refused(const QString &problem);

private:
    struct Task
    {
        QString problem;
        QString language;
        QString buggy;
        bool isSolved = false;
        bool isPending = false;
        int tries = 0;
    };
    Task *open();
    Task *find(const QString &problem);
    QString wrongSource(const Task &task) const;

    const FixLibrary &m_fixes;
    QRandomGenerator m_random;
    double m_uniqueShare;
    QString m_name;
    QList<Task> m_tasks;
    int m_edits = 0;
};

} // namespace Marathon
