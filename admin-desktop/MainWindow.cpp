#include "admin-desktop/MainWindow.h"

#include "admin-desktop/PageList.h"
#include "admin-desktop/models/Wording.h"
#include "admin-desktop/pages/ActionWords.h"
#include "admin-desktop/pages/ParticipantPanel.h"
#include "admin-desktop/pages/SignInPage.h"
#include "admin-desktop/pages/TopBar.h"
#include "admin-desktop/widgets/Parts.h"
#include "admin-desktop/widgets/UndoBar.h"

#include <QKeyEvent>
#include <QShortcut>

namespace Marathon {

using namespace std::chrono_literals;

namespace {

constexpr int widePanel = 372;
constexpr int narrowPanel = 316;

} // namespace

MainWindow::MainWindow(Session &session, Theme &theme, QSettings &settings)
    : m_session(session)
    , m_theme(theme)
    , m_settings(settings)
    , m_servers(settings)
    , m_desk(new Desk(session, theme, *this))
    , m_outer(new QStackedWidget(this))
    , m_signIn(new SignInPage(theme, m_servers, this))
{
    setWindowTitle(tr("Debug Marathon"));
    setMinimumSize(960, 600);
    m_outer->addWidget(m_signIn);
    m_outer->addWidget(makeWork());
    setCentralWidget(m_outer);
    makePages();
    makeShortcuts();
    connectSession();
    m_tick.setInterval(1s);
    connect(&m_tick, &QTimer::timeout, m_desk, &Desk::ticked);
    connect(m_desk, &Desk::ticked, this, &MainWindow::showStatus);
    openPage(u"overview"_s);
    showWork(false);
}

QWidget *MainWindow::makeWork()
{
    auto *work = new QWidget;
    auto *columns = new QHBoxLayout(work);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(0);
    columns->addWidget(makeRail());
    auto *lines = new QVBoxLayout;
    lines->setSpacing(0);
    m_top = new TopBar(*m_desk);
    m_banner = new Banner(m_theme);
    m_stack = new QStackedWidget;
    m_loading = makeLabel(tr("Waiting for the contest\u2026"), "quiet");
    m_loading->setAlignment(Qt::AlignCenter);
    m_stack->addWidget(m_loading);
    m_panel = new ParticipantPanel(*m_desk);
    m_panel->hide();
    m_undo = new UndoBar(m_theme);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(m_stack, 1);
    middle->addWidget(m_panel);
    lines->addWidget(m_top);
    lines->addWidget(m_banner);
    lines->addLayout(middle, 1);
    lines->addWidget(m_undo);
    lines->addWidget(makeStatus());
    columns->addLayout(lines, 1);
    connect(m_top, &TopBar::themeToggled, this, [this] {
        m_theme.setScheme(m_theme.scheme() == Scheme::Light ? Scheme::Dark : Scheme::Light);
        m_settings.setValue(u"look/theme"_s, nameOf(m_theme.scheme()));
    });
    connect(m_top, &TopBar::signOutWanted, this, [this] {
        m_session.signOut();
        showWork(false);
        m_signIn->showProblem({});
    });
    connect(m_panel, &ParticipantPanel::closed, this, [this] { openPerson({}); });
    connect(m_undo, &UndoBar::undoWanted, &m_desk->actions, &Actions::undo);
    return work;
}

QWidget *MainWindow::makeRail()
{
    auto *rail = new QFrame;
    setLook(*rail, "railframe");
    rail->setFixedWidth(88);
    auto *layout = new QVBoxLayout(rail);
    layout->setContentsMargins(6, 10, 6, 10);
    layout->setSpacing(4);
    int number = 0;
    for (const PageRow &row : pageList()) {
        auto *button = new QToolButton;
        button->setText(QCoreApplication::translate("PageList", row.title));
        button->setIcon(m_theme.icon(QString(row.icon)));
        button->setIconSize(QSize(Size::icon, Size::icon));
        button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
        button->setCheckable(true);
        button->setFocusPolicy(Qt::TabFocus);
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        button->setToolTip(tr("Ctrl+%1").arg(++number));
        setLook(*button, "rail");
        connect(button, &QToolButton::clicked, this, [this, name = QString(row.name)] { openPage(name); });
        m_railButtons.insert(QString(row.name), button);
        layout->addWidget(button);
    }
    layout->addStretch(1);
    return rail;
}

QWidget *MainWindow::makeStatus()
{
    auto *status = new QFrame;
    setLook(*status, "status");
    status->setFixedHeight(26);
    auto *layout = new QHBoxLayout(status);
    layout->setContentsMargins(16, 0, 16, 0);
    layout->setSpacing(20);
    for (QLabel **label : {&m_server, &m_latency, &m_position, &m_health, &m_pending}) {
        *label = makeLabel({}, "quiet");
        layout->addWidget(*label);
    }
    layout->addStretch(1);
    return status;
}

void MainWindow::makePages()
{
    for (const PageRow &row : pageList()) {
        Page *page = row.make(*m_desk, this);
        m_pages.insert(QString(row.name), page);
        m_stack->addWidget(page);
    }
    connect(m_desk, &Desk::pageWanted, this, &MainWindow::openPage);
    connect(m_desk, &Desk::personWanted, this, &MainWindow::openPerson);
}

void MainWindow::makeShortcuts()
{
    int number = 0;
    for (const PageRow &row : pageList()) {
        auto *shortcut = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key(int(Qt::Key_1) + number++)), this);
        connect(shortcut, &QShortcut::activated, this, [this, name = QString(row.name)] { openPage(name); });
    }
    connect(new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_K), this), &QShortcut::activated, m_top,
            &TopBar::startSearch);
    connect(new QShortcut(QKeySequence(QKeySequence::Undo), this), &QShortcut::activated, m_undo, &UndoBar::undo);
}

