#include "server/import/ContestFolder.h"

#include "server/import/ContestKeys.h"
#include "server/import/FolderReader.h"
#include "server/import/ProblemFolder.h"
#include "server/import/ProblemKeys.h"
#include "shared/core/Text.h"

#include <QFileInfo>

namespace Marathon {

namespace {

const QString contestFile = u"contest.yaml"_s;

void readSettings(FolderReader &folder, ContestReading &reading)
{
    const std::optional<QString> text = folder.text(contestFile, FileKind::Settings);
    const std::optional<YamlValue> document =
        text ? YamlValue::parse(text->toUtf8(), contestFile, folder.findings()) : std::nullopt;
    if (document)
        readContestKeys(*document, reading);
}

void readProblems(FolderReader &folder, const KnownNames &known, QList<ProblemPackage> &problems)
{
    const QStringList names = folder.foldersOf(u"problems"_s);
    if (names.isEmpty())
        folder.findings().add(u"problems"_s,
                              u"There are no problems. Add a folder for each, as docs/how-to/new-problem.md shows."_s);
    for (const QString &name : names)
        problems.append(readProblemPackage(folder, joinPath(u"problems"_s, name), name, known));
}

const ProblemPackage *findProblem(const QList<ProblemPackage> &problems, const QString &id)
{
    const auto found = std::find_if(problems.begin(), problems.end(),
                                    [&id](const ProblemPackage &problem) { return problem.id == id; });
    return found == problems.end() ? nullptr : &*found;
}

/// A round's problems exist, belong to no other round and have a buggy program in every language of the round.
void checkRound(const RoundReading &reading, const QList<ProblemPackage> &problems, QHash<QString, int> &roundOfProblem)
{
    QStringList ids;
    for (const ProblemPackage &problem : problems)
        ids.append(problem.id);
    for (const PlacedName &named : reading.problems) {
        const ProblemPackage *problem = findProblem(problems, named.name);
        if (!problem) {
            const QString similar = nearest(named.name, ids);
            const QString advice =
                similar.isEmpty() ? u"Add the folder, or remove the name."_s : u"Did you mean `%1`?"_s.arg(similar);
            named.value.fail(u"There is no folder `problems/%1`. %2"_s.arg(named.name, advice));
            continue;
        }
        if (roundOfProblem.contains(named.name) && roundOfProblem[named.name] != reading.round.number)
            named.value.fail(
                u"`%1` is in round %2 already. A problem belongs to one round: remove one of them."_s.arg(named.name)
                    .arg(roundOfProblem[named.name]));
        roundOfProblem.insert(named.name, reading.round.number);
        for (const QString &language : reading.round.languages) {
            if (!problem->buggy.contains(language))
                named.value.fail(
                    u"`%1` has no buggy program in `%2`, which this round offers. Add buggy/%2/ with one file to it."_s
                        .arg(named.name, language));
        }
    }
}

/// Points per group can only be given where the groups have points.
void checkGroupScoring(const ContestReading &reading, FolderReader &folder)
{
    if (reading.contest.scoring != ContestDefinition::Scoring::Groups)
        return;
    for (const ProblemPackage &problem : reading.contest.problems) {
        for (const PackageGroup &group : problem.groups) {
            if (!group.points)
                folder.findings().add(
                    u"problems/%1/data/secret/%2"_s.arg(problem.id, group.name),
                    u"The contest scores groups, and this one has no points. Add `accept_score` to its testdata.yaml."_s);
        }
    }
}

QString missingFolder(const QString &dir)
{
    if (QFileInfo(dir).isFile())
        return u"`%1` is a file. Unpack it and name the folder that holds contest.yaml."_s.arg(dir);
    return u"There is no folder `%1`. Name the folder that holds contest.yaml."_s.arg(dir);
}

} // namespace

Result<ContestDefinition> readContestFolder(const QString &dir, const KnownNames &known)
{
    const QString canonical = QFileInfo(dir).canonicalFilePath();
    if (canonical.isEmpty() || !QFileInfo(canonical).isDir())
        return Error {ErrorKind::NotFound, missingFolder(dir)};
    ImportFindings findings;
    FolderReader folder(canonical, findings);
    if (!folder.hasFile(contestFile) && folder.hasFile(u"problem.yaml"_s))
        return Error {ErrorKind::Invalid,
                      u"`%1` is a single problem, not a contest. Import it with `problem import`."_s.arg(dir)};

    ContestReading reading {known, {}, {}};
    readSettings(folder, reading);
    readProblems(folder, known, reading.contest.problems);
    QHash<QString, int> roundOfProblem;
    for (const RoundReading &round : reading.rounds) {
        checkRound(round, reading.contest.problems, roundOfProblem);
        reading.contest.rounds.append(round.round);
    }
    checkGroupScoring(reading, folder);
    if (!findings.isEmpty())
        return findings.error(u"The contest folder `%1`"_s.arg(dir));

    std::sort(reading.contest.rounds.begin(), reading.contest.rounds.end(),
              [](const RoundDefinition &left, const RoundDefinition &right) { return left.number < right.number; });
    return reading.contest;
}

QString contestFolderKeyReference()
{
    QStringList sections;
    for (const KeySection &section : contestKeySections() + problemKeySections()) {
        QString text = u"## %1\n\n| key | | meaning |\n|---|---|---|\n"_s.arg(section.title);
        for (const KeySection::Row &row : section.rows) {
            const QString need = row.need == Need::Required ? u"required"_s : u"optional"_s;
            text += u"| `%1` | %2 | %3 |\n"_s.arg(row.name, need, row.help);
        }
        sections.append(text);
    }
    return sections.join(u'\n');
}

} // namespace Marathon
