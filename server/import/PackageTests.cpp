#include "server/import/PackageTests.h"

#include "server/import/ProblemKeys.h"

#include <QSet>

namespace Marathon {

namespace {

constexpr qsizetype maxTests = 1000;

/// What the package format allows beside a test and no judge needs.
const QSet<QString> &explainingSuffixes()
{
    static const QSet<QString> suffixes {u"hint"_s, u"desc"_s, u"md"_s, u"png"_s, u"jpg"_s, u"jpeg"_s, u"svg"_s};
    return suffixes;
}

QString withoutSuffix(const QString &name)
{
    return name.left(name.lastIndexOf(u'.'));
}

void checkName(FolderReader &folder, const QString &path, const QString &name, const QSet<QString> &names)
{
    const QString stem = withoutSuffix(name);
    if (name.endsWith(".in"_L1)) {
        if (!names.contains(stem + u".ans"_s))
            folder.findings().add(path, u"Its answer `%1.ans` is missing. Add it beside this file."_s.arg(stem));
    } else if (name.endsWith(".ans"_L1)) {
        if (!names.contains(stem + u".in"_s))
            folder.findings().add(path, u"Its input `%1.in` is missing. Add it beside this file."_s.arg(stem));
    } else if (name != "testdata.yaml"_L1 && !explainingSuffixes().contains(name.section(u'.', -1))) {
        folder.findings().add(path,
                              u"This is no part of a test. Tests are pairs of .in and .ans; rename or remove it."_s);
    }
}

QList<PackageTest> readTests(FolderReader &folder, const QString &path, const QString &group)
{
    QList<PackageTest> tests;
    const QStringList files = folder.filesOf(path);
    const QSet<QString> names(files.begin(), files.end());
    for (const QString &name : files) {
        checkName(folder, joinPath(path, name), name, names);
        const QString stem = withoutSuffix(name);
        if (!name.endsWith(".in"_L1) || !names.contains(stem + u".ans"_s))
            continue;
        const std::optional<QByteArray> input = folder.bytes(joinPath(path, name), FileKind::Test);
        const std::optional<QByteArray> answer = folder.bytes(joinPath(path, stem + u".ans"_s), FileKind::Test);
        if (input && answer)
            tests.append({group, stem, *input, *answer});
    }
    return tests;
}

PackageGroup readGroup(FolderReader &folder, const QString &path, const QString &name)
{
    const QString file = joinPath(path, u"testdata.yaml"_s);
    GroupSettings settings;
    if (folder.hasFile(file)) {
        const std::optional<QString> text = folder.text(file, FileKind::Settings);
        const std::optional<YamlValue> document =
            text ? YamlValue::parse(text->toUtf8(), file, folder.findings()) : std::nullopt;
        if (document)
            readGroupKeys(*document, settings);
    }
    return {name, settings.points};
}

void checkPoints(FolderReader &folder, const QString &path, const ProblemPackage &problem)
{
    int sum = 0;
    QStringList withoutPoints;
    for (const PackageGroup &group : problem.groups) {
        sum += group.points.value_or(0);
        if (!group.points)
            withoutPoints.append(group.name);
    }
    if (withoutPoints.size() == problem.groups.size())
        return;
    for (const QString &name : withoutPoints)
        folder.findings().add(
            joinPath(path, name),
            u"Other groups have points and this one has none. Add `accept_score` to its testdata.yaml."_s);
    if (sum != problem.points && problem.points != 0 && withoutPoints.isEmpty())
        folder.findings().add(
            path, u"The points of the groups add up to %1, but the problem has %2. Make them equal."_s.arg(sum).arg(
                      problem.points));
    if (!problem.secrets.isEmpty() && problem.secrets.first().group.isEmpty())
        folder.findings().add(path, u"Tests that are in no group would give no points. Move them into a group."_s);
}

} // namespace

void readPackageTests(FolderReader &folder, const QString &prefix, ProblemPackage &problem)
{
    const QString sample = joinPath(prefix, u"data/sample"_s);
    const QString secret = joinPath(prefix, u"data/secret"_s);
    problem.samples = readTests(folder, sample, {});
    if (folder.filesOf(sample).isEmpty())
        folder.findings().add(sample, u"There are no samples. Add at least 1.in and 1.ans."_s);

    problem.secrets = readTests(folder, secret, {});
    bool anyFile = !folder.filesOf(secret).isEmpty();
    for (const QString &name : folder.foldersOf(secret)) {
        const QString path = joinPath(secret, name);
        const QList<PackageTest> tests = readTests(folder, path, name);
        anyFile = anyFile || !tests.isEmpty();
        if (tests.isEmpty())
            folder.findings().add(path, u"The group has no tests. Add pairs of .in and .ans, or remove it."_s);
        problem.secrets.append(tests);
        problem.groups.append(readGroup(folder, path, name));
    }
    if (!anyFile)
        folder.findings().add(secret, u"There are no secret tests. Add pairs of .in and .ans."_s);
    if (problem.secrets.size() > maxTests)
        folder.findings().add(
            secret,
            u"There are %1 tests; at most %2 are allowed. Remove some."_s.arg(problem.secrets.size()).arg(maxTests));
    checkPoints(folder, secret, problem);
}

} // namespace Marathon
