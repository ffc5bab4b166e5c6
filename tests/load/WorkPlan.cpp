#include "tests/load/WorkPlan.h"

#include <QJsonObject>
#include <algorithm>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int triesPerProblem = 4;

QStringList languagesOf(const QJsonObject &problem)
{
    QStringList languages;
    for (const QJsonValue &language : problem.value("languages"_L1).toArray())
        languages.append(language.toString());
    return languages.isEmpty() ? problem.value("buggy_source"_L1).toObject().keys() : languages;
}

} // namespace

WorkPlan::WorkPlan(const FixLibrary &fixes, quint32 seed, double uniqueShare, QString name)
    : m_fixes(fixes)
    , m_random(seed)
    , m_uniqueShare(uniqueShare)
    , m_name(std::move(name))
{}

void WorkPlan::setProblems(const QJsonArray &problems)
{
    for (const QJsonValue &value : problems) {
        const QJsonObject problem = value.toObject();
        const QString id = problem.value("id"_L1).toString();
        QStringList languages = languagesOf(problem);
        const auto isWithoutFix = [&](const QString &language) { return m_fixes.right(id, language).isEmpty(); };
        std::stable_partition(languages.begin(), languages.end(),
                              [&](const QString &language) { return !isWithoutFix(language); });
        if (id.isEmpty() || languages.isEmpty() || find(id))
            continue;
        const auto withFix = std::count_if(languages.begin(), languages.end(),
                                           [&](const QString &language) { return !isWithoutFix(language); });
        const QString language = languages.at(qsizetype(m_random.bounded(quint32(std::max<qsizetype>(1, withFix)))));
        m_tasks.append({id, language, problem.value("buggy_source"_L1).toObject().value(language).toString()});
    }
}

QString WorkPlan::current() const
{
    for (const Task &task : m_tasks) {
        if (!task.isSolved && task.tries < triesPerProblem)
            return task.problem;
    }
    return {};
}

std::optional<Work> WorkPlan::draft()
{
    const Task *task = find(current());
    if (!task)
        return std::nullopt;
    return Work {task->problem, task->language,
                 withRemark(wrongSource(*task), task->language, u"edit %1"_s.arg(++m_edits))};
}

std::optional<Work> WorkPlan::run()
{
    const Task *task = find(current());
    if (!task)
        return std::nullopt;
    const QString right = m_fixes.right(task->problem, task->language);
    const bool isRight = !right.isEmpty() && m_random.bounded(2) == 0;
    return Work {task->problem, task->language, isRight ? right : wrongSource(*task)};
}

std::optional<Work> WorkPlan::submission()
{
    Task *task = open();
    if (!task)
        return std::nullopt;
    const QString right = m_fixes.right(task->problem, task->language);
    const bool isWrong = right.isEmpty() || (task->tries == 0 && m_random.generateDouble() < 0.45);
    Work work {task->problem, task->language, isWrong ? wrongSource(*task) : right};
    if (m_random.generateDouble() < m_uniqueShare)
        work.source = withRemark(work.source, work.language, u"%1, try %2"_s.arg(m_name).arg(task->tries + 1));
    task->isPending = true;
    ++task->tries;
    return work;
}

void WorkPlan::judged(const QString &problem, const QString &verdict)
{
    Task *task = find(problem);
    if (!task)
        return;
    task->isPending = false;
    task->isSolved = task->isSolved || verdict == "AC"_L1;
}

void WorkPlan::refused(const QString &problem)
{
    if (Task *task = find(problem))
        task->isPending = false;
}

WorkPlan::Task *WorkPlan::open()
{
    for (Task &task : m_tasks) {
        if (!task.isSolved && !task.isPending && task.tries < triesPerProblem)
            return &task;
    }
    return nullptr;
}

WorkPlan::Task *WorkPlan::find(const QString &problem)
{
    const auto found =
        std::find_if(m_tasks.begin(), m_tasks.end(), [&problem](const Task &task) { return task.problem == problem; });
    return found == m_tasks.end() ? nullptr : &*found;
}

QString WorkPlan::wrongSource(const Task &task) const
{
    const QString wrong = m_fixes.wrong(task.problem, task.language);
    return wrong.isEmpty() ? task.buggy : wrong;
}

} // namespace Marathon
