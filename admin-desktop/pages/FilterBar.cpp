#include "admin-desktop/pages/FilterBar.h"

#include "admin-desktop/models/CellRoles.h"
#include "admin-desktop/widgets/Parts.h"

namespace Marathon {

FilterBar::FilterBar(const Theme &theme, DataTable &table, const QString &placeholder, QWidget *parent)
    : QWidget(parent)
    , m_table(table)
    , m_words(new QLineEdit(this))
    , m_middle(new QHBoxLayout)
    , m_count(makeLabel({}, "quiet", this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    m_words->setPlaceholderText(placeholder);
    m_words->setClearButtonEnabled(true);
    m_words->addAction(theme.icon(u"search"_s), QLineEdit::LeadingPosition);
    m_words->setMinimumWidth(120);
    m_words->setMaximumWidth(280);
    layout->addWidget(m_words, 2);
    m_middle->setSpacing(6);
    layout->addLayout(m_middle);
    layout->addStretch(1);
    layout->addWidget(m_count);
    auto *exportButton = makeButton(theme, u"download"_s, tr("CSV"), "", this);
    exportButton->setToolTip(tr("Export what this table shows"));
    layout->addWidget(exportButton);
    m_counting.setSingleShot(true);
    m_counting.setInterval(0);
    connect(&m_counting, &QTimer::timeout, this, &FilterBar::showCount);
    connect(exportButton, &QPushButton::clicked, &table, &DataTable::exportWanted);
    connect(m_words, &QLineEdit::textChanged, &table.shown(), &ShownRows::setWords);
    const auto count = [this] {
        if (!m_counting.isActive())
            m_counting.start();
    };
    connect(&table.shown(), &ShownRows::refiltered, this, count);
    connect(&table.shown(), &QAbstractItemModel::rowsInserted, this, count);
    connect(&table.shown(), &QAbstractItemModel::rowsRemoved, this, count);
    connect(&table.shown(), &QAbstractItemModel::modelReset, this, count);
    showCount();
}

void FilterBar::showCount()
{
    const int shown = m_table.shown().rowCount();
    const int all = m_table.shown().sourceModel()->rowCount();
    m_count->setText(shown == all ? QLocale().toString(all)
                                  : tr("%1 of %2").arg(QLocale().toString(shown), QLocale().toString(all)));
}

HallTabs::HallTabs(DataTable &table, QAbstractItemModel &model, Counts counts, QWidget *parent)
    : QTabBar(parent)
    , m_table(table)
    , m_model(model)
    , m_counts(counts)
{
    setExpanding(false);
    setDrawBase(false);
    connect(&model, &QAbstractItemModel::modelReset, this, &HallTabs::rebuild);
    connect(&model, &QAbstractItemModel::rowsInserted, this, &HallTabs::rebuild);
    connect(this, &QTabBar::currentChanged, this,
            [this](int tab) { m_table.shown().setGroup(tab > 0 ? tabData(tab).toString() : QString()); });
    rebuild();
}

void HallTabs::chooseHall(const QString &hall)
{
    for (int tab = 0; tab < count(); ++tab) {
        if (tabData(tab).toString() == hall)
            setCurrentIndex(tab);
    }
}

void HallTabs::rebuild()
{
    QMap<QString, int> halls;
    for (int row = 0; row < m_model.rowCount(); ++row)
        ++halls[m_model.index(row, 0).data(GroupRole).toString()];
    if (halls == m_halls)
        return;
    m_halls = halls;
    const QString chosen = currentIndex() > 0 ? tabData(currentIndex()).toString() : QString();
    while (count() > 0)
        removeTab(0);
    const auto text = [this](const QString &name, int rows) {
        return m_counts == Counts::Shown ? u"%1  %2"_s.arg(name).arg(rows) : name;
    };
    addTab(text(tr("All halls"), m_model.rowCount()));
    for (auto hall = halls.begin(); hall != halls.end(); ++hall)
        setTabData(addTab(text(hall.key().isEmpty() ? tr("No hall") : hall.key(), hall.value())), hall.key());
    setVisible(halls.size() > 1);
    chooseHall(chosen);
    // Tabs that are added while the page is hidden do not tell the layout.
    updateGeometry();
}

} // namespace Marathon

#include "moc_FilterBar.cpp"
