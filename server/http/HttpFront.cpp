#include "server/http/HttpFront.h"

#include "server/http/Acceptor.h"
#include "server/http/FrontWorker.h"
#include "server/http/RouteTable.h"

#include <QCoreApplication>
#include <sys/resource.h>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

int defaultIoThreads()
{
    return std::max(2, std::min(4, QThread::idealThreadCount() - 1));
}

/// Raises the soft limit of open files as far as it is wanted and permitted; what is in force then.
qint64 raisedDescriptorLimit(qint64 wanted)
{
    rlimit limit {};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return wanted;
    if (limit.rlim_cur < static_cast<rlim_t>(wanted)) {
        rlimit raised = limit;
        raised.rlim_cur = std::min(limit.rlim_max, static_cast<rlim_t>(wanted));
        if (::setrlimit(RLIMIT_NOFILE, &raised) == 0)
            limit = raised;
    }
    return static_cast<qint64>(std::min<rlim_t>(limit.rlim_cur, static_cast<rlim_t>(wanted)));
}

} // namespace

HttpFront::HttpFront(FrontOptions options, HandlerFactory factory)
    : m_options(std::move(options))
    , m_factory(std::move(factory))
    , m_routes(std::make_unique<RouteTable>(m_options.routes))
{}

HttpFront::~HttpFront()
{
    stop();
}

Result<quint16> HttpFront::listen()
{
    Q_ASSERT(!m_acceptor);
    const FrontLimits &limits = m_options.limits;
    const qint64 descriptors = raisedDescriptorLimit(qint64(limits.connections) + limits.reservedDescriptors);
    m_connectionCap = static_cast<int>(std::min<qint64>(limits.connections, descriptors - limits.reservedDescriptors));
    if (m_connectionCap < 1) {
        return Error {
            ErrorKind::Unavailable,
            QCoreApplication::translate(
                "HttpFront",
                "At most %1 files may be open, which leaves none for connections. Raise the limit (ulimit -n).")
                .arg(descriptors)};
    }

    m_ledger =
        std::make_shared<ConnectionLedger>(limits.connectionsPerAddress, m_connectionCap, m_options.trustedProxies);
    m_ledger->moveToThread(&m_acceptThread);
    m_acceptor = new Acceptor(
        limits, m_ledger, [this](qintptr descriptor, const QHostAddress &peer, std::shared_ptr<ConnectionSlot> slot) {
            FrontWorker *worker = m_workers[m_nextWorker++ % m_workers.size()]->worker;
            QMetaObject::invokeMethod(
                worker, [worker, descriptor, peer, slot = std::move(slot)] { worker->adopt(descriptor, peer, slot); },
                Qt::QueuedConnection);
        });
    m_acceptor->moveToThread(&m_acceptThread);
    QObject::connect(&m_acceptThread, &QThread::finished, m_acceptor, &QObject::deleteLater);
    m_acceptThread.setObjectName(u"accept"_s);
    m_acceptThread.start();

    const int threads = m_options.ioThreads > 0 ? m_options.ioThreads : defaultIoThreads();
    for (int index = 0; index < threads; ++index) {
        auto io = std::make_unique<Io>();
        io->worker = new FrontWorker(m_options, *m_routes, io->metrics, index);
        io->worker->moveToThread(&io->thread);
        QObject::connect(&io->thread, &QThread::finished, io->worker, &QObject::deleteLater);
        QObject::connect(io->worker, &FrontWorker::drained, &io->thread, &QThread::quit, Qt::DirectConnection);
        io->thread.setObjectName(u"io-%1"_s.arg(index + 1));
        io->thread.start();
        QMetaObject::invokeMethod(
            io->worker, [worker = io->worker, this] { worker->start(m_factory); }, Qt::BlockingQueuedConnection);
        m_workers.push_back(std::move(io));
    }

    Result<quint16> port = Error {};
    QMetaObject::invokeMethod(
        m_acceptor, [this, &port] { port = m_acceptor->open(m_options.address, m_options.port); },
        Qt::BlockingQueuedConnection);
    if (!port)
        stop();
    return port;
}

void HttpFront::stop()
{
    if (!m_acceptor)
        return;
    QMetaObject::invokeMethod(
        m_acceptor, [this] { m_acceptor->close(); }, Qt::BlockingQueuedConnection);
    for (const std::unique_ptr<Io> &io : m_workers)
        QMetaObject::invokeMethod(
            io->worker, [worker = io->worker] { worker->drain(); }, Qt::QueuedConnection);
    for (const std::unique_ptr<Io> &io : m_workers)
        io->thread.wait();
    m_failedAccepts += m_acceptor->failedAccepts();
    m_acceptThread.quit();
    m_acceptThread.wait();
    m_acceptor = nullptr;
}

FrontFigures HttpFront::figures() const
{
    FrontFigures figures;
    for (const std::unique_ptr<Io> &io : m_workers)
        figures += io->metrics.figures();
    if (m_ledger) {
        figures.acceptedConnections = m_ledger->accepted();
        figures.refusedConnections = m_ledger->refused();
        figures.openConnections = m_ledger->open();
    }
    figures.failedAccepts = m_failedAccepts + (m_acceptor ? m_acceptor->failedAccepts() : 0);
    return figures;
}

} // namespace Marathon
