#include "server/auth/PasswordHash.h"
#include "server/auth/PasswordRules.h"
#include "server/import/ContestFolder.h"
#include "server/ops/Administration.h"
#include "server/ops/ContestImport.h"
#include "server/ops/DataDirectory.h"
#include "tests/import/ContestFolderBuilder.h"
#include "tests/support/TestDatabase.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Marathon;

namespace {

const QString listHeader = u"participant_id,name,email,password,college,department,hall,seat\n"_s;

/// A data directory of its own, driven by commands; every command opens it anew, as the command line does.
class Bench
{
public:
    Result<QJsonObject> ask(const QString &command, QJsonObject fields = {})
    {
        fields.insert("command"_L1, command);
        return administer(place, fields);
    }
    Result<QJsonObject> importFolder(const QString &path) { return ask(u"contest.import"_s, {{"dir"_L1, path}}); }
    Result<QJsonObject> importList(const QString &rows)
    {
        return ask(u"participants.import"_s, {{"csv"_L1, listHeader + rows}});
    }
    std::unique_ptr<Store> store() const
    {
        Result<std::unique_ptr<Store>> opened = openStoreAt(place, StoreMode::ReadOnly);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().message));
        if (const auto contest = (*opened)->newestContest(); contest && *contest)
            (*opened)->select(**contest);
        return std::move(*opened);
    }
    TableChanges tables() const
    {
        const Result<TableChanges> rows = store()->changesSince(-1, SystemClock().now());
        if (!rows)
            qFatal("%s", qPrintable(rows.error().message));
        return *rows;
    }
    QMap<QString, PersonRow> people() const
    {
        QMap<QString, PersonRow> map;
        for (const PersonRow &row : tables().people)
            map.insert(row.participant, row);
        return map;
    }
    QList<ProblemContent> problems() const { return tables().problems; }
    QList<StaffRow> staff() const { return tables().staff; }
    QList<LedgerRow> ledger(qint64 after = 0) const
    {
        const Result<QList<LedgerRow>> rows = store()->events(after, 1000);
        if (!rows)
            qFatal("%s", qPrintable(rows.error().message));
        return *rows;
    }
    qint64 entries() { return ask(u"status"_s)->value("seq"_L1).toInteger(); }

    QTemporaryDir data;
    StoreAddress place {.directory = DataDirectory(data.path()).path(), .postgres = newTestDatabase()};
    ContestFolderBuilder folder;
};

QStringList fieldsOf(const Error &error)
{
    QStringList names;
    for (const FieldError &field : error.fields)
        names.append(field.field);
    return names;
}

#define ACCEPTED(answer) QVERIFY2(answer.isOk(), qPrintable(answer.isOk() ? QString() : answer.error().message))

} // namespace

class TestAdminDesk : public QObject
{
    Q_OBJECT

private slots:
    void theSampleContestIsImportedWhole()
    {
        Bench bench;
        const Result<QJsonObject> answer =
            bench.importFolder(QStringLiteral(MARATHON_SOURCE_DIR "/resources/samples/debug-marathon"));
        ACCEPTED(answer);
        QCOMPARE(answer->value("rounds"_L1).toInt(), 5);
        QCOMPARE(answer->value("problems"_L1).toInt(), 15);
        QCOMPARE(answer->value("policy"_L1).toString(), u"Standard"_s);
        const std::unique_ptr<Store> store = bench.store();
        const QList<ProblemContent> problems = bench.problems();
        QCOMPARE(problems.size(), 15);
        qsizetype tests = 0;
        for (const ProblemContent &problem : problems) {
            QVERIFY(!problem.title.isEmpty() && !problem.statementHtml.isEmpty() && !problem.buggySources.isEmpty());
            QCOMPARE(problem.revision, 1);
            tests += problem.tests.size();
            for (const TestFile &test : problem.tests)
                QVERIFY(store->blob(test.inputSha).isOk() && store->blob(test.answerSha).isOk());
        }
        QCOMPARE(answer->value("tests"_L1).toInt(), tests);
        QVERIFY(tests >= 15 * 7);
        ACCEPTED(bench.ask(u"verify"_s));
    }

