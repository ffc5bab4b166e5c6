#include "server/ops/Administration.h"
#include "server/ops/ControlClient.h"
#include "server/ops/DataDirectory.h"
#include "server/ops/DataLock.h"

#include <QFileInfo>
#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <thread>

using namespace Marathon;
using namespace Qt::Literals::StringLiterals;

namespace {

/// A server that gives one answer to every request and keeps what it was sent.
class OneAnswer : public QTcpServer
{
public:
    explicit OneAnswer(QByteArray httpAnswer)
        : answer(std::move(httpAnswer))
    {
        if (!listen(QHostAddress::LocalHost))
            qFatal("cannot listen");
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
                request += socket->readAll();
                const qsizetype head = request.indexOf("\r\n\r\n");
                const QByteArray lengthName = "content-length: ";
                const qsizetype at = request.toLower().indexOf(lengthName);
                const qsizetype length =
                    at < 0 ? 0 : request.mid(at + lengthName.size()).split('\r').first().toLongLong();
                if (head < 0 || request.size() < head + 4 + length)
                    return;
                socket->write(answer);
                socket->disconnectFromHost();
            });
        });
    }
    ControlInfo info() const
    {
        return {QCoreApplication::applicationPid(), u"127.0.0.1:%1"_s.arg(serverPort()), u"token"_s, {}};
    }

    QByteArray answer;
    QByteArray request;
};

QByteArray http(const QByteArray &status, const QByteArray &body)
{
    return "HTTP/1.1 " + status +
           "\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) +
           "\r\nConnection: close\r\n\r\n" + body;
}

/// The id of a process that was there and is gone.
qint64 deadPid()
{
    QProcess process;
    process.start(u"/bin/true"_s, {});
    if (!process.waitForStarted())
        qFatal("/bin/true cannot be run");
    const qint64 pid = process.processId();
    process.waitForFinished();
    return pid;
}

} // namespace

class TestControl : public QObject
{
    Q_OBJECT

private slots:
    void theControlFileIsForItsOwnerAloneAndGoesWithTheServer()
    {
        QTemporaryDir dir;
        const DataDirectory data(dir.path());
        QVERIFY(!(*readControlFile(data)).has_value());
        {
            const auto file = ControlFile::write(data, {42, u"127.0.0.1:8080"_s, newControlToken(), {}});
            QVERIFY(file.isOk());
            const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
            QVERIFY(!(QFileInfo(data.controlPath()).permissions() & others));
            const Result<std::optional<ControlInfo>> read = readControlFile(data);
            QVERIFY(read.isOk() && read->has_value());
            QCOMPARE((*read)->pid, 42);
            QCOMPARE((*read)->address, u"127.0.0.1:8080"_s);
            QCOMPARE((*read)->token.size(), 64);
        }
        QVERIFY(!QFile::exists(data.controlPath()));
        QVERIFY(newControlToken() != newControlToken());
    }

    void aLaterServersControlFileStays()
    {
        QTemporaryDir dir;
        const DataDirectory data(dir.path());
        auto older = ControlFile::write(data, {1, u"a"_s, u"old"_s, {}});
        auto newer = ControlFile::write(data, {2, u"b"_s, u"new"_s, {}});
        older->reset();
        QCOMPARE((**readControlFile(data)).token, u"new"_s);
    }

