#include "server/import/ContestFolder.h"
#include "server/import/ProblemFolder.h"
#include "tests/import/ContestFolderBuilder.h"

#include <QFile>
#include <QJsonArray>
#include <QTest>

using namespace Marathon;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString faultsOf(const Error &error)
{
    QStringList lines {error.message};
    for (const FieldError &field : error.fields)
        lines.append(field.field + u": "_s + field.detail);
    return lines.join(u'\n');
}

} // namespace

class TestContestFolder : public QObject
{
    Q_OBJECT

private slots:
    void everySettingIsRead();
    void settingsThatAreLeftOutHaveDefaults();
    void aPolicyMayChangeSettingsOfAPreset();
    void everyPartOfAProblemIsRead();
    void groupsCarryTheirPoints();
    void anOwnCheckerIsReadWithItsHeaders();
    void theStatementMayLieInEitherFolder();
    void linksInsideTheFolderAreFollowed();
    void hiddenFilesAreNotRead();
    void aFurtherLanguageNeedsOnlyItsName();
    void aSingleProblemIsReadAlone();
    void theReferencePageShowsEveryKey();
};

void TestContestFolder::everySettingIsRead()
{
    ContestFolderBuilder folder;
    folder.write(
        u"contest.yaml"_s,
        "id: small\nname: 'Small: a contest'\nstarts_at: 2026-01-29T11:00:00+05:30\nscoring: groups\npenalty_minutes: "
        "10\n"
        "smallest_fix_tie_break: true\nleaderboard: {public: false, freeze_minutes_before_end: 15}\n"
        "rounds:\n"
        "  - {number: 2, name: Second, minutes: 30, timing: individual, languages: [python], problems: [echo], "
        "countdown_minutes: 5, qualification: list}\n"
        "  - {number: 1, name: First, minutes: 45, timing: common, languages: [c], problems: [prime], qualification: "
        "none}\n");
    const Result<ContestDefinition> contest = readContestFolder(folder.path());
    QVERIFY2(contest.isOk(), qPrintable(contest.isOk() ? QString() : faultsOf(contest.error())));
    QCOMPARE(contest->id, u"small"_s);
    QCOMPARE(contest->name, u"Small: a contest"_s);
    QCOMPARE(toRfc3339(*contest->startsAt), u"2026-01-29T05:30:00.000Z"_s);
    QCOMPARE(nameOf(contest->scoring), u"groups"_s);
    QCOMPARE(contest->penaltyMinutes, 10);
    QCOMPARE(contest->smallestFixTieBreak, true);
    QCOMPARE(contest->leaderboard, (ContestDefinition::Leaderboard {false, 15}));
    const RoundDefinition first {1,        u"First"_s,   45, RoundDefinition::Timing::Common,
                                 {u"c"_s}, {u"prime"_s}, 0,  RoundDefinition::Qualification::None};
    const RoundDefinition second {2,
                                  u"Second"_s,
                                  30,
                                  RoundDefinition::Timing::Individual,
                                  {u"python"_s},
                                  {u"echo"_s},
                                  5,
                                  RoundDefinition::Qualification::List};
    QCOMPARE(contest->rounds, (QList<RoundDefinition> {first, second}));
}

void TestContestFolder::settingsThatAreLeftOutHaveDefaults()
{
    ContestFolderBuilder folder;
    folder.replace(u"contest.yaml"_s, "policy: Strict\n", "");
    const Result<ContestDefinition> contest = readContestFolder(folder.path());
    QVERIFY(contest.isOk());
    QVERIFY(!contest->startsAt);
    QCOMPARE(nameOf(contest->scoring), u"all-or-nothing"_s);
    QCOMPARE(contest->leaderboard, (ContestDefinition::Leaderboard {true, 0}));
    QCOMPARE(contest->policyPreset, u"Standard"_s);
    QCOMPARE(contest->policySettings, QJsonObject());
    QCOMPARE(contest->rounds.first().timing, RoundDefinition::Timing::Common);
}

void TestContestFolder::aPolicyMayChangeSettingsOfAPreset()
{
    ContestFolderBuilder folder;
    folder.replace(u"contest.yaml"_s, "policy: Strict\n",
                   "policy: {preset: Observe, limit: 12, decay: 1.5, block: true, note: '7', kinds: {a: [b]}}\n");
    const Result<ContestDefinition> contest = readContestFolder(folder.path());
    QVERIFY(contest.isOk());
    QCOMPARE(contest->policyPreset, u"Observe"_s);
    QCOMPARE(contest->policySettings, (QJsonObject {{u"limit"_s, 12},
                                                    {u"decay"_s, 1.5},
                                                    {u"block"_s, true},
                                                    {u"note"_s, u"7"_s},
                                                    {u"kinds"_s, QJsonObject {{u"a"_s, QJsonArray {u"b"_s}}}}}));
}