    void problemsAreLabelledOverAllRounds()
    {
        Bench bench;
        ACCEPTED(bench.importFolder(bench.folder.path()));
        const Result<QJsonObject> results =
            bench.ask(u"participants.import"_s, {{"csv"_L1, listHeader + u"P1,Ada,ada@x.org,secret-1,,,H1,1\n"_s}});
        ACCEPTED(results);
        const Result<QJsonObject> exported =
            bench.ask(u"export"_s, {{"kind"_L1, u"results"_s}, {"format"_L1, u"csv"_s}});
        ACCEPTED(exported);
        QVERIFY(
            exported->value("content"_L1)
                .toString()
                .startsWith(
                    u"rank,participant_id,name,college,department,hall,seat,score,solved,time_s,status,points_a,points_b\r\n"_s));
        QCOMPARE(problemLabel(0), u"A"_s);
        QCOMPARE(problemLabel(25), u"Z"_s);
        QCOMPARE(problemLabel(26), u"AA"_s);
        QCOMPARE(problemLabel(701), u"ZZ"_s);
        QCOMPARE(problemLabel(702), u"AAA"_s);
    }

    void importingAgainBeforeTheStartUpdates()
    {
        Bench bench;
        ACCEPTED(bench.importFolder(bench.folder.path()));
        const qint64 entries = bench.entries();
        bench.folder.write(u"problems/prime/data/secret/1.ans"_s, "fourteen\n");
        bench.folder.write(u"problems/prime/problem_statement/problem.en.md"_s, "Another text.\n");
        const Result<QJsonObject> again = bench.importFolder(bench.folder.path());
        ACCEPTED(again);
        QCOMPARE(again->value("updated"_L1).toBool(), true);
        QCOMPARE(bench.entries(), entries);
        const QList<ProblemContent> problems = bench.problems();
        for (const ProblemContent &problem : problems) {
            if (problem.id.toString() != "prime"_L1)
                continue;
            QVERIFY(problem.statementHtml.contains("Another text."_L1));
            QCOMPARE(*bench.store()->blob(problem.tests.last().answerSha), "fourteen\n"_ba);
        }
        bench.folder.replace(u"contest.yaml"_s, "minutes: 30", "minutes: 50");
        ACCEPTED(bench.importFolder(bench.folder.path()));
        QVERIFY(bench.entries() > entries);
    }

    void importingIsRefusedOnceTheContestHasBegun_data()
    {
        QTest::addColumn<QStringList>("states");
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<bool>("accepted");
        const QStringList live {u"live"_s};
        const QStringList ended {u"live"_s, u"ended"_s};
        QTest::newRow("the same contest while live") << live << "small"_ba << false;
        QTest::newRow("the same contest after its end") << ended << "small"_ba << false;
        QTest::newRow("another contest while live") << live << "other"_ba << false;
        QTest::newRow("another contest after the end") << ended << "other"_ba << true;
        QTest::newRow("another contest before the start") << QStringList() << "other"_ba << true;
    }
    void importingIsRefusedOnceTheContestHasBegun()
    {
        QFETCH(QStringList, states);
        QFETCH(QByteArray, id);
        QFETCH(bool, accepted);
        Bench bench;
        ACCEPTED(bench.importFolder(bench.folder.path()));
        for (const QString &state : states)
            ACCEPTED(bench.ask(u"contest.state"_s, {{"state"_L1, state}}));
        bench.folder.replace(u"contest.yaml"_s, "id: small", "id: " + id);
        bench.folder.write(u"problems/prime/problem_statement/problem.en.md"_s, "Another text.\n");
        const Result<QJsonObject> answer = bench.importFolder(bench.folder.path());
        QCOMPARE(answer.isOk(), accepted);
        if (accepted)
            return;
        QCOMPARE(answer.error().kind, ErrorKind::Conflict);
        const QList<ProblemContent> problems = bench.problems();
        for (const ProblemContent &problem : problems)
            QVERIFY(!problem.statementHtml.contains("Another text."_L1));
    }

