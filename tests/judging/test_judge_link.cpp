#include "server/judging/JudgeLink.h"
#include "shared/core/Text.h"

#include <QDir>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <QWebSocketServer>
#include <csignal>

using namespace Marathon;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int patience = 60000; ///< for a loaded machine; nothing waits this long when all is well

const QString right =
    u"#include <stdio.h>\nint main(void)\n{\n    int n;\n    scanf(\"%d\", &n);\n    printf(\"%d\\n\", 2 * n);\n}\n"_s;
const QString endless = u"int main(void)\n{\n    for (;;) {\n    }\n}\n"_s;

/// A JudgeLink on its own thread behind a loopback WebSocket server on this one, as in the real server.
class Server : public QObject
{
    Q_OBJECT

public:
    explicit Server(Duration lease)
        : m_server(u"test"_s, QWebSocketServer::NonSecureMode)
    {
        m_link = new JudgeLink(
            m_clock,
            {
                [this](const QString &sha) -> std::optional<QByteArray> {
                    ++m_blobRequests;
                    const auto found = m_blobs.constFind(sha);
                    return found == m_blobs.constEnd() ? std::nullopt : std::optional<QByteArray>(*found);
                },
                [this](const QString &jobId) { emit started(jobId); },
                [this](const QString &jobId, const JudgeOutcome &outcome) { emit finished(jobId, outcome); },
                [this](const QString &jobId) { emit replaced(jobId); },
            },
            {lease, 2, 16});
        m_link->moveToThread(&m_thread);
        m_thread.start();
        m_server.listen(QHostAddress::LocalHost);
        connect(&m_server, &QWebSocketServer::newConnection, this, [this] {
            std::unique_ptr<QWebSocket> socket(m_server.nextPendingConnection());
            m_authorization = socket->request().rawHeader("Authorization");
            m_path = socket->requestUrl().path();
            m_link->adopt(std::move(socket));
        });
    }
    ~Server() override
    {
        m_link->deleteLater();
        m_thread.quit();
        m_thread.wait();
    }

    QString address() const { return u"ws://127.0.0.1:%1"_s.arg(m_server.serverPort()); }
    JudgeLink &link() { return *m_link; }
    QByteArray authorization() const { return m_authorization; }
    QString path() const { return m_path; }
    int blobRequests() const { return m_blobRequests; }

    QString blob(const QByteArray &bytes)
    {
        const QString sha = sha256Hex(bytes);
        m_blobs.insert(sha, bytes);
        return sha;
    }

    QueuedJob doubleJob(const QString &id, const QString &source)
    {
        QueuedJob job;
        job.job.jobId = id;
        job.job.language = u"c"_s;
        job.job.source = source;
        job.job.tests = {{u"one"_s, blob("21\n"), blob("42\n"), {}}};
        return job;
    }

signals:
    void started(const QString &jobId);
    void finished(const QString &jobId, const Marathon::JudgeOutcome &outcome);
    void replaced(const QString &jobId);

private:
    SystemClock m_clock;
    QHash<QString, QByteArray> m_blobs; ///< filled before jobs are submitted, read by the link's thread afterwards
    std::atomic<int> m_blobRequests = 0;
    QWebSocketServer m_server;
    QThread m_thread;
    JudgeLink *m_link = nullptr;
    QByteArray m_authorization;
    QString m_path;
};

} // namespace

/// A real marathon-judge process against a real link.
class TestJudgeLink : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void aWorkerJudgesAndKeepsTheTestsBytes();
    void aKilledWorkersJobIsJudgedByTheNext();
    void aStoppedWorkerFinishesItsJob();
    void aCancelledJobFreesItsSlot();
    void aWorkerComesBackAfterTheServerLetGo();
    void missingTestDataIsAJudgeError();
    void strangersAreShownOut_data();
    void strangersAreShownOut();
    void aTokenFileThatOthersReadIsRefused();

private:
    std::unique_ptr<QProcess> startWorker(const QString &name);
    bool waitForWorkers(qsizetype count);

    QTemporaryDir m_folder;
    std::unique_ptr<Server> m_server;
};

