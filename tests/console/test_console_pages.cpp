#include "admin-desktop/MainWindow.h"
#include "admin-desktop/PageList.h"
#include "admin-desktop/pages/OverviewPage.h"
#include "admin-desktop/pages/ParticipantPanel.h"
#include "admin-desktop/pages/SignInPage.h"
#include "admin-desktop/widgets/ActionDialog.h"
#include "admin-desktop/widgets/Parts.h"
#include "admin-desktop/widgets/UndoBar.h"
#include "shared/protocol/EventJson.h"
#include "tests/console/MockStaffServer.h"
#include "tests/console/RecordedContest.h"

#include <QFile>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Marathon;
using namespace std::chrono_literals;

namespace {

/// A console with its window, its settings in a folder of its own.
struct Console
{
    explicit Console(Scheme scheme = Scheme::Light)
        : settings(folder.filePath(u"s.ini"_s), QSettings::IniFormat)
        , theme(*qApp, scheme)
        , session(clock)
        , window(session, theme, settings)
    {}

    QTemporaryDir folder;
    QSettings settings;
    SystemClock clock;
    Theme theme;
    Session session;
    MainWindow window;
};

/// Kilobytes that this process holds in memory (Linux).
qint64 residentKib()
{
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.mid(6).simplified().split(' ').first().toLongLong();
    }
    return 0;
}

int coloursIn(const QImage &image)
{
    QSet<QRgb> colours;
    for (int y = 0; y < image.height(); y += 3) {
        for (int x = 0; x < image.width(); x += 3)
            colours.insert(image.pixel(x, y));
    }
    return int(colours.size());
}

} // namespace

class TestConsolePages : public QObject
{
    Q_OBJECT

    QJsonObject m_recording;
    qint64 m_lastSeq = 0;

private slots:
    void initTestCase()
    {
        const RecordedContest contest({});
        m_recording = contest.recording();
        m_lastSeq = contest.state().lastSeq;
    }

