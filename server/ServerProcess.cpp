#include "server/ServerProcess.h"

#include "server/ServerIdentity.h"
#include "server/api/ApiHandler.h"
#include "server/auth/Tokens.h"
#include "server/live/Hub.h"
#include "server/ops/AdminDesk.h"
#include "server/ops/BackupSchedule.h"
#include "server/ops/ControlFile.h"
#include "server/ops/DataLock.h"
#include "server/store/PostgresPeers.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QEventLoop>
#include <QThread>

#include <sys/resource.h>

namespace Marathon {

namespace {

constexpr std::chrono::seconds databasePatience {30};

QString tr(const char *text)
{
    return QCoreApplication::translate("ServerProcess", text);
}

/// Publications go to the live connections and to the judging.
class FanOut final : public PublicationSink
{
public:
    void published(const PublicationPtr &publication) override
    {
        if (hub)
            hub->published(publication);
        if (judging)
            judging->published(publication);
    }
    Hub *hub = nullptr;
    JudgeDesk *judging = nullptr;
};

/// Runs a function on an object's thread and waits for it.
template <typename Function>
void runOn(QObject &host, Function function)
{
    QMetaObject::invokeMethod(&host, std::move(function), Qt::BlockingQueuedConnection);
}

/// A database that is starting, or failing over, is waited for; whatever starts servers need not care for the order.
template <typename Step>
Result<void> whileDatabaseIsAway(const StoreAddress &place, Step step)
{
    QDeadlineTimer patience(databasePatience);
    bool isSaid = false;
    while (true) {
        const Result<void> done = step();
        const bool isAway =
            !done && (done.error().kind == ErrorKind::NotStored || done.error().kind == ErrorKind::Unknown ||
                      done.error().kind == ErrorKind::Unavailable);
        if (done || place.isSqlite() || !isAway || patience.hasExpired())
            return done;
        if (!isSaid)
            qWarning("%s", qPrintable(tr("Waiting for the database, 30 s at most: %1").arg(done.error().message)));
        isSaid = true;
        QThread::sleep(1);
    }
}

QString pagesFolder(const QString &configured)
{
    const QString programs = QCoreApplication::applicationDirPath();
    const QStringList places {configured, programs + u"/../share/debug-marathon/participant"_s,
                              programs + u"/../../../resources/participant/dist"_s};
    for (const QString &place : places) {
        if (!place.isEmpty() && QDir(place).exists(u"index.html"_s))
            return QDir(place).absolutePath();
    }
    return {};
}

std::function<BackupState()> backupStates(const BackupSchedule *schedule)
{
    if (!schedule)
        return {};
    return [schedule] { return schedule->state(); };
}

void raiseFileLimit()
{
    rlimit limit {};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

} // namespace

struct ServerProcess::Parts
{
    explicit Parts(const ServerConfig &config)
        : directory(config.data)
        , place {.directory = directory.path(), .postgres = config.database, .pooled = config.databasePooled}
    {}

    SystemClock machine;
    SharedClock clock {machine};
    DataDirectory directory;
    StoreAddress place;
    QString instance; ///< empty with a database of its own
    std::unique_ptr<DataLock> lock;
    FanOut fanOut;
    QThread engineThread;
    QThread readerThread;
    QThread serviceThread;
    QThread peersThread;
    QThread backupThread;
    QObject serviceHost;
    std::unique_ptr<Engine> engine;
    std::unique_ptr<StoreReader> reader;
    std::unique_ptr<Peers> peers; ///< null with a database of its own
    std::unique_ptr<BackupSchedule> backups;
    std::unique_ptr<HashPool> hashes;
    std::unique_ptr<Hub> hub;
    std::unique_ptr<JudgeDesk> judging;
    std::unique_ptr<SignInDesk> signIn;
    std::unique_ptr<AdminDesk> admin;
    std::optional<StaticFiles> pages;
    QString controlToken;
    QString judgeTokenHash;
    std::unique_ptr<LiveServices> live;
    std::unique_ptr<ApiServices> api;
    std::unique_ptr<HttpFront> front;
    std::unique_ptr<ControlFile> control;
    bool isRunning = false;