void MainWindow::connectSession()
{
    connect(m_signIn, &SignInPage::signInWanted, &m_session, &Session::signIn);
    connect(&m_session, &Session::refused, this, [this](const Error &error) {
        QString text = error.message;
        if (error.retryAfterMs > 0)
            text += tr(" Try again in %1 s.").arg(error.retryAfterMs / 1000);
        m_signIn->showProblem(text);
    });
    connect(&m_session, &Session::signedIn, this, [this] {
        if (!m_session.isRecording())
            m_signIn->succeed();
        for (const PageRow &row : pageList())
            m_railButtons.value(QString(row.name))->setVisible(allows(row.permission, m_session.account().role));
        showWork(true);
    });
    connect(&m_session, &Session::signedOut, this, [this](const QString &why) {
        showWork(false);
        m_signIn->showProblem(why);
    });
    connect(&m_session, &Session::lineChanged, this, &MainWindow::showLine);
    connect(&m_session.contest(), &LiveContest::loaded, this, [this] {
        openPage(m_current);
        showLine();
        emit m_desk->ticked();
    });
    connect(&m_session.contest(), &LiveContest::readOnlyChanged, this, &MainWindow::showLine);
    connect(&m_session, &Session::latencyMeasured, this,
            [this](int milliseconds) { m_latency->setText(tr("%1 ms").arg(milliseconds)); });
    connect(&m_session, &Session::troubled, this, [this](const QString &what) { m_undo->offer(what, {}); });
    connect(&m_session.contest(), &LiveContest::healthChanged, this, &MainWindow::showStatus);
    connect(&m_session.commands(), &CommandQueue::pendingChanged, this, &MainWindow::showStatus);
    connect(&m_desk->actions, &Actions::done, m_undo, &UndoBar::offer);
    connect(&m_desk->actions, &Actions::failed, this, [this](const QString &text) { m_undo->offer(text, {}); });
}

void MainWindow::showWork(bool isShown)
{
    m_outer->setCurrentIndex(isShown ? 1 : 0);
    if (isShown)
        m_tick.start();
    else
        m_tick.stop();
    showLine();
}

