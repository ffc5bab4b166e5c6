#include "admin-desktop/Screenshot.h"

#include "admin-desktop/pages/OverviewPage.h"
#include "admin-desktop/pages/ParticipantPanel.h"

#include <QCoreApplication>
#include <QTextStream>

namespace Marathon {

using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds lookInterval = 100ms;
constexpr int mostLooksForHealth = 70; ///< the server tells its health every 5 s
constexpr int quietLooks = 5;

} // namespace

Screenshot::Screenshot(Session &session, MainWindow &window, Wish wish)
    : QObject(&window)
    , m_session(session)
    , m_window(window)
    , m_wish(std::move(wish))
{
    m_deadline.setSingleShot(true);
    m_deadline.start(15s);
    m_poll.start(lookInterval);
    connect(&m_deadline, &QTimer::timeout, this, [this] { fail(tr("The server did not answer within 15 seconds.")); });
    connect(&m_session, &Session::refused, this, [this](const Error &error) { fail(error.message); });
    connect(&m_session, &Session::signedOut, this, &Screenshot::fail);
    connect(&m_poll, &QTimer::timeout, this, &Screenshot::look);
}

void Screenshot::look()
{
    if (!m_session.contest().isLoaded())
        return;
    if (!m_isOpened) {
        m_isOpened = true;
        if (!m_window.openPage(m_wish.page, m_wish.filter))
            return fail(tr("There is no page \"%1\".").arg(m_wish.page));
        if (!m_wish.person.isEmpty()) {
            m_window.openPerson(m_wish.person);
            if (m_window.panel().person() != m_wish.person)
                return fail(tr("There is no participant \"%1\" in this contest.").arg(m_wish.person));
        }
        emit m_window.desk().ticked();
        return;
    }
    const auto *overview = qobject_cast<OverviewPage *>(m_window.pageNamed(u"overview"_s));
    // Presence and health follow the snapshot within their interval; a few quiet looks let the layout settle too.
    const bool hasHealth = m_session.contest().hasHealth() || ++m_looks > mostLooksForHealth;
    if (m_window.desk().standings.of(0).seq == 0 || !overview || !overview->hasChart() || !hasHealth ||
        ++m_quietLooks < quietLooks)
        return;
    m_poll.stop();
    const QPixmap picture = m_window.grab();
    if (!picture.save(m_wish.file))
        return fail(tr("The picture cannot be written to %1.").arg(m_wish.file));
    QCoreApplication::exit(0);
}

void Screenshot::fail(const QString &why)
{
    m_poll.stop();
    QTextStream(stderr) << "marathon-console: " << why << "\n";
    QCoreApplication::exit(1);
}

} // namespace Marathon

#include "moc_Screenshot.cpp"
