#include "tests/import/ContestFolderBuilder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

using namespace Qt::Literals::StringLiterals;

ContestFolderBuilder::ContestFolderBuilder()
{
    write(u"contest.yaml"_s, "id: small\n"
                             "name: Small Contest\n"
                             "policy: Strict\n"
                             "rounds:\n"
                             "  - {number: 1, name: Level 1, minutes: 45, languages: [c], problems: [prime]}\n"
                             "  - {number: 2, name: Level 2, minutes: 30, languages: [python], problems: [echo]}\n");
    addProblem(u"prime"_s);
    addProblem(u"echo"_s);
    write(u"problems/prime/buggy/c/prime.c"_s, "int main(void) { return 1; }\n");
    write(u"problems/prime/submissions/accepted/prime.c"_s, "int main(void) { return 0; }\n");
    write(u"problems/echo/buggy/python/echo.py"_s, "print(1)\n");
}

void ContestFolderBuilder::addProblem(const QString &name)
{
    const QString problem = u"problems/%1/"_s.arg(name);
    write(problem + u"problem.yaml"_s, "name: A problem\n"
                                       "limits: {time_limit: 1.5, memory: 128, output: 4}\n"
                                       "x-marathon:\n"
                                       "  points: 20\n");
    write(problem + u"problem_statement/problem.en.md"_s, "Say *hello*.\n");
    write(problem + u"data/sample/1.in"_s, "1\n");
    write(problem + u"data/sample/1.ans"_s, "2\n");
    write(problem + u"data/secret/1.in"_s, "3\n");
    write(problem + u"data/secret/1.ans"_s, "4\n");
}

void ContestFolderBuilder::write(const QString &file, const QByteArray &content)
{
    const QString target = m_dir.filePath(file);
    QDir().mkpath(QFileInfo(target).path());
    QFile output(target);
    if (!output.open(QIODevice::WriteOnly) || output.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(target));
}

void ContestFolderBuilder::remove(const QString &path)
{
    const QString target = m_dir.filePath(path);
    if (!(QFileInfo(target).isDir() ? QDir(target).removeRecursively() : QFile::remove(target)))
        qFatal("cannot remove %s", qPrintable(target));
}

void ContestFolderBuilder::link(const QString &name, const QString &target)
{
    if (!QFile::link(target, m_dir.filePath(name)))
        qFatal("cannot link %s", qPrintable(name));
}

void ContestFolderBuilder::replace(const QString &file, const QByteArray &before, const QByteArray &after)
{
    QFile input(m_dir.filePath(file));
    if (!input.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(file));
    QByteArray content = input.readAll();
    input.close();
    if (content.count(before) != 1)
        qFatal("%s occurs %lld times", before.constData(), static_cast<long long>(content.count(before)));
    write(file, content.replace(before, after));
}
