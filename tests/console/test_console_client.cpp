#include "admin-desktop/client/ServerList.h"
#include "admin-desktop/client/Session.h"
#include "shared/protocol/EventJson.h"
#include "tests/console/MockStaffServer.h"
#include "tests/console/RecordedContest.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Marathon;
using namespace std::chrono_literals;

class TestConsoleClient : public QObject
{
    Q_OBJECT

    /// A small contest, and a server that gives its first part as a snapshot and the rest as events.
    struct Stage
    {
        Stage()
            : contest({.participants = 12, .played = 3min, .seed = 3})
        {
            half = contest.ledger().size() / 2;
            for (qsizetype index = 0; index < half; ++index)
                apply(snapshot, contest.ledger()[index]);
            server.onHello = [this](const QJsonObject &hello) {
                const qint64 last = hello.value("last_seq"_L1).toInteger();
                const bool canResume = last > 0 && hello.value("ledger_epoch"_L1) == "1"_L1;
                if (!canResume)
                    return QList<QJsonObject> {contest.welcome(snapshot, contest.now())};
                QList<QJsonObject> answer {{{"t"_L1, "welcome"_L1},
                                            {"ledger_epoch"_L1, "1"_L1},
                                            {"seq"_L1, last},
                                            {"server_now"_L1, toRfc3339(contest.now())},
                                            {"snapshot"_L1, QJsonValue::Null}}};
                for (qint64 seq = last + 1; seq <= sent; ++seq)
                    answer.append(eventToWire(contest.ledger()[seq - 1]));
                return answer;
            };
        }
        void push(qint64 seq)
        {
            sent = std::max(sent, seq);
            server.push(eventToWire(contest.ledger()[seq - 1]));
        }
        bool signIn(Session &session)
        {
            QSignalSpy loaded(&session.contest(), &LiveContest::loaded);
            session.signIn(server.address(), u"asha"_s, u"secret"_s);
            return loaded.wait() && session.line() == LineState::Live;
        }

        RecordedContest contest;
        ContestState snapshot;
        qsizetype half = 0;
        qint64 sent = 0;
        MockStaffServer server;
        SystemClock clock;
    };

private slots:
    void signsInWithABearerTokenAndTakesTheSnapshot()
    {
        Stage stage;
        Session session(stage.clock);
        QVERIFY(stage.signIn(session));
        QCOMPARE(stage.server.authorizations, QStringList {u"Bearer token-1"_s});
        QCOMPARE(session.account().role, Role::Admin);
        const QJsonObject hello = stage.server.hellos.first();
        QCOMPARE(hello.value("v"_L1).toInt(), 1);
        QCOMPARE(hello.value("contest_id"_L1).toString(), u"current"_s);
        QCOMPARE(hello.value("last_seq"_L1).toInt(-1), 0);
        QVERIFY(hello.value("topics"_L1).toArray().contains("ledger"_L1));
        QVERIFY(!hello.value("client_id"_L1).toString().isEmpty());
        QCOMPARE(toJson(session.contest().state()), toJson(stage.snapshot));
        QCOMPARE(session.contest().nameOf(ParticipantId(u"DM260001"_s)),
                 stage.contest.people().first().toObject().value("name"_L1).toString());
    }

    void foldsEventsToTheSameStateAsTheServer()
    {
        Stage stage;
        Session session(stage.clock);
        QVERIFY(stage.signIn(session));
        for (qint64 seq = stage.half + 1; seq <= stage.contest.ledger().size(); ++seq)
            stage.push(seq);
        QTRY_COMPARE(session.contest().state().lastSeq, stage.contest.state().lastSeq);
        QCOMPARE(toJson(session.contest().state()), toJson(stage.contest.state()));
    }