void TestJudgeLink::init()
{
    qRegisterMetaType<JudgeOutcome>();
    m_server = std::make_unique<Server>(std::chrono::seconds(20));
    QFile token(m_folder.filePath(u"token"_s));
    QVERIFY(token.open(QIODevice::WriteOnly) && token.write("secret-token\n") > 0 &&
            token.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
}

void TestJudgeLink::cleanup()
{
    m_server.reset();
}

std::unique_ptr<QProcess> TestJudgeLink::startWorker(const QString &name)
{
    auto process = std::make_unique<QProcess>();
    process->setProcessChannelMode(QProcess::ForwardedChannels);
    process->start(QStringLiteral(MARATHON_BIN_DIR "/marathon-judge"),
                   {u"--server"_s, m_server->address(), u"--token-file"_s, m_folder.filePath(u"token"_s), u"--name"_s,
                    name, u"--slots"_s, u"1"_s});
    return process;
}

bool TestJudgeLink::waitForWorkers(qsizetype count)
{
    return QTest::qWaitFor([&] { return m_server->link().status()->workers.size() == count; }, patience);
}

void TestJudgeLink::aWorkerJudgesAndKeepsTheTestsBytes()
{
    const auto process = startWorker(u"one"_s);
    QVERIFY(waitForWorkers(1));
    QCOMPARE(m_server->authorization(), QByteArray("Bearer secret-token"));
    QCOMPARE(m_server->path(), u"/ws/judge"_s);
    const auto status = m_server->link().status();
    QCOMPARE(status->slotCount, 1);
    QVERIFY(status->workers.first().languages.contains(u"c"_s));
    QVERIFY(status->workers.first().protection.level != ProtectionLevel::None);

    QSignalSpy started(m_server.get(), &Server::started), finished(m_server.get(), &Server::finished);
    m_server->link().submit(m_server->doubleJob(u"a"_s, right));
    QVERIFY(QTest::qWaitFor([&] { return finished.size() == 1; }, patience));
    QCOMPARE(started.value(0).value(0).toString(), u"a"_s);
    const auto outcome = finished[0][1].value<JudgeOutcome>();
    QVERIFY2(outcome.verdict == Verdict::Accepted, qPrintable(outcome.message));
    QCOMPARE(m_server->blobRequests(), 2);
    m_server->link().submit(m_server->doubleJob(u"b"_s, right + u"\n"_s));
    QVERIFY(QTest::qWaitFor([&] { return finished.size() == 2; }, patience));
    QCOMPARE(m_server->blobRequests(), 2);
    process->terminate();
    QVERIFY(process->waitForFinished(patience));
    QCOMPARE(process->exitCode(), 0);
}

void TestJudgeLink::aKilledWorkersJobIsJudgedByTheNext()
{
    const auto victim = startWorker(u"victim"_s);
    QVERIFY(waitForWorkers(1));
    QSignalSpy started(m_server.get(), &Server::started), finished(m_server.get(), &Server::finished);
    QueuedJob job = m_server->doubleJob(u"a"_s, right);
    // So many tests that the job is in the middle of its work when the worker dies.
    while (job.job.tests.size() < 20)
        job.job.tests.append(job.job.tests.first());
    m_server->link().submit(job);
    QVERIFY(QTest::qWaitFor([&] { return started.size() == 1; }, patience));
    ::kill(static_cast<pid_t>(victim->processId()), SIGKILL);
    QVERIFY(victim->waitForFinished(patience));
    QVERIFY(waitForWorkers(0));
    QCOMPARE(finished.size(), 0);
    QCOMPARE(m_server->link().status()->queue, 1);

    const auto next = startWorker(u"next"_s);
    QVERIFY(QTest::qWaitFor([&] { return finished.size() == 1; }, patience));
    QCOMPARE(started.size(), 2);
    const auto outcome = finished[0][1].value<JudgeOutcome>();
    QVERIFY2(outcome.verdict == Verdict::Accepted, qPrintable(outcome.message));
    QCOMPARE(outcome.tests.size(), 20);
    next->terminate();
    QVERIFY(next->waitForFinished(patience));
}

void TestJudgeLink::aStoppedWorkerFinishesItsJob()
{
    const auto process = startWorker(u"one"_s);
    QVERIFY(waitForWorkers(1));
    QSignalSpy started(m_server.get(), &Server::started), finished(m_server.get(), &Server::finished);
    m_server->link().submit(m_server->doubleJob(u"a"_s, endless));
    m_server->link().submit(m_server->doubleJob(u"b"_s, right));
    QVERIFY(QTest::qWaitFor([&] { return started.size() == 1; }, patience));
    process->terminate();
    QVERIFY(QTest::qWaitFor([&] { return process->state() == QProcess::NotRunning; }, patience));
    QCOMPARE(process->exitCode(), 0);
    QVERIFY(waitForWorkers(0));
    QCOMPARE(finished.size(), 1);
    QCOMPARE(finished[0][1].value<JudgeOutcome>().verdict, Verdict::TimeLimit);
    QCOMPARE(m_server->link().status()->queue, 1);
}

void TestJudgeLink::aCancelledJobFreesItsSlot()
{
    const auto process = startWorker(u"one"_s);
    QVERIFY(waitForWorkers(1));
    QSignalSpy started(m_server.get(), &Server::started), finished(m_server.get(), &Server::finished);
    QueuedJob job = m_server->doubleJob(u"a"_s, endless);
    job.job.limits.time = std::chrono::minutes(10);
    m_server->link().submit(job);
    QVERIFY(QTest::qWaitFor([&] { return started.size() == 1; }, patience));
    m_server->link().cancel(u"a"_s);
    m_server->link().submit(m_server->doubleJob(u"b"_s, right));
    QVERIFY(QTest::qWaitFor([&] { return finished.size() == 1; }, patience));
    QCOMPARE(finished[0][0].toString(), u"b"_s);
    QCOMPARE(nameOf(finished[0][1].value<JudgeOutcome>().verdict), u"AC"_s);
    process->terminate();
    QVERIFY(process->waitForFinished(patience));
}

void TestJudgeLink::aWorkerComesBackAfterTheServerLetGo()
{
    QWebSocketServer doorman(u"test"_s, QWebSocketServer::NonSecureMode);
    QVERIFY(doorman.listen(QHostAddress::LocalHost));
    QSignalSpy visits(&doorman, &QWebSocketServer::newConnection);
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedChannels);
    process.start(QStringLiteral(MARATHON_BIN_DIR "/marathon-judge"),
                  {u"--server"_s, u"ws://127.0.0.1:%1"_s.arg(doorman.serverPort()), u"--token-file"_s,
                   m_folder.filePath(u"token"_s)});
    for (int visit = 1; visit <= 3; ++visit) {
        QVERIFY(QTest::qWaitFor([&] { return visits.size() == visit; }, patience));
        const std::unique_ptr<QWebSocket> socket(doorman.nextPendingConnection());
        socket->abort();
    }
    process.terminate();
    QVERIFY(process.waitForFinished(patience));
    QCOMPARE(process.exitCode(), 0);
}