    void aDamagedControlFileIsSaidToBe_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << ""_ba;
        QTest::newRow("no JSON") << "pid 4"_ba;
        QTest::newRow("no token") << R"({"pid":1,"address":"x"})"_ba;
    }
    void aDamagedControlFileIsSaidToBe()
    {
        QFETCH(QByteArray, content);
        QTemporaryDir dir;
        const DataDirectory data(dir.path());
        QFile file(data.controlPath());
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
        file.close();
        const auto read = readControlFile(data);
        QVERIFY(!read);
        QCOMPARE(read.error().kind, ErrorKind::Invalid);
    }

    void aDeadProcessIsNoticed()
    {
        QVERIFY(isStale({deadPid(), {}, {}, {}}));
        QVERIFY(isStale({0, {}, {}, {}}));
        QVERIFY(!isStale({QCoreApplication::applicationPid(), {}, {}, {}}));
    }

    void oneProcessAtATimeHasTheDataDirectory()
    {
        QTemporaryDir dir;
        const DataDirectory data(dir.path());
        auto first = DataLock::acquire(data);
        QVERIFY(first.isOk());
        const auto second = DataLock::acquire(data);
        QVERIFY(!second);
        QCOMPARE(second.error().kind, ErrorKind::Conflict);
        QVERIFY2(second.error().message.contains(u"process %1"_s.arg(QCoreApplication::applicationPid())),
                 qPrintable(second.error().message));
        first->reset();
        QVERIFY(DataLock::acquire(data).isOk());
    }

    void aLockThatADeadProcessLeftIsTakenOver()
    {
        QTemporaryDir dir;
        const DataDirectory data(dir.path());
        QFile file(data.lockPath());
        const QByteArray content =
            QByteArray::number(deadPid()) + "\nmarathon-server\n" + QSysInfo::machineHostName().toLatin1() + "\n";
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
        file.close();
        QVERIFY(DataLock::acquire(data).isOk());
    }

    void aFolderThatCannotBeWrittenIsSaidToBe()
    {
        const auto lock = DataLock::acquire(DataDirectory(u"/proc"_s));
        QVERIFY(!lock);
        QCOMPARE(lock.error().kind, ErrorKind::Unavailable);
        QCOMPARE(DataDirectory(u"/proc/nowhere"_s).make().error().kind, ErrorKind::Unavailable);
    }

    void aCommandGoesToTheServerThatHasTheDirectory()
    {
        QTemporaryDir dir;
        const DataDirectory data(dir.path());
        OneAnswer server(http("200 OK", R"({"message":"done"})"));
        const auto lock = DataLock::acquire(data);
        const auto file = ControlFile::write(data, server.info());
        const Result<QJsonObject> answer = administer({data.path()}, {{"command"_L1, u"status"_s}});
        QVERIFY2(answer.isOk(), qPrintable(answer.isOk() ? QString() : answer.error().message));
        QCOMPARE(answer->value("message"_L1).toString(), u"done"_s);
        QVERIFY(server.request.startsWith("POST /api/control HTTP/1.1\r\n"));
        QVERIFY(server.request.toLower().contains("authorization: bearer token\r\n"));
        QVERIFY(server.request.endsWith(R"({"command":"status"})"));
    }

    void withoutAServerTheHolderIsNamed_data()
    {
        QTest::addColumn<bool>("hasStaleFile");
        QTest::newRow("no control file") << false;
        QTest::newRow("a control file of a dead server") << true;
    }
    void withoutAServerTheHolderIsNamed()
    {
        QFETCH(bool, hasStaleFile);
        QTemporaryDir dir;
        const DataDirectory data(dir.path());
        const auto lock = DataLock::acquire(data);
        Result<std::unique_ptr<ControlFile>> file = std::unique_ptr<ControlFile>();
        if (hasStaleFile)
            file = ControlFile::write(data, {deadPid(), u"127.0.0.1:1"_s, u"t"_s, {}});
        const Result<QJsonObject> answer = administer({data.path()}, {{"command"_L1, u"status"_s}},
                                                      MissingDirectory::Refuse, std::chrono::milliseconds(0));
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::Conflict);
        QVERIFY(answer.error().message.contains(QString::number(QCoreApplication::applicationPid())));
    }

    void aHolderThatIsAboutToEndIsWaitedFor()
    {
        QTemporaryDir dir;
        const DataDirectory data(dir.path());
        auto lock = DataLock::acquire(data);
        QVERIFY(lock.isOk());
        const std::jthread holder([held = std::move(*lock)]() mutable {
            std::this_thread::sleep_for(std::chrono::milliseconds(300));
            held.reset();
        });
        const Result<QJsonObject> answer = administer({data.path()}, {{"command"_L1, u"status"_s}});
        QVERIFY2(answer.isOk(), qPrintable(answer.isOk() ? QString() : answer.error().message));
    }

    void aDeadServersControlFileDoesNotMatter()
    {
        QTemporaryDir dir;
        const DataDirectory data(dir.path());
        const auto file = ControlFile::write(data, {deadPid(), u"127.0.0.1:1"_s, u"t"_s, {}});
        QVERIFY(administer({data.path()}, {{"command"_L1, u"status"_s}}).isOk());
    }

    void refusalsComeBackWithTheirFields()
    {
        OneAnswer server(http(
            "422 Unprocessable Content",
            R"({"title":"Invalid","status":422,"detail":"It is wrong.","errors":[{"field":"state","detail":"must be one of x"}]})"));
        const Result<QJsonObject> answer = sendControl(server.info(), {{"command"_L1, u"contest.state"_s}});
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, ErrorKind::Invalid);
        QCOMPARE(answer.error().message, u"It is wrong."_s);
        QCOMPARE(answer.error().fields, QList<FieldError>({{u"state"_s, u"must be one of x"_s}}));
    }

    void whatIsNoAnswerIsAnError_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<ErrorKind>("kind");
        QTest::newRow("no problem document") << http("500 Internal Server Error", "oops") << ErrorKind::Internal;
        QTest::newRow("no JSON") << http("200 OK", "oops") << ErrorKind::Malformed;
        QTest::newRow("nothing") << ""_ba << ErrorKind::Unavailable;
        QTest::newRow("a redirect is not followed")
            << "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"_ba
            << ErrorKind::Internal;
    }
    void whatIsNoAnswerIsAnError()
    {
        QFETCH(QByteArray, answer);
        QFETCH(ErrorKind, kind);
        OneAnswer server(answer);
        const Result<QJsonObject> got = sendControl(server.info(), {{"command"_L1, u"status"_s}});
        QVERIFY(!got);
        QCOMPARE(got.error().kind, kind);
        QVERIFY(!got.error().message.isEmpty());
    }

    void anAddressWhereNobodyListensIsUnavailable()
    {
        const auto closed = std::make_unique<OneAnswer>(""_ba);
        const ControlInfo info = closed->info();
        closed->close();
        QCOMPARE(sendControl(info, {}).error().kind, ErrorKind::Unavailable);
    }

    void aRequestThatIsTooLargeIsNotSent()
    {
        OneAnswer server(http("200 OK", "{}"));
        const QJsonObject request {{"csv"_L1, u"x"_s}};
        const qint64 size = toBytes(request).size();
        QCOMPARE(sendControl(server.info(), request, size - 1).error().kind, ErrorKind::TooLarge);
        QVERIFY(server.request.isEmpty());
        QVERIFY(sendControl(server.info(), request, size).isOk());
    }
};

QTEST_GUILESS_MAIN(TestControl)
#include "test_control.moc"
