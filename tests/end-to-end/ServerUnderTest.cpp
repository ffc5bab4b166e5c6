#include "tests/end-to-end/ServerUnderTest.h"

#include "tests/load/HttpConnection.h"

#include <QEventLoop>
#include <QFile>
#include <QTcpServer>
#include <QTimer>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int commandMs = 120'000;
constexpr int exitMs = 20'000;

} // namespace

quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

ServerUnderTest::ServerUnderTest(QString program, QString database)
    : m_program(std::move(program))
    , m_database(std::move(database))
    , m_port(freePort())
{}

ServerUnderTest::~ServerUnderTest()
{
    kill();
}

QUrl ServerUnderTest::url() const
{
    return QUrl(u"http://127.0.0.1:%1"_s.arg(m_port));
}

Result<QByteArray> ServerUnderTest::command(const QStringList &arguments, const QByteArray &input) const
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(m_program, arguments + place());
    process.write(input);
    process.closeWriteChannel();
    const bool hasEnded = process.waitForFinished(commandMs);
    const QByteArray output = process.readAll();
    if (hasEnded && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0)
        return output;
    return Error {ErrorKind::Internal, u"marathon-server %1: %2\n%3"_s.arg(arguments.join(u' '), process.errorString(),
                                                                           QString::fromUtf8(output))};
}

QStringList ServerUnderTest::place() const
{
    QStringList options {u"--data"_s, dataFolder()};
    if (!m_database.isEmpty())
        options << u"--database"_s << m_database;
    return options;
}

void ServerUnderTest::start(const QStringList &more)
{
    m_process = std::make_unique<QProcess>();
    m_process->setProcessChannelMode(QProcess::MergedChannels);
    m_process->setStandardOutputFile(m_folder.filePath(u"server.log"_s), QIODevice::Append);
    m_startedAt = std::chrono::steady_clock::now();
    m_process->start(m_program,
                     QStringList {u"serve"_s, u"--listen"_s, u"127.0.0.1:%1"_s.arg(m_port)} + place() + more);
}

Result<std::chrono::milliseconds> ServerUnderTest::waitUntilServing(std::chrono::milliseconds patience)
{
    HttpConnection connection(url());
    QEventLoop loop;
    QTimer again;
    again.setSingleShot(true);
    bool isServing = false;
    QTimer::singleShot(patience, &loop, &QEventLoop::quit);
    const auto ask = [&] {
        connection.send("GET", u"/api/health"_s, {}, [&](const HttpAnswer &answer, Span) {
            isServing = answer.status == 200 || isServing;
            if (isServing)
                loop.quit();
            else
                again.start(20ms);
        });
    };
    QObject::connect(&again, &QTimer::timeout, &loop, ask);
    ask();
    loop.exec();
    if (!isServing)
        return Error {
            ErrorKind::Unavailable,
            u"The server does not serve after %1 ms. Its log ends with:\n%2"_s.arg(patience.count()).arg(logTail())};
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - m_startedAt);
}

void ServerUnderTest::kill()
{
    if (!m_process)
        return;
    m_process->kill();
    m_process->waitForFinished(exitMs);
    m_process.reset();
}

Result<int> ServerUnderTest::stop()
{
    m_process->terminate();
    if (!m_process->waitForFinished(exitMs))
        return Error {ErrorKind::Internal, u"The server did not end within %1 s of SIGTERM."_s.arg(exitMs / 1'000)};
    const int code = m_process->exitStatus() == QProcess::NormalExit ? m_process->exitCode() : -1;
    m_process.reset();
    return code;
}

QString ServerUnderTest::logTail() const
{
    QFile file(m_folder.filePath(u"server.log"_s));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    file.seek(std::max<qint64>(0, file.size() - 3'000));
    return QString::fromUtf8(file.readAll());
}

void runFor(std::chrono::milliseconds span)
{
    QEventLoop loop;
    QTimer::singleShot(span, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

} // namespace Marathon