    StoreFactory store() const { return storeFactory(place); }
};

ServerProcess::ServerProcess(ServerConfig config)
    : m_config(std::move(config))
    , m_parts(std::make_unique<Parts>(m_config))
{}

ServerProcess::~ServerProcess()
{
    stop();
}

Result<ServerStarted> ServerProcess::start()
{
    raiseFileLimit();
    m_parts->isRunning = true;
    if (const Result<void> opened = openData(); !opened)
        return opened.error();
    if (const Result<void> started = startPeers(); !started)
        return started.error();
    if (const Result<void> started = startEngine(); !started)
        return started.error();
    if (const Result<void> started = startServices(); !started)
        return started.error();
    const Result<QString> adminPassword = firstAdmin();
    if (!adminPassword)
        return adminPassword.error();
    const Result<quint16> port = startFront();
    if (!port)
        return port.error();
    if (const Result<void> written = writeControl(*port); !written)
        return written.error();
    const QString host = m_config.listenAddress.protocol() == QAbstractSocket::IPv6Protocol
                             ? u'[' + m_config.listenAddress.toString() + u']'
                             : m_config.listenAddress.toString();
    return ServerStarted {
        u"%1://%2:%3"_s.arg(m_config.tlsCertificate.isEmpty() ? u"http"_s : u"https"_s, host).arg(*port),
        *adminPassword};
}

Result<void> ServerProcess::openData()
{
    if (const Result<void> made = m_parts->directory.make(); !made)
        return made;
    Result<std::unique_ptr<DataLock>> lock = DataLock::acquire(m_parts->directory);
    if (!lock)
        return lock.error();
    m_parts->lock = std::move(*lock);
    const QString judgeFile =
        m_config.judgeTokenFile.isEmpty() ? m_parts->directory.path() + u"/judge.token"_s : m_config.judgeTokenFile;
    const Result<QByteArray> judgeToken = secretFile(judgeFile);
    if (!judgeToken)
        return judgeToken.error();
    m_parts->judgeTokenHash = tokenHash(*judgeToken);
    return {};
}

Result<void> ServerProcess::startPeers()
{
    Parts &parts = *m_parts;
    if (parts.place.isSqlite())
        return {};
    const Result<QString> name = instanceName(m_config.instance, parts.directory);
    if (!name)
        return name.error();
    parts.instance = *name;
    const Result<PostgresAddress> address = PostgresAddress::parse(parts.place.postgres);
    if (!address)
        return address.error();
    const auto statements =
        parts.place.pooled ? PostgresConnection::Statements::Plain : PostgresConnection::Statements::Prepared;
    parts.peers = std::make_unique<Peers>(std::make_unique<PostgresPeers>(*address, statements, parts.instance));
    parts.peers->moveToThread(&parts.peersThread);
    parts.peersThread.setObjectName(u"peers"_s);
    parts.peersThread.start();
    return {};
}

Result<void> ServerProcess::startEngine()
{
    m_parts->engine = std::make_unique<Engine>(
        m_parts->store(), m_parts->clock, m_parts->fanOut,
        EngineOptions {.instance = m_parts->instance, .stateFile = m_parts->directory.statePath()});
    m_parts->engine->moveToThread(&m_parts->engineThread);
    m_parts->engineThread.setObjectName(u"engine"_s);
    m_parts->engineThread.start();
    return whileDatabaseIsAway(m_parts->place, [this] {
        Result<void> started;
        runOn(*m_parts->engine, [&] { started = m_parts->engine->start(); });
        return started;
    });
}

Result<void> ServerProcess::startServices()
{
    Parts &parts = *m_parts;
    parts.reader = std::make_unique<StoreReader>(parts.store());
    parts.reader->moveToThread(&parts.readerThread);
    parts.readerThread.setObjectName(u"reader"_s);
    parts.readerThread.start();
    parts.hashes = std::make_unique<HashPool>(QThread::idealThreadCount());
    parts.serviceThread.setObjectName(u"services"_s);
    parts.serviceHost.moveToThread(&parts.serviceThread);
    parts.serviceThread.start();
    // Made on their own thread, so that their timers live there.
    runOn(parts.serviceHost, [&] {
        parts.hub = std::make_unique<Hub>(*parts.engine, parts.clock, parts.peers.get());
        parts.judging = std::make_unique<JudgeDesk>(
            *parts.engine, parts.clock, parts.store(),
            [hub = parts.hub.get()](const RunResult &result) { hub->runFinished(result); }, parts.peers.get());
        parts.signIn = std::make_unique<SignInDesk>(*parts.engine, *parts.hashes, parts.clock, parts.peers.get());
        parts.admin = std::make_unique<AdminDesk>(*parts.engine, parts.clock, parts.place);
        parts.hub->setJudging(parts.judging.get());
        parts.hub->start();
    });
    const Result<void> started = whileDatabaseIsAway(parts.place, [&parts] {
        Result<void> opened;
        runOn(parts.serviceHost, [&] { opened = parts.judging->start(); });
        return opened;
    });
    if (!started)
        return started;
    if (parts.peers)
        parts.peers->start();
    startBackups();
    runOn(*parts.engine, [&] {
        parts.fanOut.hub = parts.hub.get();
        parts.fanOut.judging = parts.judging.get();
        if (parts.engine->snapshot()->directory->settings.contains(u"secret"_s))
            return;
        parts.engine->post({.settings = {{u"secret"_s, QString::fromLatin1(newToken())}}});
    });
    return {};
}

void ServerProcess::startBackups()
{
    Parts &parts = *m_parts;
    if (m_config.backupEveryMinutes == 0)
        return;
    parts.backups = std::make_unique<BackupSchedule>(
        parts.store(), parts.directory.backupsPath(),
        BackupPlan {std::chrono::minutes(m_config.backupEveryMinutes), m_config.backupKeep}, parts.clock);
    parts.backups->moveToThread(&parts.backupThread);
    parts.backupThread.setObjectName(u"backups"_s);
    parts.backupThread.start(QThread::LowPriority);
    QMetaObject::invokeMethod(parts.backups.get(), &BackupSchedule::start, Qt::QueuedConnection);
}

Result<QString> ServerProcess::firstAdmin()
{
    if (!m_parts->engine->snapshot()->directory->staff.isEmpty())
        return QString();
    const QString fromEnvironment = qEnvironmentVariable("MARATHON_ADMIN_PASSWORD");
    const QString password = fromEnvironment.isEmpty() ? QString::fromLatin1(newToken().left(20)) : fromEnvironment;
    Result<QJsonObject> answer = QJsonObject {};
    QEventLoop loop;
    QObject receiver;
    m_parts->admin->execute({{"command"_L1, "staff.add"_L1},
                             {"username"_L1, "admin"_L1},
                             {"role"_L1, "admin"_L1},
                             {"password"_L1, password}},
                            &receiver, [&](const Result<QJsonObject> &done) {
                                answer = done;
                                loop.quit();
                            });
    loop.exec();
    if (!answer)
        return answer.error();
    return fromEnvironment.isEmpty() ? password : QString();
}

Result<quint16> ServerProcess::startFront()
{
    Parts &parts = *m_parts;
    const QString folder = pagesFolder(m_config.participantPages);
    if (!folder.isEmpty()) {
        Result<StaticFiles> pages = StaticFiles::load(folder);
        if (!pages)
            return pages.error();
        parts.pages = std::move(*pages);
    }
    parts.controlToken = newControlToken();
    parts.live = std::make_unique<LiveServices>(
        LiveServices {*parts.engine, *parts.reader, parts.clock, *parts.hub, *parts.judging, m_config.publicOrigin});
    parts.api = std::make_unique<ApiServices>(ApiServices {
        .live = *parts.live,
        .signIn = *parts.signIn,
        .pages = parts.pages ? &*parts.pages : nullptr,
        .admin = [admin = parts.admin.get()](const QJsonObject &request, QObject *receiver,
                                             auto done) { admin->execute(request, receiver, std::move(done)); },
        .controlTokenHash = tokenHash(parts.controlToken.toLatin1()),
        .judgeTokenHash = [hash = parts.judgeTokenHash] { return hash; },
        .figures = [this] { return m_parts->front->figures(); },
        .backups = backupStates(parts.backups.get()),
        .startedAt = parts.clock.now(),
        .metricsPublic = m_config.metricsPublic});

    FrontOptions options;
    options.address = m_config.listenAddress;
    options.port = m_config.listenPort;
    options.ioThreads = m_config.ioThreads;
    options.routes = ApiHandler::routeSpecs();
    options.webSocketPaths = ApiHandler::webSocketPaths();
    options.trustedProxies = m_config.trustedProxies;
    if (m_config.maxConnectionsPerAddress > 0)
        options.limits.connectionsPerAddress = m_config.maxConnectionsPerAddress;
    if (!m_config.tlsCertificate.isEmpty()) {
        const Result<QSslConfiguration> tls = loadTls(m_config.tlsCertificate, m_config.tlsKey);
        if (!tls)
            return tls.error();
        options.tls = *tls;
    }
    parts.front = std::make_unique<HttpFront>(
        options, [api = parts.api.get()](int) { return std::make_unique<ApiHandler>(*api); });
    Result<quint16> port = parts.front->listen();
    if (!port)
        return port;
    runOn(*parts.hub, [&] {
        parts.hub->setHealthSource([front = parts.front.get(), earlier = FrontFigures {}]() mutable {
            const FrontFigures now = front->figures();
            const LatencyCounts recent = now.latency.since(earlier.latency);
            earlier = now;
            return HealthFigures {double(recent.quantile(0.95).count()) / 1000.0, now.openWebSockets};
        });
    });
    return port;
}

Result<void> ServerProcess::writeControl(quint16 port)
{
    const QHostAddress &address = m_config.listenAddress;
    const bool isAny =
        address == QHostAddress::Any || address == QHostAddress::AnyIPv4 || address == QHostAddress::AnyIPv6;
    const QString host = isAny                                                 ? u"127.0.0.1"_s
                         : address.protocol() == QAbstractSocket::IPv6Protocol ? u'[' + address.toString() + u']'
                                                                               : address.toString();
    ControlInfo info {
        QCoreApplication::applicationPid(), host + u':' + QString::number(port), m_parts->controlToken, {}};
    if (!m_config.tlsCertificate.isEmpty()) {
        const QList<QSslCertificate> chain = QSslCertificate::fromPath(m_config.tlsCertificate);
        if (!chain.isEmpty())
            info.certificateSha256 = QString::fromLatin1(chain.first().digest(QCryptographicHash::Sha256).toHex());
    }
    Result<std::unique_ptr<ControlFile>> file = ControlFile::write(m_parts->directory, info);
    if (!file)
        return file.error();
    m_parts->control = std::move(*file);
    return {};
}

void ServerProcess::stop()
{
    Parts &parts = *m_parts;
    if (!std::exchange(parts.isRunning, false))
        return;
    parts.control.reset();
    // First whoever answers falls silent, each after its work is done; then those who would have been answered go.
    if (parts.hashes)
        parts.hashes->stop();
    if (parts.engineThread.isRunning()) {
        runOn(*parts.engine, [&] { parts.engine->stop(); });
        parts.engineThread.quit();
        parts.engineThread.wait();
    }
    if (parts.backupThread.isRunning()) {
        parts.backups->cancel();
        runOn(*parts.backups, [&] { parts.backups->stop(); });
        parts.backupThread.quit();
        parts.backupThread.wait();
    }
    if (parts.peersThread.isRunning()) {
        runOn(*parts.peers, [&] { parts.peers->stop(); });
        parts.peersThread.quit();
        parts.peersThread.wait();
    }
    if (parts.readerThread.isRunning()) {
        runOn(*parts.reader, [&] { parts.reader->close(); });
        parts.readerThread.quit();
        parts.readerThread.wait();
    }
    if (parts.judging)
        runOn(parts.serviceHost, [&] {
            parts.signIn->stop();
            parts.judging->stop();
        });
    if (parts.hub)
        parts.hub->sayGoodbye();
    if (parts.front)
        parts.front->stop();
    parts.front.reset();
    if (parts.serviceThread.isRunning()) {
        runOn(parts.serviceHost, [&] {
            parts.hub->stop();
            parts.signIn.reset();
            parts.judging.reset();
            parts.hub.reset();
        });
        parts.serviceThread.quit();
        parts.serviceThread.wait();
    }
    parts.admin.reset();
    parts.engine.reset();
    parts.reader.reset();
    parts.peers.reset();
    parts.backups.reset();
    parts.lock.reset();
}

} // namespace Marathon
