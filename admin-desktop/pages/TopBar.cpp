#include "admin-desktop/pages/TopBar.h"

#include "admin-desktop/models/Wording.h"
#include "admin-desktop/widgets/Parts.h"
#include "shared/domain/ContestClock.h"

#include <QAbstractItemView>
#include <QMenu>
#include <QStandardItemModel>

namespace Marathon {

namespace {

constexpr std::array alertMarks {Mark::Medium, Mark::High, Mark::Critical};

/// People as one searchable line each, over the participants model.
class PeopleLines : public QIdentityProxyModel
{
public:
    using QIdentityProxyModel::QIdentityProxyModel;
    QVariant data(const QModelIndex &index, int role) const override
    {
        if (role != Qt::DisplayRole && role != Qt::EditRole)
            return role == Qt::DecorationRole || role == Qt::ToolTipRole ? QVariant()
                                                                         : QIdentityProxyModel::data(index, role);
        const QStringList parts = QIdentityProxyModel::data(index, FilterRole).toString().split(u'\n');
        return parts.size() < 3 ? QVariant() : u"%1   %2   %3"_s.arg(parts[0], parts[2], parts[1]);
    }
};

} // namespace

TopBar::TopBar(Desk &desk, QWidget *parent)
    : QFrame(parent)
    , m_desk(desk)
    , m_contest(makeLabel({}, "heading"))
    , m_state(new MarkLabel(desk.theme, Mark::None, {}))
    , m_round(makeLabel({}, "quiet"))
    , m_clock(makeLabel({}, "clock"))
    , m_online(new MarkLabel(desk.theme, Mark::Low, {}))
    , m_search(new QLineEdit)
    , m_stop(makeButton(desk.theme, u"octagon-pause"_s, tr("Stop everything"), "danger"))
    , m_me(new QToolButton)
{
    setLook(*this, "bar");
    setFixedHeight(56);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 0, 12, 0);
    layout->setSpacing(14);
    auto *names = new QVBoxLayout;
    names->setSpacing(0);
    auto *stateLine = new QHBoxLayout;
    stateLine->setSpacing(10);
    stateLine->addWidget(m_state);
    stateLine->addWidget(m_round);
    stateLine->addStretch(1);
    names->addStretch(1);
    names->addWidget(m_contest);
    names->addLayout(stateLine);
    names->addStretch(1);
    layout->addLayout(names);
    layout->addWidget(m_clock);
    layout->addWidget(m_online);
    for (const Mark mark : alertMarks) {
        auto *alert = new MarkLabel(desk.theme, mark, {});
        alert->setToolTip(tr("People at %1 risk").arg(nameOf(mark)));
        m_alerts.append(alert);
        layout->addWidget(alert);
    }
    layout->addStretch(1);
    makeSearch(*layout);
    layout->addWidget(m_stop);
    makeMe(*layout);
    connect(m_stop, &QPushButton::clicked, this, [this] { m_desk.actions.stopEverything(); });
    connect(&desk, &Desk::ticked, this, &TopBar::refresh);
    connect(&desk.contest, &LiveContest::loaded, this, &TopBar::refresh);
    connect(&desk.actions, &Actions::availabilityChanged, this, &TopBar::showStop);
    refresh();
}

void TopBar::makeSearch(QHBoxLayout &layout)
{
    m_search->setPlaceholderText(tr("Find a person  Ctrl+K"));
    m_search->setAccessibleName(tr("Find a person"));
    m_search->addAction(m_desk.theme.icon(u"search"_s), QLineEdit::LeadingPosition);
    m_search->setMaximumWidth(240);
    auto *lines = new PeopleLines(this);
    lines->setSourceModel(&m_desk.participants);
    auto *completer = new QCompleter(lines, this);
    completer->setFilterMode(Qt::MatchContains);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setMaxVisibleItems(12);
    completer->popup()->setMinimumWidth(320);
    m_search->setCompleter(completer);
    connect(completer, qOverload<const QModelIndex &>(&QCompleter::activated), this, [this](const QModelIndex &index) {
        emit m_desk.personWanted(index.data(PersonRole).toString());
        // The completer fills the line after this; empty it once it has.
        QMetaObject::invokeMethod(m_search, &QLineEdit::clear, Qt::QueuedConnection);
    });
    connect(m_search, &QLineEdit::returnPressed, this, [this] { openFound(m_search->text()); });
    layout.addWidget(m_search, 1);
}

