#include "server/import/ContestFolder.h"
#include "tests/import/ContestFolderBuilder.h"

#include <QTest>

using namespace Marathon;

namespace {

using Change = std::function<void(ContestFolderBuilder &)>;

Change wrote(const char *file, const QByteArray &content)
{
    return [=](ContestFolderBuilder &folder) { folder.write(QString::fromUtf8(file), content); };
}

Change removed(const char *path)
{
    return [=](ContestFolderBuilder &folder) { folder.remove(QString::fromUtf8(path)); };
}

Change replaced(const char *file, const QByteArray &before, const QByteArray &after)
{
    return [=](ContestFolderBuilder &folder) { folder.replace(QString::fromUtf8(file), before, after); };
}

Change addedProblem(const char *name)
{
    return [=](ContestFolderBuilder &folder) { folder.addProblem(QString::fromUtf8(name)); };
}

Change both(const Change &first, const Change &second)
{
    return [=](ContestFolderBuilder &folder) {
        first(folder);
        second(folder);
    };
}

void row(const char *name, const Change &change, const char *place, const char *detail)
{
    QTest::newRow(name) << change << QString::fromUtf8(place) << QString::fromUtf8(detail);
}

void columns()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("detail");
}

} // namespace

Q_DECLARE_METATYPE(Change)

/// Each row makes one mistake in a valid contest folder; the import must name exactly that one.
class TestContestFolderFaults : public QObject
{
    Q_OBJECT

private:
    void expectOneFault();

private slots:
    void contestSettings_data();
    void contestSettings() { expectOneFault(); }
    void problemSettings_data();
    void problemSettings() { expectOneFault(); }
    void missingAndWrongFiles_data();
    void missingAndWrongFiles() { expectOneFault(); }
    void testFiles_data();
    void testFiles() { expectOneFault(); }
    void allMistakesAreReportedAtOnce();
    void whatIsNoContestFolderIsSaid();
    void manyMistakesAreCountedAndTheFirstAreListed();
    void endlessYamlIsRefused();
};

void TestContestFolderFaults::expectOneFault()
{
    QFETCH(Change, change);
    QFETCH(QString, place);
    QFETCH(QString, detail);
    ContestFolderBuilder folder;
    change(folder);
    const Result<ContestDefinition> contest = readContestFolder(folder.path());
    QVERIFY(!contest.isOk());
    QCOMPARE(contest.error().kind, ErrorKind::Invalid);
    QCOMPARE(contest.error().fields.first().field, place);
    QCOMPARE(contest.error().fields.first().detail, detail);
    QVERIFY2(contest.error().fields.size() == 1, qPrintable(contest.error().fields.last().detail));
    QCOMPARE(contest.error().message,
             u"The contest folder `%1` has 1 mistake. Nothing was imported. Correct it and import again."_s.arg(
                 folder.path()));
}