    void everyPageOpensOnRecordedData_data()
    {
        QTest::addColumn<QString>("page");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("hasPanel");
        for (const PageRow &row : pageList()) {
            for (const QSize size : {QSize(1024, 640), QSize(1600, 1000)}) {
                for (const bool hasPanel : {false, true}) {
                    QTest::addRow("%s %dx%d%s", row.name.data(), size.width(), size.height(),
                                  hasPanel ? " with a person" : "")
                        << QString(row.name) << size << hasPanel;
                }
            }
        }
    }
    void everyPageOpensOnRecordedData()
    {
        QFETCH(QString, page);
        QFETCH(QSize, size);
        QFETCH(bool, hasPanel);
        Console console(hasPanel ? Scheme::Dark : Scheme::Light);
        console.window.resize(size);
        console.window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&console.window));
        const Result<void> opened = console.session.openRecording(m_recording);
        QVERIFY2(opened.isOk(), qPrintable(opened.isOk() ? QString() : opened.error().message));
        QCOMPARE(console.session.contest().state().lastSeq, m_lastSeq);
        QVERIFY(console.window.openPage(page));
        if (hasPanel)
            console.window.openPerson(u"DM260010"_s);
        QCOMPARE(console.window.panel().isVisible(), hasPanel);
        emit console.window.desk().ticked();
        QCoreApplication::sendPostedEvents();
        QCOMPARE(console.window.size(), size);
        QVERIFY(console.window.pageNamed(page)->isVisible());
        const QList<QPushButton *> buttons = console.window.findChildren<QPushButton *>();
        for (const QPushButton *button : buttons) {
            if (button->isVisible())
                QVERIFY2(button->width() >= button->minimumSizeHint().width(),
                         qPrintable(u"cut off: "_s + button->text()));
        }
        const QList<DataTable *> tables = console.window.pageNamed(page)->findChildren<DataTable *>();
        for (DataTable *table : tables)
            QVERIFY2(table->shown().rowCount() > 0, qPrintable(table->exportTitle()));
        const QImage picture = console.window.grab().toImage();
        QVERIFY(coloursIn(picture) > 30);
    }

    void theOverviewHasItsChart()
    {
        Console console;
        QVERIFY(console.session.openRecording(m_recording).isOk());
        emit console.window.desk().ticked();
        QVERIFY(qobject_cast<OverviewPage *>(console.window.pageNamed(u"overview"_s))->hasChart());
    }

    void aRecordingCannotBeChanged()
    {
        Console console;
        QVERIFY(console.session.openRecording(m_recording).isOk());
        QSignalSpy failed(&console.window.desk().actions, &Actions::failed);
        console.window.desk().actions.act(StaffActionKind::Disqualify, {u"DM260010"_s});
        QCOMPARE(failed.size(), 1);
        QVERIFY(!console.window.desk().actions.dialog());
    }

    void theThemeSwitchesWithoutReopening()
    {
        Console console;
        console.window.resize(1200, 700);
        console.window.show();
        QVERIFY(console.session.openRecording(m_recording).isOk());
        const QColor light = console.window.grab().toImage().pixelColor(5, 690);
        console.theme.setScheme(Scheme::Dark);
        const QColor dark = console.window.grab().toImage().pixelColor(5, 690);
        QVERIFY(light.lightness() > 200);
        QVERIFY(dark.lightness() < 80);
    }

    void memoryWith350People()
    {
        const qint64 before = residentKib();
        Console console;
        console.window.resize(1600, 1000);
        console.window.show();
        QVERIFY(console.session.openRecording(m_recording).isOk());
        for (const PageRow &row : pageList()) {
            console.window.openPage(QString(row.name));
            console.window.grab();
        }
        const qint64 after = residentKib();
        qInfo("resident: %lld MiB before the window, %lld MiB with 350 participants and %lld events",
              qlonglong(before / 1024), qlonglong(after / 1024), qlonglong(m_lastSeq));
        QVERIFY2(after < 400 * 1024, "a console must leave an ordinary laptop room");
    }

    void disqualifyNamesThePersonAndCanBeUndone()
    {
        RecordedContest contest({.participants = 12, .played = 3min, .seed = 3});
        MockStaffServer server;
        server.onHello = [&contest](const QJsonObject &) {
            return QList<QJsonObject> {contest.welcome(contest.state(), contest.now())};
        };
        server.onCommand = [](const QJsonObject &command) {
            return QList<QJsonObject> {{{"t"_L1, "result"_L1},
                                        {"id"_L1, command.value("id"_L1)},
                                        {"ok"_L1, true},
                                        {"action_id"_L1, "a77"_L1},
                                        {"results"_L1, QJsonArray()}}};
        };
        Console console;
        console.window.resize(1200, 700);
        console.window.show();
        QSignalSpy loaded(&console.session.contest(), &LiveContest::loaded);
        emit console.window.signIn().signInWanted(server.address(), u"asha"_s, u"secret"_s);
        QVERIFY(loaded.wait());
        QTRY_COMPARE(console.session.line(), LineState::Live);
        console.window.openPage(u"monitor"_s);
        console.window.openPerson(u"DM260004"_s);
        const QString name = console.session.contest().nameOf(ParticipantId(u"DM260004"_s));

        QTest::keyClick(&console.window, Qt::Key_D);
        ActionDialog *dialog = console.window.desk().actions.dialog();
        QVERIFY(dialog);
        QPushButton *confirm = nullptr;
        for (QPushButton *button : dialog->findChildren<QPushButton *>()) {
            if (button->isDefault())
                confirm = button;
        }
        QVERIFY(confirm);
        QVERIFY2(confirm->text().contains(name), qPrintable(confirm->text()));
        QVERIFY2(!confirm->isEnabled(), "a reason is required");
        QTest::keyClick(dialog, Qt::Key_Return);
        QCOMPARE(server.commands.size(), 0);
        dialog->setReason(u"phone under the desk"_s);
        QVERIFY(confirm->isEnabled());
        QTest::keyClick(dialog->findChild<QLineEdit *>(), Qt::Key_Return);
        QTRY_COMPARE(server.commands.size(), 1);
        QCOMPARE(server.commands[0].value("action"_L1).toString(), u"disqualify"_s);
        QCOMPARE(server.commands[0].value("participant_ids"_L1).toArray(), QJsonArray {"DM260004"_L1});
        QCOMPARE(server.commands[0].value("reason"_L1).toString(), u"phone under the desk"_s);

        QTRY_VERIFY(console.window.undoBar().isOffering());
        QVERIFY(console.window.undoBar().text().contains(name));
        console.window.undoBar().undo();
        QTRY_COMPARE(server.commands.size(), 2);
        QCOMPARE(server.commands[1].value("action"_L1).toString(), u"undo"_s);
        QCOMPARE(server.commands[1].value("action_id"_L1).toString(), u"a77"_s);
        QVERIFY(!console.window.undoBar().isOffering());
    }

    void escapeLeavesEverythingAsItIs()
    {
        RecordedContest contest({.participants = 3, .played = 1min, .seed = 3});
        MockStaffServer server;
        server.onHello = [&contest](const QJsonObject &) {
            return QList<QJsonObject> {contest.welcome(contest.state(), contest.now())};
        };
        Console console;
        console.window.show();
        console.session.signIn(server.address(), u"asha"_s, u"secret"_s);
        QTRY_COMPARE(console.session.line(), LineState::Live);
        console.window.desk().actions.act(StaffActionKind::Suspend, {u"DM260001"_s, u"DM260002"_s});
        QPointer<ActionDialog> dialog = console.window.desk().actions.dialog();
        QVERIFY(dialog);
        dialog->setReason(u"check"_s);
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_VERIFY(!dialog);
        QCOMPARE(server.commands.size(), 0);
    }

    void theClockShowsWhatItWouldDoBeforeEnterAppliesIt()
    {
        RecordedContest contest({.participants = 6, .played = 5min, .seed = 3});
        MockStaffServer server;
        server.onHello = [&contest](const QJsonObject &) {
            return QList<QJsonObject> {contest.welcome(contest.state(), contest.now())};
        };
        Console console;
        console.window.show();
        console.session.signIn(server.address(), u"asha"_s, u"secret"_s);
        QTRY_COMPARE(console.session.line(), LineState::Live);
        QTRY_VERIFY(console.session.contest().state().currentRound());
        Actions &actions = console.window.desk().actions;
        actions.changeClock(ClockKind::Extension);
        QPointer<ClockDialog> dialog = actions.clockDialog();
        QVERIFY(dialog);
        QVERIFY2(!dialog->preview().contains(u'\u2192'), qPrintable(dialog->preview()));
        auto *reason = dialog->findChild<QLineEdit *>(u"reason"_s);
        QTest::keyClick(reason, Qt::Key_Return);
        QVERIFY2(dialog && server.commands.isEmpty(), "a reason is required");
        QTest::keyClicks(reason, u"late start"_s);
        QVERIFY2(dialog->preview().contains(u'\u2192'), qPrintable(dialog->preview()));
        QTest::keyClick(reason, Qt::Key_Return);
        QTRY_COMPARE(server.commands.size(), 1);
        QCOMPARE(server.commands[0].value("action"_L1).toString(), u"clock"_s);
        QCOMPARE(server.commands[0].value("kind"_L1).toString(), u"extension"_s);
        QCOMPARE(server.commands[0].value("amount_ms"_L1).toInt(), 300'000);
        QCOMPARE(server.commands[0].value("reason"_L1).toString(), u"late start"_s);
        QTRY_VERIFY(!dialog);

        actions.stopEverything();
        dialog = actions.clockDialog();
        QVERIFY(dialog);
        QVERIFY2(dialog->preview().contains(u'\u2192'), qPrintable(dialog->preview()));
        QTest::keyClick(dialog, Qt::Key_Return);
        QTRY_COMPARE(server.commands.size(), 2);
        QCOMPARE(server.commands[1].value("kind"_L1).toString(), u"pause"_s);
        QVERIFY(!server.commands[1].value("text"_L1).toString().isEmpty());
    }

    void aViewerSeesButDoesNotAct()
    {
        RecordedContest contest({.participants = 3, .played = 1min, .seed = 3});
        MockStaffServer server;
        server.role = u"viewer"_s;
        server.onHello = [&contest](const QJsonObject &) {
            return QList<QJsonObject> {contest.welcome(contest.state(), contest.now())};
        };
        Console console;
        console.window.show();
        console.session.signIn(server.address(), u"vi"_s, u"secret"_s);
        QTRY_COMPARE(console.session.line(), LineState::Live);
        QSignalSpy failed(&console.window.desk().actions, &Actions::failed);
        console.window.desk().actions.act(StaffActionKind::Warn, {u"DM260001"_s});
        QCOMPARE(failed.size(), 1);
        QVERIFY(!console.window.desk().actions.dialog());
        console.window.desk().actions.stopEverything();
        QCOMPARE(failed.size(), 2);
        QVERIFY(!console.window.desk().actions.clockDialog());
    }

    void offlineSaysSinceWhenAndGreysActions()
    {
        RecordedContest contest({.participants = 3, .played = 1min, .seed = 3});
        Console console;
        console.window.show();
        {
            MockStaffServer server;
            server.onHello = [&contest](const QJsonObject &) {
                return QList<QJsonObject> {contest.welcome(contest.state(), contest.now())};
            };
            console.session.signIn(server.address(), u"asha"_s, u"secret"_s);
            QTRY_COMPARE(console.session.line(), LineState::Live);
            server.dropLines();
        }
        QTRY_COMPARE(console.session.line(), LineState::Waiting);
        QVERIFY(console.window.findChild<Banner *>()->text().contains("Offline since"_L1));
        QVERIFY(!console.window.desk().actions.blockedBecause().isEmpty());
        QCOMPARE(console.window.desk().participants.rowCount(), 3);
    }

    void addressesAreReadAsPeopleWriteThem_data()
    {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("address");
        QTest::newRow("without scheme") << u"10.0.0.5:8080"_s << u"http://10.0.0.5:8080"_s;
        QTest::newRow("encrypted") << u"https://contest.example"_s << u"https://contest.example"_s;
        QTest::newRow("another scheme") << u"ftp://contest.example"_s << QString();
        QTest::newRow("with a password in it") << u"http://a:b@host"_s << QString();
        QTest::newRow("empty") << u"  "_s << QString();
    }
    void addressesAreReadAsPeopleWriteThem()
    {
        QFETCH(QString, written);
        QFETCH(QString, address);
        const std::optional<QUrl> read = SignInPage::addressOf(written);
        QCOMPARE(read ? read->toString() : QString(), address);
    }
};

QTEST_MAIN(TestConsolePages)
#include "test_console_pages.moc"
