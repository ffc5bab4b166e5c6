#include "admin-desktop/pages/LeaderboardPage.h"

#include "admin-desktop/widgets/Parts.h"

#include <QHeaderView>
#include <QScrollBar>

namespace Marathon {

namespace {

constexpr int mostOutRows = 5;

} // namespace

LeaderboardPage::LeaderboardPage(Desk &desk, QWidget *parent)
    : Page(desk, parent)
    , m_model(desk.contest, desk.standings)
    , m_ranked(new DataTable(desk.theme, m_model, this))
    , m_out(new DataTable(desk.theme, m_model, this))
    , m_rounds(new QTabBar(this))
    , m_outTitle(makeLabel({}, "heading"))
    , m_state(makeLabel({}, "quiet"))
{
    m_ranked->setExportTitle(u"leaderboard"_s);
    m_ranked->shown().setOut(false);
    m_ranked->setEmptyText(tr("Nobody is in the ranking yet."));
    m_ranked->sortBy(u"rank"_s, Qt::AscendingOrder);
    m_out->setExportTitle(u"disqualified"_s);
    m_out->shown().setOut(true);
    m_out->sortBy(u"score"_s, Qt::DescendingOrder);
    m_out->horizontalHeader()->hide();
    // So that its columns stand under those of the ranking.
    m_out->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    m_ranked->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    m_out->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(m_ranked->horizontalScrollBar(), &QScrollBar::valueChanged, m_out->horizontalScrollBar(),
            &QScrollBar::setValue);
    m_rounds->setExpanding(false);
    m_rounds->setDrawBase(false);
    auto *filter = new FilterBar(desk.theme, *m_ranked, tr("Name, seat, college"), this);
    filter->middle()->addWidget(m_state);
    auto *card = new QFrame(this);
    setLook(*card, "card");
    auto *cardLayout = new QVBoxLayout(card);
    cardLayout->setContentsMargins(1, 1, 1, 1);
    cardLayout->addWidget(m_ranked);
    m_outCard = new QFrame(this);
    setLook(*m_outCard, "card");
    auto *outLayout = new QVBoxLayout(m_outCard);
    outLayout->setContentsMargins(1, 8, 1, 1);
    outLayout->setSpacing(6);
    m_outTitle->setContentsMargins(11, 0, 0, 0);
    outLayout->addWidget(m_outTitle);
    outLayout->addWidget(m_out);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(8);
    layout->addWidget(filter);
    layout->addWidget(m_rounds);
    layout->addWidget(card, 1);
    layout->addWidget(m_outCard);
    connectTable(*m_ranked);
    connectTable(*m_out);
    connect(m_rounds, &QTabBar::currentChanged, this, [this](int tab) {
        m_model.setRound(m_rounds->tabData(tab).toInt());
        arrange();
        showState();
    });
    connect(&desk.contest, &LiveContest::loaded, this, &LeaderboardPage::rebuildTabs);
    connect(&desk.standings, &LiveStandings::changed, this, &LeaderboardPage::rebuildTabs);
    setFocusProxy(m_ranked);
    rebuildTabs();
}

void LeaderboardPage::connectTable(DataTable &table)
{
    connect(&table, &DataTable::personOpened, &desk(), &Desk::personWanted);
    connect(&table, &DataTable::clicked, this,
            [this](const QModelIndex &index) { emit desk().personWanted(index.data(PersonRole).toString()); });
    connect(&table, &DataTable::exportWanted, this, [this, &table] { exportTable(table); });
}

void LeaderboardPage::rebuildTabs()
{
    QStringList texts {tr("Overall")};
    for (const RoundConfig &round : desk().contest.state().config->rounds)
        texts.append(round.name.isEmpty() ? tr("Round %1").arg(round.number) : round.name);
    if (texts != m_tabTexts) {
        m_tabTexts = texts;
        while (m_rounds->count() > 0)
            m_rounds->removeTab(0);
        for (qsizetype tab = 0; tab < texts.size(); ++tab)
            m_rounds->setTabData(m_rounds->addTab(texts[tab]),
                                 tab == 0 ? 0 : desk().contest.state().config->rounds[tab - 1].number);
        arrange();
    }
    showState();
}

void LeaderboardPage::showState()
{
    const Standings &standings = desk().standings.of(m_model.round());
    m_state->setText(standings.waiting > 0 ? tr("%1 waiting for the judge").arg(standings.waiting) : QString());
    const qsizetype out = standings.disqualified.size();
    m_outCard->setVisible(out > 0);
    m_outTitle->setText(tr("Disqualified: %1, in no ranking, shown to staff only").arg(out));
    const int rows = int(std::min<qsizetype>(out, mostOutRows));
    m_out->setFixedHeight(rows * Size::tableRow + (height() > 700 ? 4 : 0));
}

void LeaderboardPage::arrange()
{
    // What matters least goes first when there is no room for it.
    const QList<std::pair<QString, int>> columns {
        {u"college"_s, 1200}, {u"seat"_s, 1100}, {u"movement"_s, 980}, {u"solved"_s, 1100}};
    for (DataTable *table : {m_ranked, m_out}) {
        for (const auto &[name, leastWidth] : columns)
            table->setColumnHidden(table->columnOf(name), width() < leastWidth);
        table->fitColumns();
    }
}

QStringList LeaderboardPage::chosenPeople() const
{
    return m_out->hasFocus() ? m_out->chosenPeople() : m_ranked->chosenPeople();
}

void LeaderboardPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    arrange();
    showState();
}

} // namespace Marathon

#include "moc_LeaderboardPage.cpp"