void TopBar::makeMe(QHBoxLayout &layout)
{
    m_me->setIcon(m_desk.theme.icon(u"user"_s));
    m_me->setIconSize(QSize(Size::icon, Size::icon));
    m_me->setPopupMode(QToolButton::InstantPopup);
    m_me->setToolTip(tr("Appearance, sign out"));
    auto *menu = new QMenu(m_me);
    QAction *who = menu->addAction(QString());
    who->setEnabled(false);
    menu->addSeparator();
    menu->addAction(m_desk.theme.icon(u"moon"_s), tr("Light or dark"), this, &TopBar::themeToggled);
    menu->addAction(m_desk.theme.icon(u"log-out"_s), tr("Sign out"), this, &TopBar::signOutWanted);
    connect(menu, &QMenu::aboutToShow, this, [this, who] {
        const StaffAccount &account = m_desk.session.account();
        who->setText(tr("%1, %2").arg(account.name.isEmpty() ? account.username : account.name, nameOf(account.role)));
    });
    m_me->setMenu(menu);
    layout.addWidget(m_me);
}

void TopBar::startSearch()
{
    m_search->setFocus();
    m_search->selectAll();
}

void TopBar::openFound(const QString &text)
{
    const QStringList words = text.split(u' ', Qt::SkipEmptyParts);
    if (words.isEmpty())
        return;
    for (int row = 0; row < m_desk.participants.rowCount(); ++row) {
        const QModelIndex index = m_desk.participants.index(row, 0);
        const QString line = index.data(FilterRole).toString();
        if (std::all_of(words.begin(), words.end(),
                        [&line](const QString &word) { return line.contains(word, Qt::CaseInsensitive); })) {
            emit m_desk.personWanted(index.data(PersonRole).toString());
            m_search->clear();
            return;
        }
    }
}

void TopBar::refresh()
{
    showState();
    const Figures figures = figuresOf(m_desk.contest);
    m_online->setMark(figures.online == figures.participants ? Mark::Low : Mark::Offline);
    m_online->setText(tr("%1/%2 online").arg(figures.online).arg(figures.participants));
    showAlerts(figures);
    showStop();
}

void TopBar::showState()
{
    const ContestState &state = m_desk.contest.state();
    const Instant now = m_desk.contest.now();
    const int room = width() < 1100 ? 150 : 320;
    m_contest->setText(m_contest->fontMetrics().elidedText(m_desk.contest.title().name, Qt::ElideRight, room));
    m_contest->setToolTip(m_desk.contest.title().name);
    m_state->setMark(state.phase == ContestPhase::Live     ? Mark::Low
                     : state.phase == ContestPhase::Paused ? Mark::Medium
                                                           : Mark::Info);
    m_state->setText(wordOf(state.phase));
    const RoundState *round = state.currentRound();
    if (!round) {
        m_round->setText(tr("no round open"));
        m_clock->setText(u"--:--:--"_s);
        return;
    }
    const RoundConfig *config = state.config->round(round->number);
    m_round->setText(config && !config->name.isEmpty() ? config->name : tr("Round %1").arg(round->number));
    if (round->phase != RoundPhase::Active)
        m_round->setText(m_round->text() + u", "_s + wordOf(round->phase));
    const bool isCountdown = round->phase == RoundPhase::Countdown && round->activatesAt;
    m_clock->setText(
        clockText(isCountdown ? Duration(*round->activatesAt - now) : clockOf(state, *round, nullptr, now).remaining));
}

void TopBar::showAlerts(const Figures &figures)
{
    for (std::size_t level = 0; level < alertMarks.size(); ++level) {
        const int count = figures.byRisk[level + 1];
        m_alerts[qsizetype(level)]->setText(QString::number(count));
        m_alerts[qsizetype(level)]->setVisible(count > 0);
    }
}

void TopBar::showStop()
{
    const QString block = m_desk.actions.blockedBecause();
    m_stop->setVisible(m_desk.actions.may(Permission::Discipline));
    m_stop->setEnabled(block.isEmpty() && m_desk.contest.state().phase == ContestPhase::Live);
    m_stop->setToolTip(!block.isEmpty()      ? block
                       : m_stop->isEnabled() ? tr("Pause every clock in every hall")
                                             : tr("The contest is not live."));
}

void TopBar::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    m_stop->setText(width() < 1180 ? tr(" Stop") : tr(" Stop everything"));
    showState();
}

} // namespace Marathon

#include "moc_TopBar.cpp"