bool MainWindow::openPage(const QString &name, const QString &filter)
{
    Page *page = m_pages.value(name);
    if (!page)
        return false;
    m_current = name;
    for (auto button = m_railButtons.begin(); button != m_railButtons.end(); ++button) {
        button.value()->setChecked(button.key() == name);
        for (const PageRow &row : pageList()) {
            if (button.key() == row.name)
                button.value()->setIcon(
                    m_theme.icon(QString(row.icon), button.key() == name ? Token::Accent : Token::Quiet));
        }
    }
    m_stack->setCurrentWidget(m_session.contest().isLoaded() ? static_cast<QWidget *>(page) : m_loading);
    page->setFocus();
    if (!filter.isEmpty())
        page->showFilter(filter);
    page->choosePerson(m_panel->isVisibleTo(this) ? m_panel->person() : QString());
    return true;
}

QString MainWindow::currentPage() const
{
    return m_current;
}

void MainWindow::openPerson(const QString &id)
{
    const bool isKnown = m_desk->participants.rowOf(ParticipantId(id)) >= 0;
    if (isKnown && m_panel->person() != id)
        m_panel->setPerson(id);
    m_panel->setVisible(isKnown);
    if (Page *page = m_pages.value(m_current))
        page->choosePerson(isKnown ? id : QString());
}

void MainWindow::showLine()
{
    const LiveContest &contest = m_session.contest();
    const auto since = m_session.offlineSince();
    if (!contest.readOnlyBecause().isEmpty())
        m_banner->say(Mark::Critical,
                      tr("Read only: the server is newer than this console. %1").arg(contest.readOnlyBecause()));
    else if (m_session.isRecording())
        m_banner->say(Mark::None, {});
    else if (since && contest.isLoaded())
        m_banner->say(Mark::Offline, tr("Offline since %1. What you see is as it was then; actions wait until the "
                                        "server is back. Trying again by itself.")
                                         .arg(timeOfDay(*since)));
    else
        m_banner->say(Mark::None, {});
    m_loading->setText(since ? tr("The server is out of reach. Trying again\u2026")
                             : tr("Waiting for the contest\u2026"));
    showStatus();
}

void MainWindow::showStatus()
{
    static const QHash<LineState, const char *> words {{LineState::Off, QT_TR_NOOP("not connected")},
                                                       {LineState::Connecting, QT_TR_NOOP("connecting")},
                                                       {LineState::Live, QT_TR_NOOP("live")},
                                                       {LineState::Waiting, QT_TR_NOOP("offline")}};
    const QString where = m_session.isRecording()
                              ? tr("recording")
                              : u"%1, %2"_s.arg(m_session.server().authority(), tr(words.value(m_session.line())));
    m_server->setText(where);
    m_position->setText(tr("#%1").arg(m_session.contest().state().lastSeq));
    const ServerHealth &health = m_session.contest().health();
    m_health->setText(m_session.contest().hasHealth() ? tr("server: acknowledges in %1 ms, CPU %2 %, memory %3 %")
                                                            .arg(health.ackP95Ms)
                                                            .arg(qRound(100 * health.cpu))
                                                            .arg(qRound(100 * health.memory))
                                                      : QString());
    const int pending = m_session.commands().pendingCount();
    m_pending->setText(pending > 0 ? tr("%n command(s) on their way", nullptr, pending) : QString());
    m_latency->setVisible(m_session.line() == LineState::Live);
}

void MainWindow::actOnChosen(int key)
{
    const Page *page = m_pages.value(m_current);
    QStringList people = page ? page->chosenPeople() : QStringList();
    if (people.isEmpty() && m_panel->isVisible())
        people = {m_panel->person()};
    for (const StaffActionFact &fact : staffActionFacts) {
        if (wordsOf(fact.kind).key != 0 && key == wordsOf(fact.kind).key)
            m_desk->actions.act(fact.kind, people);
    }
}

void MainWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        openPerson({});
    else if (event->modifiers() == Qt::NoModifier && m_outer->currentIndex() == 1)
        actOnChosen(event->key());
    else
        QMainWindow::keyPressEvent(event);
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    m_panel->setFixedWidth(width() < 1300 ? narrowPanel : widePanel);
}

} // namespace Marathon

#include "moc_MainWindow.cpp"
