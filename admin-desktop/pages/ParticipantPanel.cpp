#include "admin-desktop/pages/ParticipantPanel.h"

#include "admin-desktop/models/Wording.h"
#include "admin-desktop/pages/ActionWords.h"
#include "admin-desktop/widgets/Parts.h"
#include "admin-desktop/widgets/RiskMeter.h"

#include <QGridLayout>
#include <QHeaderView>
#include <QMenu>

namespace Marathon {

namespace {

constexpr std::array mainActions {StaffActionKind::Message,   StaffActionKind::Warn,      StaffActionKind::Excuse,
                                  StaffActionKind::Suspend,   StaffActionKind::Reinstate, StaffActionKind::Confirm,
                                  StaffActionKind::Disqualify};
constexpr std::array moreActions {StaffActionKind::RecordIncident, StaffActionKind::Allowance,
                                  StaffActionKind::Extend,         StaffActionKind::ForceSubmit,
                                  StaffActionKind::AcceptLate,     StaffActionKind::EndSession};

QString titleOfAction(StaffActionKind kind)
{
    return QCoreApplication::translate("ActionWords", wordsOf(kind).title);
}

} // namespace

ParticipantPanel::ParticipantPanel(Desk &desk, QWidget *parent)
    : QFrame(parent)
    , m_desk(desk)
    , m_timeline(desk.contest)
    , m_name(makeLabel({}, "title"))
    , m_where(makeLabel({}, "quiet"))
    , m_college(makeLabel({}, "quiet"))
    , m_status(new MarkLabel(desk.theme, Mark::None, {}))
    , m_presence(new MarkLabel(desk.theme, Mark::None, {}))
    , m_reason(makeLabel({}, "quiet"))
    , m_risk(new RiskMeter(desk.theme))
    , m_facts(makeLabel({}, "quiet"))
    , m_more(new QToolButton)
    , m_table(new DataTable(desk.theme, m_timeline))
{
    setLook(*this, "panel");
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 12, 12);
    layout->setSpacing(8);
    makeHead(*layout);
    makeActions(*layout);
    layout->addSpacing(4);
    layout->addWidget(makeLabel(tr("What happened"), "heading"));
    m_table->horizontalHeader()->hide();
    m_table->setSortingEnabled(false);
    m_table->useTallRows();
    m_table->setExportTitle(u"timeline"_s);
    m_table->setEmptyText(tr("Nothing has happened yet."));
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    layout->addWidget(m_table, 1);
    connect(&desk.participants, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex &first, const QModelIndex &last) {
                const int row = m_desk.participants.rowOf(ParticipantId(m_person));
                if (row >= first.row() && row <= last.row())
                    refresh();
            });
    connect(&desk.participants, &QAbstractItemModel::modelReset, this, &ParticipantPanel::refresh);
    connect(&desk.actions, &Actions::availabilityChanged, this, &ParticipantPanel::showActions);
}

void ParticipantPanel::makeHead(QVBoxLayout &layout)
{
    auto *line = new QHBoxLayout;
    m_name->setWordWrap(true);
    line->addWidget(m_name, 1);
    auto *close = makeButton(m_desk.theme, u"x"_s, {}, "plain");
    close->setToolTip(tr("Close (Esc)"));
    connect(close, &QPushButton::clicked, this, &ParticipantPanel::closed);
    line->addWidget(close, 0, Qt::AlignTop);
    layout.addLayout(line);
    layout.addWidget(m_where);
    m_college->setWordWrap(true);
    layout.addWidget(m_college);
    auto *marks = new QHBoxLayout;
    marks->setSpacing(16);
    marks->addWidget(m_status);
    marks->addWidget(m_presence);
    marks->addStretch(1);
    layout.addLayout(marks);
    m_reason->setWordWrap(true);
    layout.addWidget(m_reason);
    layout.addWidget(m_risk);
    m_facts->setWordWrap(true);
    layout.addWidget(m_facts);
}

void ParticipantPanel::makeActions(QVBoxLayout &layout)
{
    auto *grid = new QGridLayout;
    grid->setSpacing(6);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    int position = 0;
    for (const StaffActionKind kind : mainActions) {
        const ActionWords &words = wordsOf(kind);
        const QString title = kind == StaffActionKind::Confirm ? tr("Confirm") : titleOfAction(kind);
        auto *button = makeButton(m_desk.theme, QString(words.icon), title,
                                  words.isGrave                        ? "danger"
                                  : kind == StaffActionKind::Reinstate ? "primary"
                                                                       : "");
        connect(button, &QPushButton::clicked, this, [this, kind] { m_desk.actions.act(kind, {m_person}); });
        m_buttons.append({kind, button});
        // Disqualify and Confirm, Suspend and Reinstate never stand side by side: they share a place.
        const int place = kind == StaffActionKind::Reinstate    ? position - 1
                          : kind == StaffActionKind::Disqualify ? position - 1
                                                                : position++;
        grid->addWidget(button, place / 2, place % 2);
    }
    m_more->setText(tr("More"));
    m_more->setIcon(m_desk.theme.icon(u"chevron-down"_s));
    m_more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    makeMoreMenu();
    grid->addWidget(m_more, position / 2, position % 2);
    layout.addLayout(grid);
}