void TestJudgeLink::missingTestDataIsAJudgeError()
{
    const auto process = startWorker(u"one"_s);
    QVERIFY(waitForWorkers(1));
    QSignalSpy finished(m_server.get(), &Server::finished);
    QueuedJob job = m_server->doubleJob(u"a"_s, right);
    job.job.tests.first().answerSha = QString(64, u'0');
    m_server->link().submit(job);
    QVERIFY(QTest::qWaitFor([&] { return finished.size() == 1; }, patience));
    const auto outcome = finished[0][1].value<JudgeOutcome>();
    QCOMPARE(outcome.verdict, Verdict::JudgeError);
    QVERIFY2(outcome.message.contains(job.job.tests.first().answerSha), qPrintable(outcome.message));
    process->terminate();
    QVERIFY(process->waitForFinished(patience));
}

void TestJudgeLink::strangersAreShownOut_data()
{
    QTest::addColumn<QString>("text");
    WorkerHello none;
    none.protection.level = ProtectionLevel::None;
    WorkerHello newer;
    newer.version = judgeProtocolVersion + 1;
    newer.protection.level = ProtectionLevel::Full;
    QTest::newRow("no JSON") << u"hello"_s;
    QTest::newRow("a list") << u"[]"_s;
    QTest::newRow("no type") << u"{}"_s;
    QTest::newRow("a result before hello") << judgeText(JobResult {{u"a"_s, 1}, {}});
    QTest::newRow("hello without fields") << u"{\"t\":\"hello\"}"_s;
    QTest::newRow("hello with a wrong type")
        << u"{\"t\":\"hello\",\"v\":1,\"name\":7,\"slots\":1,\"languages\":[],\"protection\":{}}"_s;
    QTest::newRow("no protection") << judgeText(none);
    QTest::newRow("another version") << judgeText(newer);
}

void TestJudgeLink::strangersAreShownOut()
{
    QFETCH(QString, text);
    QWebSocket socket;
    QSignalSpy gone(&socket, &QWebSocket::disconnected);
    connect(&socket, &QWebSocket::connected, &socket, [&] { socket.sendTextMessage(text); });
    socket.open(QUrl(m_server->address()));
    QVERIFY(QTest::qWaitFor([&] { return gone.size() == 1; }, patience));
    QVERIFY(!socket.closeReason().isEmpty());
    QVERIFY(m_server->link().status()->workers.isEmpty());
}

void TestJudgeLink::aTokenFileThatOthersReadIsRefused()
{
    QFile token(m_folder.filePath(u"token"_s));
    QVERIFY(token.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther));
    const auto process = startWorker(u"one"_s);
    QVERIFY(process->waitForFinished(patience));
    QCOMPARE(process->exitCode(), 1);
}

QTEST_GUILESS_MAIN(TestJudgeLink)
#include "test_judge_link.moc"
