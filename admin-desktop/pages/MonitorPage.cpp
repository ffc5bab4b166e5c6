#include "admin-desktop/pages/MonitorPage.h"

#include "admin-desktop/pages/ActionWords.h"
#include "admin-desktop/widgets/Parts.h"

namespace Marathon {

namespace {

constexpr int riskFrom = 2; ///< LevelRole: low is 1, medium 2
constexpr std::array quickActions {StaffActionKind::Message, StaffActionKind::Warn, StaffActionKind::Suspend,
                                   StaffActionKind::Disqualify};

} // namespace

MonitorPage::MonitorPage(Desk &desk, QWidget *parent)
    : Page(desk, parent)
    , m_table(new DataTable(desk.theme, desk.participants, this))
    , m_seats(new SeatMap(desk.theme, m_table->shown(), this))
    , m_views(new QStackedWidget(this))
    , m_filter(new FilterBar(desk.theme, *m_table, tr("Name, seat, ID, college"), this))
    , m_halls(new HallTabs(*m_table, desk.participants, HallTabs::Counts::Shown, this))
    , m_riskOnly(makeButton(desk.theme, {}, tr("At risk"), "chip", this))
    , m_seatView(makeButton(desk.theme, u"layout-grid"_s, tr("Seats"), "chip", this))
    , m_chosen(makeLabel({}, "quiet", this))
{
    m_table->setExportTitle(u"participants"_s);
    m_table->setEmptyText(tr("Nobody matches. Clear the search or choose another hall."));
    m_table->sortBy(u"risk"_s, Qt::DescendingOrder);
    m_views->addWidget(m_table);
    m_views->addWidget(m_seats);
    makeChips();
    auto *card = new QFrame(this);
    setLook(*card, "card");
    auto *cardLayout = new QVBoxLayout(card);
    cardLayout->setContentsMargins(1, 1, 1, 1);
    cardLayout->addWidget(m_views);
    auto *actionLine = new QHBoxLayout;
    makeActions(*actionLine);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(8);
    layout->addWidget(m_filter);
    layout->addWidget(m_halls);
    layout->addWidget(card, 1);
    layout->addLayout(actionLine);
    connect(m_table, &DataTable::personOpened, &desk, &Desk::personWanted);
    connect(m_table, &DataTable::clicked, this, [this](const QModelIndex &index) {
        if (m_table->chosenPeople().size() == 1)
            emit this->desk().personWanted(index.data(PersonRole).toString());
    });
    connect(m_seats, &SeatMap::personOpened, this, [this](const QString &id) {
        m_table->choosePerson(id);
        emit this->desk().personWanted(id);
    });
    connect(m_table, &DataTable::peopleChosen, this, &MonitorPage::showActions);
    connect(m_table, &DataTable::exportWanted, this, [this] { exportTable(*m_table); });
    connect(&desk.actions, &Actions::availabilityChanged, this, &MonitorPage::showActions);
    setFocusProxy(m_table);
    showActions();
}

void MonitorPage::makeChips()
{
    m_riskOnly->setToolTip(tr("Only people from medium risk on, and whoever has an incident going on"));
    m_seatView->setToolTip(tr("Show the seats of the hall instead of the table"));
    m_filter->middle()->addWidget(m_riskOnly);
    m_filter->middle()->addWidget(m_seatView);
    connect(m_riskOnly, &QPushButton::toggled, this,
            [this](bool isOn) { m_table->shown().setLeastLevel(isOn ? riskFrom : 0); });
    connect(m_seatView, &QPushButton::toggled, this, [this](bool isOn) { m_views->setCurrentIndex(isOn ? 1 : 0); });
}

void MonitorPage::makeActions(QHBoxLayout &line)
{
    line.setSpacing(8);
    // The words give way to the buttons.
    m_chosen->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    line.addWidget(m_chosen, 1);
    for (const StaffActionKind kind : quickActions) {
        const ActionWords &words = wordsOf(kind);
        auto *button =
            makeButton(desk().theme, QString(words.icon), QCoreApplication::translate("ActionWords", words.title),
                       words.isGrave ? "danger" : "");
        connect(button, &QPushButton::clicked, this, [this, kind] { desk().actions.act(kind, chosenPeople()); });
        m_actions.append(button);
        line.addWidget(button);
    }
}

void MonitorPage::showActions()
{
    const qsizetype chosen = chosenPeople().size();
    const QString block = desk().actions.blockedBecause();
    m_chosen->setText(chosen == 0   ? tr("Choose people to act on them: keys M W S D, Enter opens.")
                      : chosen == 1 ? desk().contest.nameAndSeat(ParticipantId(chosenPeople().first()))
                                    : tr("%1 people chosen").arg(chosen));
    for (std::size_t index = 0; index < quickActions.size(); ++index) {
        QPushButton *button = m_actions[qsizetype(index)];
        const ActionWords &words = wordsOf(quickActions[index]);
        const bool isAllowed = desk().actions.may(quickActions[index]);
        button->setVisible(isAllowed);
        button->setEnabled(chosen > 0 && block.isEmpty());
        button->setToolTip(!block.isEmpty() ? block : tr("Key %1").arg(QLatin1Char(words.key)));
    }
}

void MonitorPage::showFilter(const QString &filter)
{
    m_riskOnly->setChecked(filter == "risk"_L1);
    m_seatView->setChecked(filter == "seats"_L1);
    if (filter == "offline"_L1) {
        m_filter->setWords({});
        m_table->sortBy(u"presence"_s, Qt::AscendingOrder);
        m_table->scrollToTop();
    } else if (filter.startsWith("hall:"_L1)) {
        m_halls->chooseHall(filter.mid(5));
    } else if (filter == "risk"_L1) {
        m_filter->setWords({});
        m_table->sortBy(u"risk"_s, Qt::DescendingOrder);
        m_table->scrollToTop();
    } else if (!filter.isEmpty() && filter != "seats"_L1) {
        m_filter->setWords(filter);
    }
}

void MonitorPage::choosePerson(const QString &id)
{
    m_seats->choosePerson(id);
    if (m_table->chosenPeople() != QStringList {id} && !id.isEmpty())
        m_table->choosePerson(id);
}

void MonitorPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    // What matters least goes first when there is no room for it.
    const QList<std::pair<QString, int>> columns {
        {u"participant_id"_s, 1460}, {u"hall"_s, 1380},          {u"problem"_s, 1240},   {u"warnings"_s, 760},
        {u"score"_s, 820},           {u"last_activity"_s, 1000}, {u"violations"_s, 700}, {u"presence"_s, 720}};
    for (const auto &[name, leastWidth] : columns)
        m_table->setColumnHidden(m_table->columnOf(name), width() < leastWidth);
    m_table->fitColumns();
}

} // namespace Marathon

#include "moc_MonitorPage.cpp"