void TestContestFolderFaults::contestSettings_data()
{
    columns();
    row("unknown key with a near one", replaced("contest.yaml", "policy", "polcy"), "contest.yaml:3",
        "The key `polcy` is not known. Did you mean `policy`?");
    row("unknown key with no near one", replaced("contest.yaml", "policy", "xyzzy"), "contest.yaml:3",
        "The key `xyzzy` is not known. Remove it; `id`, `name`, `starts_at`, `scoring`, `penalty_minutes`, "
        "`smallest_fix_tie_break`, `leaderboard`, `policy` and `rounds` may stand here.");
    row("unknown key of a round", replaced("contest.yaml", "minutes: 45", "minutes: 45, timming: common"),
        "contest.yaml:5", "The key `timming` is not known. Did you mean `timing`?");
    row("repeated key", replaced("contest.yaml", "policy: Strict", "name: Again"), "contest.yaml:3",
        "The key `name` occurs twice. Keep one of them.");
    row("missing key", replaced("contest.yaml", "id: small\n", ""), "contest.yaml:1",
        "The key `id` is missing. Add it: identifier of a-z, 0-9 and -.");
    row("missing key of a round", replaced("contest.yaml", "minutes: 45, ", ""), "contest.yaml:5",
        "The key `minutes` is missing. Add it: length, 1 to 1440.");
    row("bad identifier", replaced("contest.yaml", "id: small", "id: Small One"), "contest.yaml:1",
        "`Small One` is no identifier. Use 1 to 64 of a-z, 0-9 and -, beginning with a letter or digit.");
    row("empty name", replaced("contest.yaml", "name: Small Contest", "name: ''"), "contest.yaml:2",
        "A text is expected here. Write one, in quotes if it has special characters.");
    row("name that is a list", replaced("contest.yaml", "name: Small Contest", "name: [a]"), "contest.yaml:2",
        "A text is expected here. Write one, in quotes if it has special characters.");
    row("name too long", replaced("contest.yaml", "Small Contest", QByteArray(201, 'x')), "contest.yaml:2",
        "The text has 201 characters; at most 200 are allowed. Shorten it.");
    row("name with a line break", replaced("contest.yaml", "Small Contest", "\"a\\nb\""), "contest.yaml:2",
        "The text has a line break or another control character. Write it in one line.");
    row("moment", replaced("contest.yaml", "policy: Strict", "starts_at: tomorrow"), "contest.yaml:3",
        "`tomorrow` is no moment. Write it as 2026-01-29T05:30:00Z or 2026-01-29T11:00:00+05:30.");
    row("scoring", replaced("contest.yaml", "policy: Strict", "scoring: all"), "contest.yaml:3",
        "`all` is not known here. Use one of `all-or-nothing` and `groups`.");
    row("penalty below its range", replaced("contest.yaml", "policy: Strict", "penalty_minutes: -1"), "contest.yaml:3",
        "A whole number from 0 to 600 is expected here, not `-1`.");
    row("minutes with a fraction", replaced("contest.yaml", "minutes: 45", "minutes: 4.5"), "contest.yaml:5",
        "A whole number from 1 to 1440 is expected here, not `4.5`.");
    row("minutes beyond its range", replaced("contest.yaml", "minutes: 45", "minutes: 99999999999"), "contest.yaml:5",
        "A whole number from 1 to 1440 is expected here, not `99999999999`.");
    row("flag", replaced("contest.yaml", "policy: Strict", "smallest_fix_tie_break: yes"), "contest.yaml:3",
        "`yes` is not known here. Use one of `true` and `false`.");
    row("leaderboard", replaced("contest.yaml", "policy: Strict", "leaderboard: hidden"), "contest.yaml:3",
        "Keys with values are expected here, as in {key: value}.");
    row("policy preset", replaced("contest.yaml", "Strict", "strikt"), "contest.yaml:3",
        "`strikt` is not known here. Did you mean `Strict`?");
    row("policy without a preset", replaced("contest.yaml", "policy: Strict", "policy: {limit: 3}"), "contest.yaml:3",
        "The key `preset` is missing. Add the preset whose settings are changed here, as in `preset: Standard`.");
    row("policy with a repeated setting",
        replaced("contest.yaml", "policy: Strict", "policy: {preset: Off, limit: 3, limit: 4}"), "contest.yaml:3",
        "The key `limit` occurs twice. Keep one of them.");
    row("timing", replaced("contest.yaml", "minutes: 45", "minutes: 45, timing: comon"), "contest.yaml:5",
        "`comon` is not known here. Did you mean `common`?");
    row("qualification", replaced("contest.yaml", "minutes: 45", "minutes: 45, qualification: top 10"),
        "contest.yaml:5", "`top 10` is not known here. Use one of `none` and `list`.");
    row("unknown language", replaced("contest.yaml", "[python]", "[python, pyton]"), "contest.yaml:6",
        "`pyton` is not known here. Did you mean `python`?");
    row("language named twice", replaced("contest.yaml", "[python]", "[python, python]"), "contest.yaml:6",
        "`python` is named twice here. Remove one of them.");
    row("no languages", replaced("contest.yaml", "[python]", "[]"), "contest.yaml:6",
        "A list with at least one entry is expected here, as in [one, two].");
    row("language that is no list", replaced("contest.yaml", "[python]", "python"), "contest.yaml:6",
        "A list with at least one entry is expected here, as in [one, two].");
    row("duplicate round number", replaced("contest.yaml", "number: 2", "number: 1"), "contest.yaml:6",
        "There are two rounds with the number 1. Give each its own.");
    row("round with an unknown problem", replaced("contest.yaml", "[prime]", "[prime, primes]"), "contest.yaml:5",
        "There is no folder `problems/primes`. Did you mean `prime`?");
    row("round with an unlike problem", replaced("contest.yaml", "[prime]", "[prime, palindrome]"), "contest.yaml:5",
        "There is no folder `problems/palindrome`. Add the folder, or remove the name.");
    row("problem in two rounds",
        both(replaced("contest.yaml", "[echo]", "[echo, prime]"),
             wrote("problems/prime/buggy/python/p.py", "print(1)")),
        "contest.yaml:6", "`prime` is in round 1 already. A problem belongs to one round: remove one of them.");
    row("no buggy program in a language of the round", replaced("contest.yaml", "[c]", "[c, cpp]"), "contest.yaml:5",
        "`prime` has no buggy program in `cpp`, which this round offers. Add buggy/cpp/ with one file to it.");
    row("broken YAML", replaced("contest.yaml", "minutes: 30", "minutes: 30, \"name"), "contest.yaml:7",
        "This is not valid YAML: end of map flow not found. Check indentation, colons and brackets here and in the "
        "line above.");
    row("several documents", replaced("contest.yaml", "rounds:", "---\nrounds:"), "contest.yaml",
        "The file has several YAML documents. Remove the lines `---` between them.");
    row("empty", wrote("contest.yaml", ""), "contest.yaml",
        "The file is empty. Fill it in as docs/contest-folder.md shows.");
    row("only a text", wrote("contest.yaml", "hello"), "contest.yaml:1",
        "Keys with values are expected here, as in {key: value}.");
}