void TestContestFolder::everyPartOfAProblemIsRead()
{
    ContestFolderBuilder folder;
    folder.write(u"problems/prime/problem.yaml"_s,
                 "problem_format_version: legacy\nname: {en: Prime, de: Primzahl}\nlimits: {time_limit: 0.5, memory: "
                 "64, output: 2}\nvalidation: default\n"
                 "validator_flags: case_sensitive float_tolerance 1e-6\nx-marathon: {points: 35, difficulty: hard, "
                 "bug: off-by-one}\n");
    folder.write(u"problems/prime/buggy/c/prime.c"_s, "\xEF\xBB\xBFint main(void)\r\n{\r\n}\r\n");
    folder.write(u"problems/prime/submissions/wrong_answer/slow.py"_s, "print(0)\n");
    folder.write(u"problems/prime/hints.md"_s, "Look *closely*.");
    folder.write(u"problems/prime/data/secret/0.in"_s, QByteArray("\0\xFF\r\n", 4));
    folder.write(u"problems/prime/data/secret/0.ans"_s, "");
    const Result<ContestDefinition> contest = readContestFolder(folder.path());
    QVERIFY2(contest.isOk(), qPrintable(contest.isOk() ? QString() : faultsOf(contest.error())));
    QCOMPARE(contest->problems.size(), 2);
    const ProblemPackage &problem = contest->problems[1];
    QCOMPARE(problem.id, u"prime"_s);
    QCOMPARE(problem.title, u"Prime"_s);
    QCOMPARE(problem.limits, (PackageLimits {0.5, 64, 2}));
    QCOMPARE(problem.validatorFlags, u"case_sensitive float_tolerance 1e-6"_s);
    QCOMPARE(problem.points, 35);
    QCOMPARE(nameOf(problem.difficulty), u"hard"_s);
    QCOMPARE(problem.bug, u"off-by-one"_s);
    QCOMPARE(problem.statementMarkdown, u"Say *hello*.\n"_s);
    QCOMPARE(problem.statementHtml, u"<p>Say <em>hello</em>.</p>\n"_s);
    QCOMPARE(problem.hintsHtml, u"<p>Look <em>closely</em>.</p>\n"_s);
    QCOMPARE(problem.buggy.value(u"c"_s), (PackageSource {u"c"_s, u"prime.c"_s, u"int main(void)\n{\n}\n"_s}));
    QCOMPARE(problem.reference.value(u"c"_s).text, u"int main(void) { return 0; }\n"_s);
    QCOMPARE(problem.submissions.size(), 2);
    QCOMPARE(problem.submissions[1],
             (PackageSubmission {Verdict::WrongAnswer, {u"python"_s, u"slow.py"_s, u"print(0)\n"_s}}));
    QCOMPARE(problem.samples, (QList<PackageTest> {{{}, u"1"_s, "1\n", "2\n"}}));
    QCOMPARE(problem.secrets,
             (QList<PackageTest> {{{}, u"0"_s, QByteArray("\0\xFF\r\n", 4), ""}, {{}, u"1"_s, "3\n", "4\n"}}));
    QVERIFY(problem.groups.isEmpty());
}

void TestContestFolder::groupsCarryTheirPoints()
{
    ContestFolderBuilder folder;
    folder.remove(u"problems/prime/data/secret"_s);
    for (const QString &group : {u"problems/prime/data/secret/1-small/"_s, u"problems/prime/data/secret/2-large/"_s}) {
        folder.write(group + u"a.in"_s, "1");
        folder.write(group + u"a.ans"_s, "1");
        folder.write(group + u"testdata.yaml"_s,
                     group.contains(u"small"_s) ? "accept_score: 5\non_reject: break\n" : "accept_score: 15\n");
    }
    folder.replace(u"contest.yaml"_s, "policy", "scoring: groups\npolicy");
    const Result<ContestDefinition> contest = readContestFolder(folder.path());
    QVERIFY2(contest.isOk(), qPrintable(contest.isOk() ? QString() : faultsOf(contest.error())));
    QCOMPARE(contest->problems[1].groups, (QList<PackageGroup> {{u"1-small"_s, 5}, {u"2-large"_s, 15}}));
    QCOMPARE(contest->problems[1].secrets[1], (PackageTest {u"2-large"_s, u"a"_s, "1", "1"}));
}