void ParticipantPanel::makeMoreMenu()
{
    auto *menu = new QMenu(m_more);
    for (const StaffActionKind kind : moreActions) {
        menu->addAction(m_desk.theme.icon(QString(wordsOf(kind).icon)), titleOfAction(kind), this,
                        [this, kind] { m_desk.actions.act(kind, {m_person}); })
            ->setEnabled(m_desk.actions.may(kind));
    }
    m_more->setMenu(menu);
}

void ParticipantPanel::setPerson(const QString &id)
{
    m_person = id;
    m_timeline.setParticipant(ParticipantId(id));
    m_table->scrollToTop();
    refresh();
}

void ParticipantPanel::refresh()
{
    const int row = m_desk.participants.rowOf(ParticipantId(m_person));
    if (row < 0)
        return;
    const ParticipantRow &who = m_desk.participants.rowAt(row);
    m_name->setText(who.name);
    m_where->setText(QStringList {who.seat, who.hall, who.key}.join(u"  \u00B7  "_s));
    m_college->setText(who.college);
    m_college->setVisible(!who.college.isEmpty());
    m_status->setMark(who.status == ParticipantStatus::Active ? Mark::Good : markOf(who.status));
    m_status->setText(who.provisional ? tr("disqualified, provisionally") : wordOf(who.status));
    m_presence->setMark(!who.online ? Mark::Offline : who.visible ? Mark::Low : Mark::Medium);
    m_presence->setText(!who.online ? tr("offline") : who.visible ? tr("online") : tr("away from the page"));
    m_reason->setText(who.statusReason.isEmpty() ? QString() : u"\u201C%1\u201D"_s.arg(who.statusReason));
    m_reason->setVisible(!who.statusReason.isEmpty());
    m_risk->setPoints(who.points, who.limit,
                      m_desk.contest.state().policy->warningAt + who.limit - m_desk.contest.state().policy->limit,
                      markOf(who.risk), who.points == 0 ? tr("no points") : tr("risk %1").arg(wordOf(who.risk)));
    showFacts();
    showActions();
}

void ParticipantPanel::showFacts()
{
    const ParticipantRow &who = m_desk.participants.rowAt(m_desk.participants.rowOf(ParticipantId(m_person)));
    const Standing *standing = m_desk.standings.rowOf(who.participant);
    const QString rank = standing && standing->score > 0 ? tr("rank %1").arg(standing->rank) : tr("no rank yet");
    QStringList facts {tr("violations %1").arg(who.violations), tr("warnings %1").arg(who.warnings),
                       tr("solved %1/%2").arg(who.solved).arg(who.problems), tr("score %1").arg(who.score), rank};
    if (!who.problem.isEmpty())
        facts.append(tr("at problem %1").arg(who.problem));
    // A line breaks after a dot, never inside a fact.
    for (QString &fact : facts)
        fact.replace(u' ', QChar::Nbsp);
    m_facts->setText(facts.join(u"\u00A0\u00A0\u00B7  "_s));
}

void ParticipantPanel::showActions()
{
    const int row = m_desk.participants.rowOf(ParticipantId(m_person));
    if (row < 0)
        return;
    const ParticipantRow &who = m_desk.participants.rowAt(row);
    const QString block = m_desk.actions.blockedBecause();
    const bool isOut = who.status == ParticipantStatus::Disqualified;
    const bool isRestricted = isOut || who.status == ParticipantStatus::Suspended;
    for (const ActionButton &entry : m_buttons) {
        bool isShown = m_desk.actions.may(entry.kind);
        if (entry.kind == StaffActionKind::Suspend)
            isShown = isShown && !isRestricted;
        else if (entry.kind == StaffActionKind::Reinstate)
            isShown = isShown && isRestricted;
        else if (entry.kind == StaffActionKind::Confirm)
            isShown = isShown && isOut && who.provisional;
        else if (entry.kind == StaffActionKind::Disqualify)
            isShown = isShown && !isOut;
        entry.button->setVisible(isShown);
        const bool hasSomething = entry.kind != StaffActionKind::Excuse || who.violations > 0;
        entry.button->setEnabled(block.isEmpty() && hasSomething);
        entry.button->setToolTip(!block.isEmpty() ? block
                                 : !hasSomething  ? tr("There is no incident to excuse.")
                                                  : QString());
    }
    m_more->setEnabled(block.isEmpty());
    m_more->setToolTip(block);
}

} // namespace Marathon

#include "moc_ParticipantPanel.cpp"