void TestContestFolderFaults::problemSettings_data()
{
    columns();
    const char *file = "problems/prime/problem.yaml";
    row("unknown key", replaced(file, "name:", "source_ur: x\nname:"), "problems/prime/problem.yaml:1",
        "The key `source_ur` is not known. Did you mean `source_url`?");
    row("unknown limit", replaced(file, "memory: 128", "memroy: 128"), "problems/prime/problem.yaml:2",
        "The key `memroy` is not known. Did you mean `memory`?");
    row("time limit", replaced(file, "time_limit: 1.5", "time_limit: 0"), "problems/prime/problem.yaml:2",
        "A number from 0.1 to 60 is expected here, not `0`.");
    row("time limit that is no number", replaced(file, "time_limit: 1.5", "time_limit: .nan"),
        "problems/prime/problem.yaml:2", "A number from 0.1 to 60 is expected here, not `.nan`.");
    row("memory", replaced(file, "memory: 128", "memory: 128 MiB"), "problems/prime/problem.yaml:2",
        "A whole number from 16 to 4096 is expected here, not `128 MiB`.");
    row("points", replaced(file, "points: 20", "points: 0"), "problems/prime/problem.yaml:4",
        "A whole number from 1 to 1000 is expected here, not `0`.");
    row("no points", replaced(file, "points: 20", "bug: loop"), "problems/prime/problem.yaml:4",
        "The key `points` is missing. Add it: for the whole problem, 1 to 1000.");
    row("difficulty", replaced(file, "points: 20", "points: 20\n  difficulty: eazy"), "problems/prime/problem.yaml:5",
        "`eazy` is not known here. Did you mean `easy`?");
    row("name without English", replaced(file, "A problem", "{de: Aufgabe}"), "problems/prime/problem.yaml:1",
        "The English name is missing. Add `en: name`.");
    row("interactive checker", replaced(file, "name:", "validation: custom interactive\nname:"),
        "problems/prime/problem.yaml:1", "`custom interactive` is not known here. Use one of `default` and `custom`.");
    row("checker flag", replaced(file, "name:", "validator_flags: case_sensitiv\nname:"),
        "problems/prime/problem.yaml:1",
        "The default checker has no flag `case_sensitiv`. Did you mean `case_sensitive`?");
    row("checker flag without its number", replaced(file, "name:", "validator_flags: float_tolerance\nname:"),
        "problems/prime/problem.yaml:1",
        "The flag `float_tolerance` needs a number of 0 or more after it, as in `float_tolerance 1e-6`.");
    row("tab as indentation", replaced(file, "  points", "\tpoints"), "problems/prime/problem.yaml:4",
        "This is not valid YAML: illegal map value. Check indentation, colons and brackets here and in the line "
        "above.");
}

