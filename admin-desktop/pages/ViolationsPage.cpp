#include "admin-desktop/pages/ViolationsPage.h"

#include "admin-desktop/widgets/Parts.h"

#include <QKeyEvent>
#include <QScrollBar>

namespace Marathon {

ViolationsPage::ViolationsPage(Desk &desk, QWidget *parent)
    : Page(desk, parent)
    , m_table(new DataTable(desk.theme, desk.violations, this))
    , m_filter(new FilterBar(desk.theme, *m_table, tr("Name, seat, kind"), this))
    , m_halls(new HallTabs(*m_table, desk.participants, HallTabs::Counts::Hidden, this))
    , m_information(makeButton(desk.theme, {}, tr("Info too"), "chip", this))
    , m_graveOnly(makeButton(desk.theme, {}, tr("Medium +"), "chip", this))
    , m_pause(makeButton(desk.theme, u"pause"_s, tr("Pause"), "", this))
    , m_excuse(makeButton(desk.theme, u"shield-check"_s, tr("Excuse this one"), "", this))
    , m_state(makeLabel({}, "quiet", this))
{
    m_table->setExportTitle(u"violations"_s);
    m_table->setEmptyText(tr("No violations. They appear here the moment they are reported."));
    m_table->shown().setLeastLevel(1);
    makeChips();
    auto *card = new QFrame(this);
    setLook(*card, "card");
    auto *cardLayout = new QVBoxLayout(card);
    cardLayout->setContentsMargins(1, 1, 1, 1);
    cardLayout->addWidget(m_table);
    auto *line = new QHBoxLayout;
    line->addWidget(m_state);
    line->addStretch(1);
    line->addWidget(m_excuse);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(8);
    layout->addWidget(m_filter);
    layout->addWidget(m_halls);
    layout->addWidget(card, 1);
    layout->addLayout(line);
    connect(m_table, &DataTable::personOpened, &desk, &Desk::personWanted);
    connect(m_table, &DataTable::clicked, this,
            [this](const QModelIndex &index) { emit this->desk().personWanted(index.data(PersonRole).toString()); });
    connect(m_table, &DataTable::exportWanted, this, [this] { exportTable(*m_table); });
    connect(m_table, &DataTable::peopleChosen, this, [this] { showPause(); });
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (!m_isPausedByHand)
            setPaused(value > 0);
    });
    connect(m_pause, &QPushButton::clicked, this, [this] {
        m_isPausedByHand = !m_table->shown().isPaused();
        setPaused(m_isPausedByHand);
        if (!m_isPausedByHand)
            m_table->scrollToTop();
    });
    connect(m_excuse, &QPushButton::clicked, this, &ViolationsPage::excuseCurrent);
    connect(&desk.violations, &QAbstractItemModel::rowsInserted, this, &ViolationsPage::showPause);
    connect(&desk.violations, &QAbstractItemModel::modelReset, this, [this] {
        m_isPausedByHand = false;
        setPaused(false);
    });
    connect(&desk.actions, &Actions::availabilityChanged, this, &ViolationsPage::showPause);
    setFocusProxy(m_table);
    showPause();
}

void ViolationsPage::makeChips()
{
    m_filter->middle()->addWidget(m_graveOnly);
    m_filter->middle()->addWidget(m_information);
    m_filter->middle()->addWidget(m_pause);
    m_graveOnly->setToolTip(tr("Only medium and worse"));
    m_information->setToolTip(tr("Also what is recorded for information and costs nothing"));
    m_pause->setToolTip(tr("Hold new ones back while you read (Space)"));
    const auto filter = [this] {
        m_table->shown().setLeastLevel(m_graveOnly->isChecked() ? 2 : m_information->isChecked() ? 0 : 1);
    };
    connect(m_information, &QPushButton::toggled, this, [this, filter](bool isOn) {
        if (isOn)
            m_graveOnly->setChecked(false);
        filter();
    });
    connect(m_graveOnly, &QPushButton::toggled, this, [this, filter](bool isOn) {
        if (isOn)
            m_information->setChecked(false);
        filter();
    });
}

void ViolationsPage::setPaused(bool isPaused)
{
    if (isPaused != m_table->shown().isPaused())
        m_table->shown().setPausedAt(isPaused ? std::optional(desk().violations.newestSerial()) : std::nullopt);
    showPause();
}

void ViolationsPage::showPause()
{
    const bool isPaused = m_table->shown().isPaused();
    const int waiting = m_table->shown().waitingCount();
    m_pause->setIcon(desk().theme.icon(isPaused ? u"play"_s : u"pause"_s));
    m_pause->setText(!isPaused ? tr(" Pause") : waiting > 0 ? tr(" Show %1 new").arg(waiting) : tr(" Go on"));
    m_state->setText(!isPaused ? tr("Live. New ones come in on top.")
                               : tr("Paused while you read; %1 new wait.").arg(waiting));
    const bool isOne = m_table->selectionModel()->selectedRows().size() == 1;
    const QString block = desk().actions.blockedBecause();
    m_excuse->setEnabled(isOne && block.isEmpty());
    m_excuse->setVisible(desk().actions.may(StaffActionKind::Excuse));
    m_excuse->setToolTip(block);
}

void ViolationsPage::excuseCurrent()
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    if (rows.size() != 1)
        return;
    const int row = m_table->shown().mapToSource(rows.first()).row();
    const ViolationRow &violation = desk().violations.rowAt(row);
    desk().actions.excuse(violation.participant.toString(), violation.incident.incident.toString());
}

void ViolationsPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Space)
        m_pause->click();
    else
        Page::keyPressEvent(event);
}

void ViolationsPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    const QList<std::pair<QString, int>> columns {
        {u"participant_id"_s, 1180}, {u"hall"_s, 1080}, {u"points"_s, 1000}, {u"state"_s, 700}};
    for (const auto &[name, leastWidth] : columns)
        m_table->setColumnHidden(m_table->columnOf(name), width() < leastWidth);
    m_table->fitColumns();
}

} // namespace Marathon

#include "moc_ViolationsPage.cpp"