    void aContestOfBeforeIsNotMadeAgain()
    {
        Bench bench;
        ACCEPTED(bench.importFolder(bench.folder.path()));
        bench.folder.replace(u"contest.yaml"_s, "id: small", "id: other");
        ACCEPTED(bench.importFolder(bench.folder.path()));
        bench.folder.replace(u"contest.yaml"_s, "id: other", "id: small");
        const Result<QJsonObject> answer = bench.importFolder(bench.folder.path());
        QCOMPARE(answer.error().kind, ErrorKind::Conflict);
        QVERIFY(answer.error().message.contains("small"_L1));
    }

    void aBrokenFolderIsNotImported_data()
    {
        QTest::addColumn<QString>("removed");
        QTest::addColumn<QByteArray>("policy");
        QTest::addColumn<QString>("place");
        QTest::newRow("answer is missing")
            << u"problems/prime/data/secret/1.ans"_s << QByteArray() << u"problems/prime/data/secret/1.in"_s;
        QTest::newRow("statement is missing")
            << u"problems/prime/problem_statement"_s << QByteArray() << u"problems/prime/"_s;
        QTest::newRow("buggy program is missing") << u"problems/prime/buggy"_s << QByteArray() << u"contest.yaml"_s;
        QTest::newRow("unknown policy setting") << QString() << "{preset: Strict, limmit: 3}"_ba << u"limmit"_s;
        QTest::newRow("policy setting out of range") << QString() << "{preset: Strict, grace: -1}"_ba << u"grace"_s;
    }
    void aBrokenFolderIsNotImported()
    {
        QFETCH(QString, removed);
        QFETCH(QByteArray, policy);
        QFETCH(QString, place);
        Bench bench;
        if (!removed.isEmpty())
            bench.folder.remove(removed);
        if (!policy.isEmpty())
            bench.folder.replace(u"contest.yaml"_s, "policy: Strict", "policy: " + policy);
        const Result<QJsonObject> answer = bench.importFolder(bench.folder.path());
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::Invalid);
        QVERIFY2(fieldsOf(answer.error()).join(u' ').contains(place), qPrintable(fieldsOf(answer.error()).join(u' ')));
        QVERIFY(bench.ask(u"status"_s)->value("contest"_L1).isNull());
    }

    void policySettingsAreLaidOverThePreset()
    {
        Bench bench;
        bench.folder.replace(
            u"contest.yaml"_s, "policy: Strict",
            "policy: {preset: Strict, limit: 30, kinds: {away.tab: {enabled: false}}, block: {copy: false}}");
        const Result<ContestDefinition> definition = readContestFolder(bench.folder.path());
        ACCEPTED(definition);
        const Result<ContestImport> import = contestImportOf(*definition);
        ACCEPTED(import);
        const Policy strict = *policyPreset(u"Strict"_s);
        QCOMPARE(import->policy.limit, 30);
        QCOMPARE(import->policy.points, strict.points);
        QCOMPARE(import->policy.block.copy, false);
        QCOMPARE(import->policy.block.paste, strict.block.paste);
        QVERIFY(!isEnabled(import->policy, IncidentKind::AwayTab));
        QVERIFY(isEnabled(import->policy, IncidentKind::AwayWindow));
    }

    void wrongRequestsNameTheirFields_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QJsonObject>("fields");
        QTest::addColumn<QString>("named");
        const QJsonObject nothing;
        QTest::newRow("no such command") << u"contest.explode"_s << nothing << u"command"_s;
        QTest::newRow("no command") << u""_s << nothing << u"command"_s;
        QTest::newRow("folder missing") << u"contest.import"_s << nothing << u"dir"_s;
        QTest::newRow("folder of another type") << u"contest.import"_s << QJsonObject {{"dir"_L1, 4}} << u"dir"_s;
        QTest::newRow("unknown contest state")
            << u"contest.state"_s << QJsonObject {{"state"_L1, u"running"_s}} << u"state"_s;
        QTest::newRow("unknown round state")
            << u"round.state"_s << QJsonObject {{"number"_L1, 1}, {"state"_L1, u"running"_s}} << u"state"_s;
        QTest::newRow("round number missing")
            << u"round.state"_s << QJsonObject {{"state"_L1, u"active"_s}} << u"number"_s;
        QTest::newRow("unknown preset") << u"policy"_s << QJsonObject {{"preset"_L1, u"Harsh"_s}} << u"preset"_s;
        QTest::newRow("no preset") << u"policy"_s << nothing << u"preset"_s;
        QTest::newRow("unknown setting") << u"policy"_s << QJsonObject {{"policy"_L1, QJsonObject {{"limmit"_L1, 3}}}}
                                         << u"limmit"_s;
        QTest::newRow("list missing") << u"participants.import"_s << nothing << u"csv"_s;
        QTest::newRow("list not base64") << u"participants.import"_s << QJsonObject {{"csv_base64"_L1, u"%%%"_s}}
                                         << u"csv_base64"_s;
        QTest::newRow("unknown role") << u"staff.add"_s
                                      << QJsonObject {{"username"_L1, u"eve"_s},
                                                      {"role"_L1, u"king"_s},
                                                      {"password"_L1, u"kT9#vmwq2LxZ"_s}}
                                      << u"role"_s;
        QTest::newRow("role of no staff") << u"staff.add"_s
                                          << QJsonObject {{"username"_L1, u"eve"_s},
                                                          {"role"_L1, u"participant"_s},
                                                          {"password"_L1, u"kT9#vmwq2LxZ"_s}}
                                          << u"role"_s;
        QTest::newRow("weak password") << u"staff.add"_s
                                       << QJsonObject {{"username"_L1, u"eve"_s},
                                                       {"role"_L1, u"admin"_s},
                                                       {"password"_L1, u"short"_s}}
                                       << u"password"_s;
        QTest::newRow("wrong username") << u"staff.add"_s
                                        << QJsonObject {{"username"_L1, u"e v e"_s},
                                                        {"role"_L1, u"admin"_s},
                                                        {"password"_L1, u"kT9#vmwq2LxZ"_s}}
                                        << u"username"_s;
        QTest::newRow("reserved username") << u"staff.add"_s
                                           << QJsonObject {{"username"_L1, u"Command-Line"_s},
                                                           {"role"_L1, u"admin"_s},
                                                           {"password"_L1, u"kT9#vmwq2LxZ"_s}}
                                           << u"username"_s;
        QTest::newRow("unknown export") << u"export"_s
                                        << QJsonObject {{"kind"_L1, u"gossip"_s}, {"format"_L1, u"csv"_s}} << u"kind"_s;
        QTest::newRow("unknown format") << u"export"_s
                                        << QJsonObject {{"kind"_L1, u"results"_s}, {"format"_L1, u"doc"_s}}
                                        << u"format"_s;
        QTest::newRow("unknown round") << u"export"_s
                                       << QJsonObject {{"kind"_L1, u"results"_s},
                                                       {"format"_L1, u"csv"_s},
                                                       {"round"_L1, 9}}
                                       << u"round"_s;
        QTest::newRow("unknown hall") << u"export"_s
                                      << QJsonObject {{"kind"_L1, u"results"_s},
                                                      {"format"_L1, u"csv"_s},
                                                      {"hall"_L1, u"H9"_s}}
                                      << u"hall"_s;
        QTest::newRow("round of participants")
            << u"export"_s << QJsonObject {{"kind"_L1, u"participants"_s}, {"format"_L1, u"csv"_s}, {"round"_L1, 1}}
            << u"round"_s;
    }
    void wrongRequestsNameTheirFields()
    {
        static Bench bench;
        if (bench.ask(u"status"_s)->value("contest"_L1).isNull())
            ACCEPTED(bench.importFolder(bench.folder.path()));
        const qint64 entries = bench.entries();
        QFETCH(QString, command);
        QFETCH(QJsonObject, fields);
        QFETCH(QString, named);
        const Result<QJsonObject> answer = bench.ask(command, fields);
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::Invalid);
        QVERIFY2(fieldsOf(answer.error()).contains(named),
                 qPrintable(answer.error().message + fieldsOf(answer.error()).join(u' ')));
        QCOMPARE(bench.entries(), entries);
        QVERIFY(bench.staff().isEmpty());
    }

    void withoutAContestThereIsNothingToDo_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QJsonObject>("fields");
        QTest::newRow("contest state") << u"contest.state"_s << QJsonObject {{"state"_L1, u"live"_s}};
        QTest::newRow("round state") << u"round.state"_s << QJsonObject {{"number"_L1, 1}, {"state"_L1, u"active"_s}};
        QTest::newRow("policy") << u"policy"_s << QJsonObject {{"preset"_L1, u"strict"_s}};
        QTest::newRow("participants") << u"participants.import"_s
                                      << QJsonObject {{"csv"_L1, listHeader + u"P1,Ada,ada@x.org,secret-1,,,,\n"_s}};
        QTest::newRow("export") << u"export"_s << QJsonObject {{"kind"_L1, u"results"_s}, {"format"_L1, u"csv"_s}};
        QTest::newRow("verify") << u"verify"_s << QJsonObject {};
    }
    void withoutAContestThereIsNothingToDo()
    {
        QFETCH(QString, command);
        QFETCH(QJsonObject, fields);
        Bench bench;
        const Result<QJsonObject> answer = bench.ask(command, fields);
        QCOMPARE(answer.error().kind, ErrorKind::NotFound);
        QVERIFY(bench.ask(u"status"_s).isOk());
    }

    void statesFollowTheRules()
    {
        Bench bench;
        ACCEPTED(bench.importFolder(bench.folder.path()));
        const QJsonObject active {{"number"_L1, 1}, {"state"_L1, u"active"_s}};
        QCOMPARE(bench.ask(u"round.state"_s, active).error().kind, ErrorKind::Conflict);
        ACCEPTED(bench.ask(u"contest.state"_s, {{"state"_L1, u"live"_s}}));
        ACCEPTED(bench.ask(u"round.state"_s, active));
        QCOMPARE(bench.ask(u"round.state"_s, {{"number"_L1, 2}, {"state"_L1, u"active"_s}}).error().kind,
                 ErrorKind::Conflict);
        QCOMPARE(bench.ask(u"round.state"_s, {{"number"_L1, 7}, {"state"_L1, u"active"_s}}).error().kind,
                 ErrorKind::NotFound);
        QCOMPARE(bench.ask(u"contest.state"_s, {{"state"_L1, u"draft"_s}}).error().kind, ErrorKind::Conflict);
        const QJsonObject status = *bench.ask(u"status"_s);
        QCOMPARE(status["contest"_L1]["state"_L1].toString(), u"live"_s);
        QCOMPARE(status["rounds"_L1][0]["state"_L1].toString(), u"active"_s);
        QVERIFY(status["message"_L1].toString().contains("Round 1, Level 1: active"_L1));
        const QList<LedgerRow> rows = bench.ledger();
        QCOMPARE(rows.last().actor, u"staff:command-line"_s);
    }

    void aPolicyIsAPresetOrChangesOne()
    {
        Bench bench;
        ACCEPTED(bench.importFolder(bench.folder.path()));
        ACCEPTED(bench.ask(u"policy"_s, {{"preset"_L1, u"observe"_s}}));
        const Result<QJsonObject> changed = bench.ask(u"policy"_s, {{"policy"_L1, QJsonObject {{"limit"_L1, 42}}}});
        ACCEPTED(changed);
        QCOMPARE((*changed)["policy"_L1]["limit"_L1].toInt(), 42);
        QCOMPARE((*changed)["policy"_L1]["limit_action"_L1].toString(), u"none"_s);
        QCOMPARE(bench.ask(u"status"_s)->value("policy"_L1).toString(), u"Observe"_s);
    }

    void missingPasswordsAreGenerated()
    {
        Bench bench;
        ACCEPTED(bench.importFolder(bench.folder.path()));
        const Result<QJsonObject> answer =
            bench.importList(u"P1,=Ada,ada@x.org,,C,D,H1,1\nP2,Bob,bob@x.org,chosen-1,C,D,H1,2\n"_s);
        ACCEPTED(answer);
        QCOMPARE(answer->value("participants"_L1).toInt(), 2);
        QCOMPARE(answer->value("added"_L1).toInt(), 2);
        QCOMPARE(answer->value("generated_count"_L1).toInt(), 1);
        const QStringList lines = answer->value("generated"_L1).toString().split(u"\r\n"_s, Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 2);
        QCOMPARE(lines[0], u"participant_id,name,password"_s);
        QVERIFY2(lines[1].startsWith("P1,'=Ada,"_L1), qPrintable(lines[1]));
        const QString password = lines[1].section(u',', 2);
        QCOMPARE(password.size(), 10);
        for (const QChar character : password)
            QVERIFY(generatedPasswordAlphabet().contains(character));
        const QMap<QString, PersonRow> people = bench.people();
        QVERIFY(verifyPassword(people[u"P1"_s].passwordHash, password.toUtf8()));
        QVERIFY(verifyPassword(people[u"P2"_s].passwordHash, "chosen-1"_ba));
    }

    void knownParticipantsKeepTheirPassword()
    {
        Bench bench;
        ACCEPTED(bench.importFolder(bench.folder.path()));
        ACCEPTED(bench.importList(u"P1,Ada,ada@x.org,first-one,,,H1,1\nP2,Bob,bob@x.org,second-one,,,H1,2\n"_s));
        const Result<QJsonObject> again =
            bench.importList(u"P1,Ada L.,ada@x.org,,,,H2,7\nP2,Bob,bob@x.org,changed-one,,,H1,2\n"_s);
        ACCEPTED(again);
        QCOMPARE(again->value("added"_L1).toInt(), 0);
        QCOMPARE(again->value("generated_count"_L1).toInt(), 0);
        const QMap<QString, PersonRow> people = bench.people();
        QCOMPARE(people[u"P1"_s].name, u"Ada L."_s);
        QVERIFY(verifyPassword(people[u"P1"_s].passwordHash, "first-one"_ba));
        QVERIFY(verifyPassword(people[u"P2"_s].passwordHash, "changed-one"_ba));
        const Result<QJsonObject> exported =
            bench.ask(u"export"_s, {{"kind"_L1, u"participants"_s}, {"format"_L1, u"json"_s}, {"hall"_L1, u"H2"_s}});
        ACCEPTED(exported);
        QCOMPARE(exported->value("rows"_L1).toInt(), 1);
    }

    void aWrongListChangesNothing_data()
    {
        QTest::addColumn<QString>("rows");
        QTest::addColumn<QString>("place");
        QTest::newRow("broken row") << u"P5,Eve\n"_s << u"line 2"_s;
        QTest::newRow("duplicate id") << u"P5,Eve,eve@x.org,,,,,\nP5,Fay,fay@x.org,,,,,\n"_s
                                      << u"line 3, participant_id"_s;
        QTest::newRow("duplicate address") << u"P5,Eve,eve@x.org,,,,,\nP6,Fay,EVE@x.org,,,,,\n"_s << u"line 3, email"_s;
        QTest::newRow("address of somebody else")
            << u"P5,Eve,eve@x.org,,,,,\nP6,Fay,ada@x.org,,,,,\n"_s << u"line 3, email"_s;
        QTest::newRow("address that somebody in the list gives up")
            << u"P1,Ada,new@x.org,,,,,\nP6,Fay,ada@x.org,,,,,\n"_s << u"line 3, email"_s;
        QTest::newRow("seat of somebody else") << u"P6,Fay,fay@x.org,,,,h1,1\n"_s << u"line 2, seat"_s;
        QTest::newRow("id in another case") << u"p1,Ada,ada2@x.org,,,,,\n"_s << u"line 2, participant_id"_s;
        QTest::newRow("no address") << u"P6,Fay,,,,,,\n"_s << u"line 2, email"_s;
    }
    void aWrongListChangesNothing()
    {
        static Bench bench;
        if (bench.ask(u"status"_s)->value("contest"_L1).isNull()) {
            ACCEPTED(bench.importFolder(bench.folder.path()));
            ACCEPTED(bench.importList(u"P1,Ada,ada@x.org,first-one,,,H1,1\n"_s));
        }
        const qint64 entries = bench.entries();
        QFETCH(QString, rows);
        QFETCH(QString, place);
        const Result<QJsonObject> answer = bench.importList(rows);
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::Invalid);
        QVERIFY2(fieldsOf(answer.error()).contains(place), qPrintable(fieldsOf(answer.error()).join(u'\n')));
        QCOMPARE(bench.entries(), entries);
        QCOMPARE(bench.people().size(), 1);
    }

    void aDryRunChangesNothing()
    {
        Bench bench;
        ACCEPTED(bench.importFolder(bench.folder.path()));
        const qint64 entries = bench.entries();
        const Result<QJsonObject> answer = bench.ask(
            u"participants.import"_s, {{"csv"_L1, listHeader + u"P1,Ada,ada@x.org,,,,,\n"_s}, {"dry_run"_L1, true}});
        ACCEPTED(answer);
        QCOMPARE(answer->value("added"_L1).toInt(), 1);
        QVERIFY(!answer->contains("generated"_L1));
        QCOMPARE(bench.entries(), entries);
        QVERIFY(bench.people().isEmpty());
    }

    void staffAreAddedAndChanged()
    {
        Bench bench;
        ACCEPTED(bench.ask(u"staff.add"_s, {{"username"_L1, u"pat"_s},
                                            {"role"_L1, u"proctor"_s},
                                            {"password"_L1, u"gravel otter lamp"_s},
                                            {"halls"_L1, QJsonArray {u"H1"_s}},
                                            {"name"_L1, u"Pat"_s}}));
        ACCEPTED(bench.importFolder(bench.folder.path()));
        const QList<LedgerRow> rows = bench.ledger();
        QVERIFY(rows.last().body.contains("\"username\":\"pat\""));
        const Result<QJsonObject> changed =
            bench.ask(u"staff.add"_s,
                      {{"username"_L1, u"pat"_s}, {"role"_L1, u"admin"_s}, {"password"_L1, u"marble heron kite"_s}});
        ACCEPTED(changed);
        QCOMPARE(changed->value("updated"_L1).toBool(), true);
        const QList<StaffRow> staff = bench.staff();
        QCOMPARE(staff.size(), 1);
        QCOMPARE(staff.first().role, Role::Admin);
        QCOMPARE(staff.first().name, u"Pat"_s);
        QVERIFY(staff.first().halls.isEmpty());
        QVERIFY(verifyPassword(staff.first().passwordHash, "marble heron kite"_ba));
        QVERIFY(!verifyPassword(staff.first().passwordHash, "gravel otter lamp"_ba));
    }

    void anExportIsNotedInTheLedger()
    {
        Bench bench;
        ACCEPTED(bench.importFolder(bench.folder.path()));
        const qint64 entries = bench.entries();
        const Result<QJsonObject> answer =
            bench.ask(u"export"_s, {{"kind"_L1, u"violations"_s}, {"format"_L1, u"json"_s}, {"round"_L1, 2}});
        ACCEPTED(answer);
        QCOMPARE(answer->value("seq"_L1).toInteger(), entries);
        QCOMPARE(answer->value("rows"_L1).toInt(), 0);
        QCOMPARE(answer->value("file_name"_L1).toString(), u"small-violations-round-2.json"_s);
        QCOMPARE(QJsonDocument::fromJson(answer->value("content"_L1).toString().toUtf8()).array().size(), 0);
        QCOMPARE(bench.entries(), entries + 1);
        QCOMPARE(bench.ledger(entries).first().type, u"export.made"_s);
    }
};

QTEST_GUILESS_MAIN(TestAdminDesk)
#include "test_admin_desk.moc"