void TestContestFolderFaults::missingAndWrongFiles_data()
{
    columns();
    const QByteArray large(256 * 1024 + 1, 'x');
    row("no contest.yaml", removed("contest.yaml"), "contest.yaml", "The file is missing. Add it.");
    row("contest.yaml not UTF-8", replaced("contest.yaml", "Small Contest", "Caf\xE9"), "contest.yaml:2",
        "The file is not UTF-8 text. Save it as UTF-8.");
    row("no problem.yaml", removed("problems/prime/problem.yaml"), "problems/prime/problem.yaml",
        "The file is missing. Add it.");
    row("no statement", removed("problems/prime/problem_statement"), "problems/prime/problem_statement/problem.en.md",
        "The statement is missing. Write it in Markdown in this file.");
    row("empty statement", wrote("problems/prime/problem_statement/problem.en.md", " \n"),
        "problems/prime/problem_statement/problem.en.md", "The statement is empty. Write what the program should do.");
    row("two statements", wrote("problems/prime/statement/problem.en.md", "Hello."),
        "problems/prime/statement/problem.en.md",
        "There is a second statement in `problems/prime/problem_statement`. Keep one of them.");
    row("statement too large", wrote("problems/prime/problem_statement/problem.en.md", large),
        "problems/prime/problem_statement/problem.en.md", "A statement may have at most 256 KiB. Make it smaller.");
    row("image that is missing", wrote("problems/prime/problem_statement/problem.en.md", "![](a.png)"),
        "problems/prime/problem_statement/a.png", "The file is missing. Add it.");
    row("program too large", wrote("problems/prime/buggy/c/prime.c", large), "problems/prime/buggy/c/prime.c",
        "A program may have at most 256 KiB. Make it smaller.");
    row("program not UTF-8", wrote("problems/prime/buggy/c/prime.c", "int main;\n// caf\xE9\n"),
        "problems/prime/buggy/c/prime.c:2", "The file is not UTF-8 text. Save it as UTF-8.");
    row("program with a zero byte", wrote("problems/prime/buggy/c/prime.c", QByteArray("int\0main", 8)),
        "problems/prime/buggy/c/prime.c:1", "The file is not UTF-8 text. Save it as UTF-8.");
    row("empty program", wrote("problems/prime/buggy/c/prime.c", "\n"), "problems/prime/buggy/c/prime.c",
        "The program is empty. Write it, or remove the file.");
    row("two buggy programs", wrote("problems/prime/buggy/c/a.c", "int a;"), "problems/prime/buggy/c",
        "Exactly one file is expected here. There are 2 files and 0 folders.");
    row("no buggy program", both(addedProblem("third"), wrote("problems/third/hints.md", "Read.")),
        "problems/third/buggy", "There is no buggy program. Add one as buggy/<language>/<file>.");
    row("buggy program beside its folder", wrote("problems/prime/buggy/prime.c", "int a;"),
        "problems/prime/buggy/prime.c",
        "A buggy program belongs into a folder of its language, as in buggy/c/. Move it.");
    row("buggy program in an unknown language", wrote("problems/prime/buggy/pyhton/a.py", "print(1)"),
        "problems/prime/buggy/pyhton", "The language `pyhton` is not known. Did you mean `python`?");
    row("verdict", wrote("problems/prime/submissions/acepted/a.c", "int a;"), "problems/prime/submissions/acepted",
        "No verdict is called `acepted`. Did you mean `accepted`?");
    row("submission in an unknown language", wrote("problems/prime/submissions/accepted/a.pas", "begin end."),
        "problems/prime/submissions/accepted/a.pas",
        "The language is not known from the file's ending. Languages are c, cpp, python, java and javascript.");
    row("submission in a folder", wrote("problems/prime/submissions/accepted/two/a.c", "int a;"),
        "problems/prime/submissions/accepted/two", "A submission is one file. Move the file out of this folder.");
    row("checker that is not used", wrote("problems/prime/output_validators/v/a.c", "int a;"),
        "problems/prime/output_validators",
        "There is a checker that is not used. Set `validation: custom` in problem.yaml, or remove it.");
    row("no checker", replaced("problems/prime/problem.yaml", "name:", "validation: custom\nname:"),
        "problems/prime/output_validators",
        "`validation: custom` needs exactly one folder with a checker program here. There are 0.");
    row("checker without a program",
        both(replaced("problems/prime/problem.yaml", "name:", "validation: custom\nname:"),
             wrote("problems/prime/output_validators/v/a.h", "int a;")),
        "problems/prime/output_validators/v",
        "A checker is one program file, with headers beside it if needed. There are 0 program files.");
    row("folder name", both(addedProblem("My Problem"), wrote("problems/My Problem/buggy/c/a.c", "int a;")),
        "problems/My Problem", "The name of a problem's folder is its identifier. Use 1 to 64 of a-z, 0-9 and -.");
}