    void resumesByNumberAfterTheLineBroke()
    {
        Stage stage;
        Session session(stage.clock);
        QVERIFY(stage.signIn(session));
        stage.push(stage.half + 1);
        QTRY_COMPARE(session.contest().state().lastSeq, stage.half + 1);
        QSignalSpy loaded(&session.contest(), &LiveContest::loaded);
        stage.sent = stage.half + 9; // happened while the line was down
        stage.server.dropLines();
        QTRY_COMPARE(session.line(), LineState::Waiting);
        QVERIFY(session.offlineSince().has_value());
        QTRY_COMPARE_WITH_TIMEOUT(session.contest().state().lastSeq, stage.half + 9, 10'000);
        QCOMPARE(stage.server.hellos.last().value("last_seq"_L1).toInteger(), stage.half + 1);
        QCOMPARE(stage.server.hellos.last().value("ledger_epoch"_L1).toString(), u"1"_s);
        QCOMPARE(stage.server.hellos.last().value("client_id"_L1), stage.server.hellos.first().value("client_id"_L1));
        QCOMPARE(loaded.size(), 0);
        QVERIFY(!session.offlineSince().has_value());
    }

    void aGapIsFilledByAskingFromTheNumberReached()
    {
        Stage stage;
        Session session(stage.clock);
        QVERIFY(stage.signIn(session));
        stage.push(stage.half + 3); // 1 and 2 are lost
        QTRY_COMPARE_WITH_TIMEOUT(session.contest().state().lastSeq, stage.half + 3, 10'000);
        QCOMPARE(stage.server.hellos.last().value("last_seq"_L1).toInteger(), qint64(stage.half));
        QVERIFY2(!session.offlineSince().has_value(), "asking again is no outage");
    }

    void aRepeatedEventChangesNothing()
    {
        Stage stage;
        Session session(stage.clock);
        QVERIFY(stage.signIn(session));
        QSignalSpy applied(&session.contest(), &LiveContest::eventApplied);
        stage.push(stage.half + 1);
        stage.push(stage.half + 1);
        stage.push(stage.half + 2);
        QTRY_COMPARE(session.contest().state().lastSeq, stage.half + 2);
        QCOMPARE(applied.size(), 2);
    }

    void anotherEpochBringsASnapshot()
    {
        Stage stage;
        Session session(stage.clock);
        QVERIFY(stage.signIn(session));
        QSignalSpy loaded(&session.contest(), &LiveContest::loaded);
        stage.server.onHello = [&stage](const QJsonObject &) {
            QJsonObject welcome = stage.contest.welcome(stage.contest.state(), stage.contest.now());
            welcome.insert("ledger_epoch"_L1, "2"_L1);
            return QList<QJsonObject> {welcome};
        };
        stage.server.dropLines();
        QVERIFY(loaded.wait(10'000));
        QCOMPARE(session.contest().ledgerEpoch(), u"2"_s);
        QCOMPARE(toJson(session.contest().state()), toJson(stage.contest.state()));
    }

    void aNewerEventTurnsReadOnlyAndTheStreamGoesOn_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<int>("version");
        QTest::newRow("an unknown type") << u"participant.teleported"_s << 1;
        QTest::newRow("a newer version") << u"incident.recorded"_s << 99;
    }
    void aNewerEventTurnsReadOnlyAndTheStreamGoesOn()
    {
        QFETCH(QString, type);
        QFETCH(int, version);
        Stage stage;
        Session session(stage.clock);
        QVERIFY(stage.signIn(session));
        QJsonObject event = eventToWire(stage.contest.ledger()[stage.half]);
        event.insert("type"_L1, type);
        event.insert("v"_L1, version);
        stage.server.push(event);
        stage.push(stage.half + 2);
        QTRY_COMPARE(session.contest().state().lastSeq, stage.half + 2);
        QVERIFY(!session.contest().readOnlyBecause().isEmpty());
        QCOMPARE(stage.server.hellos.size(), 1);
    }

    void aCommandIsRepeatedWithItsIdUntilItIsAnswered()
    {
        Stage stage;
        Session session(stage.clock);
        QVERIFY(stage.signIn(session));
        QSignalSpy answered(&session.commands(), &CommandQueue::answered);
        const QString id = session.commands().send(StaffAction {.kind = StaffActionKind::Suspend,
                                                                .participants = {ParticipantId(u"DM260002"_s)},
                                                                .reason = {{}, u"check"_s},
                                                                .text = {},
                                                                .incidents = {},
                                                                .incident = {},
                                                                .duration = Duration(5min),
                                                                .undo = {}});
        QTRY_COMPARE(stage.server.commands.size(), 1);
        stage.server.onCommand = [](const QJsonObject &command) {
            return QList<QJsonObject> {
                {{"t"_L1, "result"_L1},
                 {"id"_L1, command.value("id"_L1)},
                 {"ok"_L1, true},
                 {"action_id"_L1, "a7"_L1},
                 {"results"_L1,
                  QJsonArray {QJsonObject {
                      {"participant_id"_L1, "DM260002"_L1}, {"ok"_L1, true}, {"seq"_L1, 5}, {"detail"_L1, ""_L1}}}}}};
        };
        stage.server.dropLines();
        QVERIFY(answered.wait(10'000));
        QCOMPARE(stage.server.commands.size(), 2);
        QCOMPARE(stage.server.commands[0], stage.server.commands[1]);
        const QJsonObject command = stage.server.commands[1];
        QCOMPARE(command.value("t"_L1).toString(), u"command"_s);
        QCOMPARE(command.value("id"_L1).toString(), id);
        QCOMPARE(command.value("action"_L1).toString(), u"suspend"_s);
        QCOMPARE(command.value("participant_ids"_L1).toArray(), QJsonArray {"DM260002"_L1});
        QCOMPARE(command.value("duration_ms"_L1).toInteger(), 300'000);
        QCOMPARE(command.value("reason"_L1).toString(), u"check"_s);
        QCOMPARE(answered.first().first().value<CommandAnswer>().action, ActionId(u"a7"_s));
        QCOMPARE(session.commands().pendingCount(), 0);
    }

    void everyCommandHasItsFields_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("action");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QJsonValue>("value");
        const auto row = [](const char *name, StaffActionKind kind, const QString &field, const QJsonValue &value) {
            QTest::newRow(name) << int(kind) << QString::fromLatin1(name) << field << value;
        };
        row("warn", StaffActionKind::Warn, u"text"_s, u"words"_s);
        row("message", StaffActionKind::Message, u"text"_s, u"words"_s);
        row("excuse", StaffActionKind::Excuse, u"incident_ids"_s, QJsonArray {"i1"_L1});
        row("record_incident", StaffActionKind::RecordIncident, u"level"_s, u"high"_s);
        row("suspend", StaffActionKind::Suspend, u"duration_ms"_s, QJsonValue(QJsonValue::Null));
        row("allowance", StaffActionKind::Allowance, u"points"_s, 3);
        row("extend", StaffActionKind::Extend, u"amount_ms"_s, 120'000);
        row("undo", StaffActionKind::Undo, u"action_id"_s, u"a1"_s);
        row("disqualify", StaffActionKind::Disqualify, u"reason"_s, u"because"_s);
        row("reinstate", StaffActionKind::Reinstate, u"reason"_s, u"because"_s);
        row("confirm", StaffActionKind::Confirm, u"participant_ids"_s, QJsonArray {"P1"_L1});
    }
    void everyCommandHasItsFields()
    {
        QFETCH(int, kind);
        QFETCH(QString, action);
        QFETCH(QString, field);
        QJsonObject sent;
        CommandQueue queue([&sent](const QJsonObject &message) { sent = message; });
        queue.send(StaffAction {.kind = StaffActionKind(kind),
                                .participants = {ParticipantId(u"P1"_s)},
                                .reason = {{}, u"because"_s},
                                .text = u"words"_s,
                                .incidents = {IncidentId(u"i1"_s)},
                                .incident = {},
                                .level = Level::High,
                                .duration = std::nullopt,
                                .amount = Duration(2min),
                                .points = 3,
                                .undo = ActionId(u"a1"_s)});
        QCOMPARE(sent.value("action"_L1).toString(), action);
        QVERIFY(sent.contains(field));
        QTEST(sent.value(field), "value");
    }

    void aWrongPasswordIsToldInTheServersWords()
    {
        Stage stage;
        stage.server.loginStatus = 401;
        Session session(stage.clock);
        QSignalSpy refused(&session, &Session::refused);
        session.signIn(stage.server.address(), u"asha"_s, u"wrong"_s);
        QVERIFY(refused.wait());
        QCOMPARE(refused.first().first().value<Error>().kind, ErrorKind::NotSignedIn);
        QCOMPARE(refused.first().first().value<Error>().message, u"The user name or the password is wrong."_s);
        QCOMPARE(session.line(), LineState::Off);
    }

    void aServerThatIsNotThereIsNamed()
    {
        SystemClock clock;
        Session session(clock);
        QSignalSpy refused(&session, &Session::refused);
        session.signIn(QUrl(u"http://127.0.0.1:1"_s), u"asha"_s, u"x"_s);
        QVERIFY(refused.wait());
        QVERIFY(refused.first().first().value<Error>().message.contains("127.0.0.1"_L1));
    }

    void anEndedSessionAsksToSignInAgain()
    {
        Stage stage;
        Session session(stage.clock);
        QVERIFY(stage.signIn(session));
        QSignalSpy signedOut(&session, &Session::signedOut);
        stage.server.sessionStatus = 401;
        stage.server.dropLines();
        QVERIFY(signedOut.wait());
        QCOMPARE(session.line(), LineState::Off);
        QVERIFY2(!session.contest().isLoaded(), "nobody who is signed out sees the contest");
    }

    void unknownPeopleAreFetchedByName()
    {
        Stage stage;
        stage.server.people = {{"participants"_L1, QJsonArray {QJsonObject {{"participant_id"_L1, "DM260001"_L1},
                                                                            {"name"_L1, "Renamed Person"_L1},
                                                                            {"seat"_L1, "A-01"_L1}}}}};
        Session session(stage.clock);
        QVERIFY(stage.signIn(session));
        QSignalSpy people(&session.contest(), &LiveContest::peopleChanged);
        stage.sent = stage.half + 1;
        stage.server.push(eventToWire({.seq = stage.snapshot.lastSeq + 1,
                                       .at = stage.contest.now(),
                                       .actor = u"staff:asha"_s,
                                       .participant = {},
                                       .body = ConfigChanged {*stage.snapshot.config}}));
        QVERIFY(people.wait());
        QCOMPARE(session.contest().nameOf(ParticipantId(u"DM260001"_s)), u"Renamed Person"_s);
    }

    void pausesGrowAndAreJittered()
    {
        QCOMPARE(Connection::pauseBefore(1, 0.0), 500ms);
        QCOMPARE(Connection::pauseBefore(1, 1.0), 250ms);
        QCOMPARE(Connection::pauseBefore(3, 0.0), 2000ms);
        QCOMPARE(Connection::pauseBefore(50, 0.0), 15000ms);
        QVERIFY(Connection::pauseBefore(50, 1.0) >= 7500ms);
    }

    void socketAddressesFollowTheServers_data()
    {
        QTest::addColumn<QString>("server");
        QTest::addColumn<QString>("socket");
        QTest::newRow("plain") << u"http://10.0.0.5:8080"_s << u"ws://10.0.0.5:8080/ws/staff"_s;
        QTest::newRow("encrypted") << u"https://contest.example"_s << u"wss://contest.example/ws/staff"_s;
        QTest::newRow("below a path") << u"https://example.org/contest/"_s << u"wss://example.org/contest/ws/staff"_s;
    }
    void socketAddressesFollowTheServers()
    {
        QFETCH(QString, server);
        QFETCH(QString, socket);
        QCOMPARE(Connection::socketAddress(QUrl(server)).toString(), socket);
    }

    void serversAreRememberedNewestFirstWithoutPasswords()
    {
        const QTemporaryDir folder;
        QSettings settings(folder.filePath(u"s.ini"_s), QSettings::IniFormat);
        ServerList list(settings);
        for (int number = 0; number < 12; ++number)
            list.remember(u"http://server%1"_s.arg(number), u"user%1"_s.arg(number));
        QCOMPARE(list.servers().size(), 10);
        QCOMPARE(list.servers().first(), u"http://server11"_s);
        QCOMPARE(list.userFor(u"http://server11"_s), u"user11"_s);
        QVERIFY(list.userFor(u"http://server0"_s).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestConsoleClient)
#include "test_console_client.moc"