void TestContestFolder::anOwnCheckerIsReadWithItsHeaders()
{
    ContestFolderBuilder folder;
    folder.replace(u"problems/prime/problem.yaml"_s,
                   "name:", "validation: custom\nvalidator_flags: anything --goes\nname:");
    folder.write(u"problems/prime/output_validators/check/answers.h"_s, "#define A 1\n");
    folder.write(u"problems/prime/output_validators/check/check.cpp"_s, "int main() {}\n");
    const Result<ContestDefinition> contest = readContestFolder(folder.path());
    QVERIFY2(contest.isOk(), qPrintable(contest.isOk() ? QString() : faultsOf(contest.error())));
    const std::optional<PackageChecker> &checker = contest->problems[1].checker;
    QVERIFY(checker);
    QCOMPARE(checker->name, u"check"_s);
    QCOMPARE(checker->files, (QList<PackageSource> {{u"cpp"_s, u"check.cpp"_s, u"int main() {}\n"_s},
                                                    {{}, u"answers.h"_s, u"#define A 1\n"_s}}));
}

void TestContestFolder::theStatementMayLieInEitherFolder()
{
    ContestFolderBuilder folder;
    folder.remove(u"problems/prime/problem_statement"_s);
    folder.write(u"problems/prime/statement/problem.en.md"_s, "![a picture](picture.png)");
    folder.write(u"problems/prime/statement/picture.png"_s, "png");
    const Result<ContestDefinition> contest = readContestFolder(folder.path());
    QVERIFY2(contest.isOk(), qPrintable(contest.isOk() ? QString() : faultsOf(contest.error())));
    QCOMPARE(contest->problems[1].statementHtml,
             u"<p><img src=\"data:image/png;base64,cG5n\" alt=\"a picture\"></p>\n"_s);
}

void TestContestFolder::linksInsideTheFolderAreFollowed()
{
    ContestFolderBuilder folder;
    folder.remove(u"problems/echo/data/secret/1.ans"_s);
    folder.link(u"problems/echo/data/secret/1.ans"_s, folder.path() + u"/problems/prime/data/secret/1.ans"_s);
    const Result<ContestDefinition> contest = readContestFolder(folder.path());
    QVERIFY(contest.isOk());
    QCOMPARE(contest->problems[0].secrets[0].answer, "4\n");
}

void TestContestFolder::hiddenFilesAreNotRead()
{
    ContestFolderBuilder folder;
    folder.write(u"problems/prime/data/secret/.DS_Store"_s, "x");
    folder.write(u"problems/prime/buggy/c/.gitkeep"_s, "");
    folder.write(u"problems/.git/config"_s, "");
    QVERIFY(readContestFolder(folder.path()).isOk());
}

void TestContestFolder::aFurtherLanguageNeedsOnlyItsName()
{
    ContestFolderBuilder folder;
    folder.replace(u"contest.yaml"_s, "[c]", "[c, rust]");
    folder.write(u"problems/prime/buggy/rust/prime.rs"_s, "fn main() {}\n");
    KnownNames known;
    known.languages.append({u"rust"_s, {u"rs"_s}});
    const Result<ContestDefinition> contest = readContestFolder(folder.path(), known);
    QVERIFY2(contest.isOk(), qPrintable(contest.isOk() ? QString() : faultsOf(contest.error())));
    QCOMPARE(contest->rounds[0].languages, (QStringList {u"c"_s, u"rust"_s}));
    QVERIFY(!readContestFolder(folder.path()).isOk());
}

void TestContestFolder::aSingleProblemIsReadAlone()
{
    ContestFolderBuilder folder;
    const Result<ProblemPackage> problem = readProblemFolder(folder.path() + u"/problems/prime/"_s);
    QVERIFY(problem.isOk());
    QCOMPARE(problem->id, u"prime"_s);
    folder.replace(u"problems/prime/problem.yaml"_s, "points: 20", "points: many");
    const Result<ProblemPackage> broken = readProblemFolder(folder.path() + u"/problems/prime/"_s);
    QVERIFY(!broken.isOk());
    QCOMPARE(broken.error().fields.first().field, u"problem.yaml:4"_s);
    QCOMPARE(readProblemFolder(folder.path() + u"/problems/none"_s).error().kind, ErrorKind::NotFound);
}

void TestContestFolder::theReferencePageShowsEveryKey()
{
    const QString page = QString::fromUtf8(contentOf(QStringLiteral(MARATHON_SOURCE_DIR "/docs/contest-folder.md")));
    const QString reference = contestFolderKeyReference();
    QVERIFY(reference.contains(u"| `penalty_minutes` | optional |"_s));
    if (!page.endsWith(reference))
        qInfo().noquote() << "These tables belong at the end of docs/contest-folder.md:\n" << reference;
    QVERIFY(page.endsWith(reference));
}

QTEST_GUILESS_MAIN(TestContestFolder)
#include "test_contest_folder.moc"