void TestContestFolderFaults::testFiles_data()
{
    columns();
    row("no answer", removed("problems/prime/data/sample/1.ans"), "problems/prime/data/sample/1.in",
        "Its answer `1.ans` is missing. Add it beside this file.");
    row("no input", wrote("problems/prime/data/secret/2.ans", "1"), "problems/prime/data/secret/2.ans",
        "Its input `2.in` is missing. Add it beside this file.");
    row("no samples", removed("problems/prime/data/sample"), "problems/prime/data/sample",
        "There are no samples. Add at least 1.in and 1.ans.");
    row("no secret tests", removed("problems/prime/data/secret"), "problems/prime/data/secret",
        "There are no secret tests. Add pairs of .in and .ans.");
    row("other file", wrote("problems/prime/data/secret/1.out", "1"), "problems/prime/data/secret/1.out",
        "This is no part of a test. Tests are pairs of .in and .ans; rename or remove it.");
    row("test too large", wrote("problems/prime/data/secret/1.in", QByteArray(16 * 1024 * 1024 + 1, '1')),
        "problems/prime/data/secret/1.in", "A test file may have at most 16 MiB. Make it smaller.");
    row("group without tests", wrote("problems/prime/data/secret/g/testdata.yaml", "on_reject: break"),
        "problems/prime/data/secret/g", "The group has no tests. Add pairs of .in and .ans, or remove it.");
    const Change group =
        both(removed("problems/prime/data/secret"),
             both(wrote("problems/prime/data/secret/g/1.in", "1"), wrote("problems/prime/data/secret/g/1.ans", "1")));
    row("group key", both(group, wrote("problems/prime/data/secret/g/testdata.yaml", "accept_scores: 20")),
        "problems/prime/data/secret/g/testdata.yaml:1",
        "The key `accept_scores` is not known. Did you mean `accept_score`?");
    row("points of groups", both(group, wrote("problems/prime/data/secret/g/testdata.yaml", "accept_score: 19")),
        "problems/prime/data/secret",
        "The points of the groups add up to 19, but the problem has 20. Make them equal.");
    row("group without points beside one with",
        both(both(group, wrote("problems/prime/data/secret/g/testdata.yaml", "accept_score: 20")),
             both(wrote("problems/prime/data/secret/h/1.in", "1"), wrote("problems/prime/data/secret/h/1.ans", "1"))),
        "problems/prime/data/secret/h",
        "Other groups have points and this one has none. Add `accept_score` to its testdata.yaml.");
    row("tests outside of groups with points",
        both(both(group, wrote("problems/prime/data/secret/g/testdata.yaml", "accept_score: 20")),
             both(wrote("problems/prime/data/secret/1.in", "1"), wrote("problems/prime/data/secret/1.ans", "1"))),
        "problems/prime/data/secret", "Tests that are in no group would give no points. Move them into a group.");
    row("scored groups without points", both(group, replaced("contest.yaml", "policy", "scoring: groups\npolicy")),
        "problems/prime/data/secret/g",
        "The contest scores groups, and this one has no points. Add `accept_score` to its testdata.yaml.");
    row(
        "link out of the folder",
        [](ContestFolderBuilder &folder) {
            folder.remove(u"problems/prime/data/secret/1.ans"_s);
            folder.link(u"problems/prime/data/secret/1.ans"_s, u"/etc/passwd"_s);
        },
        "problems/prime/data/secret/1.ans", "This is a link that leads out of the folder. Put the file itself here.");
    row(
        "link to nothing",
        [](ContestFolderBuilder &folder) {
            folder.remove(u"problems/prime/data/secret/1.ans"_s);
            folder.link(u"problems/prime/data/secret/1.ans"_s, u"/nowhere/at/all"_s);
        },
        "problems/prime/data/secret/1.ans", "This is a link to nothing. Put the file itself here.");
    row(
        "device",
        [](ContestFolderBuilder &folder) {
            folder.remove(u"problems/prime/data/secret/1.ans"_s);
            folder.link(u"problems/prime/data/secret/1.ans"_s, u"/dev/zero"_s);
        },
        "problems/prime/data/secret/1.ans", "This is a link that leads out of the folder. Put the file itself here.");
}

