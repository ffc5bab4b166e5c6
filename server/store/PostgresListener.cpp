#include "server/store/PostgresListener.h"

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

PostgresListener::PostgresListener(PostgresAddress address, std::function<void()> changed)
    : m_link(std::move(address), PostgresConnection::Statements::Plain)
    , m_changed(std::move(changed))
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &PostgresListener::connectNow);
    connectNow();
}

PostgresListener::~PostgresListener() = default;

void PostgresListener::connectNow()
{
    const Result<PostgresConnection *> connection = m_link.connection();
    if (!connection || !(*connection)->runText(u"LISTEN marathon"_s)) {
        retry();
        return;
    }
    m_socket = std::make_unique<QSocketNotifier>((*connection)->socket(), QSocketNotifier::Read);
    connect(m_socket.get(), &QSocketNotifier::activated, this, &PostgresListener::read);
    if (m_missed)
        m_changed();
    m_missed = false;
}

void PostgresListener::read()
{
    const Result<int> count = m_link.current()->takeNotifications();
    if (!count || !m_link.current()->isUsable())
        retry();
    else if (*count > 0)
        m_changed();
}

void PostgresListener::retry()
{
    m_missed = true;
    // Not deleted here: this may be called by its own signal.
    if (m_socket) {
        m_socket->setEnabled(false);
        m_socket.release()->deleteLater();
    }
    m_link.dropIfLost();
    // The link knows when to try; this only asks it.
    m_retry.start(100);
}

} // namespace Marathon