void TestContestFolderFaults::allMistakesAreReportedAtOnce()
{
    ContestFolderBuilder folder;
    folder.replace(u"contest.yaml"_s, "minutes: 45", "minuts: 45");
    folder.replace(u"problems/prime/problem.yaml"_s, "points: 20", "points: -3");
    folder.remove(u"problems/prime/data/secret/1.ans"_s);
    folder.remove(u"problems/echo/problem_statement"_s);
    const Result<ContestDefinition> contest = readContestFolder(folder.path());
    QVERIFY(!contest.isOk());
    QStringList places;
    for (const FieldError &field : contest.error().fields)
        places.append(field.field);
    QCOMPARE(places,
             (QStringList {u"contest.yaml:5"_s, u"contest.yaml:5"_s, u"problems/echo/problem_statement/problem.en.md"_s,
                           u"problems/prime/problem.yaml:4"_s, u"problems/prime/data/secret/1.in"_s}));
    QVERIFY(
        contest.error().message.contains(u"has 5 mistakes. Nothing was imported. Correct them and import again."_s));
}

void TestContestFolderFaults::whatIsNoContestFolderIsSaid()
{
    ContestFolderBuilder folder;
    const auto messageOf = [](const QString &path) { return readContestFolder(path).error().message; };
    QCOMPARE(messageOf(u"/nowhere"_s), u"There is no folder `/nowhere`. Name the folder that holds contest.yaml."_s);
    const QString file = folder.path() + u"/contest.yaml"_s;
    QCOMPARE(messageOf(file), u"`%1` is a file. Unpack it and name the folder that holds contest.yaml."_s.arg(file));
    const QString problem = folder.path() + u"/problems/prime"_s;
    QCOMPARE(messageOf(problem),
             u"`%1` is a single problem, not a contest. Import it with `problem import`."_s.arg(problem));
}

void TestContestFolderFaults::manyMistakesAreCountedAndTheFirstAreListed()
{
    ContestFolderBuilder folder;
    QByteArray settings = "x: 1\n";
    for (int number = 0; number < 600; ++number)
        settings += "unknown" + QByteArray::number(number) + ": 1\n";
    folder.write(u"problems/prime/problem.yaml"_s, settings);
    const Error error = readContestFolder(folder.path()).error();
    QCOMPARE(error.fields.size(), 500);
    QVERIFY(error.message.contains(u"has 603 mistakes (the first 500 are listed)."_s));
}

void TestContestFolderFaults::endlessYamlIsRefused()
{
    ContestFolderBuilder folder;
    folder.write(u"contest.yaml"_s, QByteArray(100'000, '['));
    QVERIFY(!readContestFolder(folder.path()).isOk());
    QByteArray bomb = "policy:\n  preset: Off\n  a: &a [1,1,1,1,1,1,1,1,1,1]\n";
    for (char name = 'b'; name <= 'i'; ++name)
        bomb += QByteArray("  ") + name + ": &" + name + " [" + QByteArray(1, '*') + char(name - 1) +
                QByteArray(QByteArray(",*") + char(name - 1)).repeated(9) + "]\n";
    folder.write(u"contest.yaml"_s, bomb);
    const Error error = readContestFolder(folder.path()).error();
    QVERIFY(std::any_of(error.fields.begin(), error.fields.end(), [](const FieldError &field) {
        return field.detail.startsWith(u"There are too many settings here"_s);
    }));
}

QTEST_GUILESS_MAIN(TestContestFolderFaults)
#include "test_contest_folder_faults.moc"
