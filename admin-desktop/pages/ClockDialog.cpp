#include "admin-desktop/pages/ClockDialog.h"

#include "admin-desktop/models/ClockLines.h"
#include "admin-desktop/widgets/Parts.h"
#include "admin-desktop/widgets/Theme.h"

#include <QFormLayout>

namespace Marathon {

namespace {

enum ScopeRole { HallRole = Qt::UserRole, ChosenRole };

constexpr int refreshMs = 1000;

} // namespace

ClockDialog::ClockDialog(Session &session, const Theme &theme, ClockKind kind, const QStringList &people,
                         QWidget *parent)
    : QDialog(parent)
    , m_session(session)
    , m_people(people)
    , m_kind(new QComboBox(this))
    , m_scope(new QComboBox(this))
    , m_minutes(new QSpinBox(this))
    , m_removed(new QSpinBox(this))
    , m_countdown(new QSpinBox(this))
    , m_notice(new QComboBox(this))
    , m_reason(new QLineEdit(this))
    , m_preview(new QLabel(this))
    , m_confirm(makeButton(theme, u"clock"_s, tr("Apply"), "primary", this))
    , m_refresh(this)
{
    setWindowTitle(tr("Clock"));
    setModal(true);
    setMinimumWidth(640);
    m_kind->addItem(tr("Give time"), int(ClockKind::Extension));
    m_kind->addItem(tr("Take time out"), int(ClockKind::Removed));
    m_kind->addItem(tr("Stop the clock"), int(ClockKind::Pause));
    m_kind->addItem(tr("Go on"), int(ClockKind::Resume));
    fillScopes();
    m_minutes->setRange(-120, 240);
    m_minutes->setValue(5);
    m_minutes->setSuffix(tr(" min"));
    m_removed->setRange(1, 600);
    m_removed->setSuffix(tr(" min before now"));
    m_countdown->setRange(0, 600);
    m_countdown->setValue(10);
    m_countdown->setSuffix(tr(" s"));
    for (QSpinBox *box : {m_minutes, m_removed, m_countdown})
        box->setButtonSymbols(QAbstractSpinBox::NoButtons); // arrow keys and the wheel do
    m_notice->setEditable(true);
    m_notice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_notice->setMinimumContentsLength(30);
    m_notice->addItems({tr("Please stop working and wait. Your time stands still."),
                        tr("Fire alarm: leave the hall now and follow the staff. Your time stands still."),
                        tr("Technical fault: stay at your place. Your time stands still.")});
    m_notice->lineEdit()->setMaxLength(500);
    m_notice->lineEdit()->setCursorPosition(0);
    m_reason->setObjectName(u"reason"_s);
    m_reason->setMaxLength(2000);
    m_reason->setPlaceholderText(tr("Kept in the record"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    auto *form = new QFormLayout;
    form->addRow(tr("What"), m_kind);
    form->addRow(tr("For whom"), m_scope);
    addField(*form, tr("How much (less when negative)"), m_minutes, {ClockKind::Extension});
    addField(*form, tr("The last"), m_removed, {ClockKind::Removed});
    addField(*form, tr("Everybody reads"), m_notice, {ClockKind::Pause});
    addField(*form, tr("Countdown"), m_countdown, {ClockKind::Resume});
    addField(*form, tr("Reason"), m_reason, {ClockKind::Extension, ClockKind::Removed});
    layout->addLayout(form);
    m_preview->setWordWrap(true);
    m_preview->setTextFormat(Qt::PlainText);
    m_preview->setAccessibleName(tr("What it does"));
    m_preview->setMinimumHeight(90);
    m_preview->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    layout->addWidget(m_preview, 1);
    layout->addLayout(makeConfirmRow(*this, theme, *m_confirm));
    connect(m_kind, &QComboBox::currentIndexChanged, this, &ClockDialog::showFields);
    connect(m_scope, &QComboBox::currentIndexChanged, this, &ClockDialog::check);
    for (QSpinBox *box : {m_minutes, m_removed, m_countdown})
        connect(box, &QSpinBox::valueChanged, this, &ClockDialog::check);
    connect(m_notice, &QComboBox::currentTextChanged, this, &ClockDialog::check);
    connect(m_reason, &QLineEdit::textChanged, this, &ClockDialog::check);
    connect(&m_refresh, &QTimer::timeout, this, &ClockDialog::check);
    m_refresh.start(refreshMs);
    setKind(kind);
    showFields();
}

void ClockDialog::addField(QFormLayout &form, const QString &name, QWidget *field, const QList<ClockKind> &kinds)
{
    auto *label = new QLabel(name, this);
    label->setBuddy(field);
    label->setMinimumWidth(label->sizeHint().width());
    form.addRow(label, field);
    m_fields.append({label, field, kinds});
}

/// Everybody and every hall that the account may reach, and those who were chosen.
void ClockDialog::fillScopes()
{
    const ContestState &state = m_session.contest().state();
    const QSet<QString> &own = m_session.account().halls;
    if (!m_people.isEmpty())
        m_scope->addItem(m_people.size() == 1 ? m_session.contest().nameAndSeat(ParticipantId(m_people.first()))
                                              : tr("The %1 chosen people").arg(m_people.size()));
    m_scope->setItemData(0, !m_people.isEmpty(), ChosenRole);
    if (own.isEmpty())
        m_scope->addItem(tr("Everybody, in every hall"));
    QMap<QString, int> halls;
    for (const ParticipantPtr &who : state.participants)
        ++halls[who->hall];
    for (auto hall = halls.begin(); hall != halls.end(); ++hall) {
        if (hall.key().isEmpty() || (!own.isEmpty() && !own.contains(hall.key())))
            continue;
        m_scope->addItem(tr("Hall %1 (%2 people)").arg(hall.key()).arg(*hall));
        m_scope->setItemData(m_scope->count() - 1, hall.key(), HallRole);
    }
}

ClockKind ClockDialog::kind() const
{
    return ClockKind(m_kind->currentData().toInt());
}

void ClockDialog::setKind(ClockKind kind)
{
    m_kind->setCurrentIndex(m_kind->findData(int(kind)));
}

ChangeClock ClockDialog::command() const
{
    const Instant now = m_session.contest().now();
    ChangeClock change {.kind = kind(), .reason = {{}, m_reason->text().trimmed()}};
    if (m_scope->currentData(ChosenRole).toBool()) {
        for (const QString &id : m_people)
            change.participants.insert(ParticipantId(id));
    } else if (const QString hall = m_scope->currentData(HallRole).toString(); !hall.isEmpty()) {
        change.halls = {hall};
    }
    switch (change.kind) {
    case ClockKind::Extension:
        change.amount = std::chrono::minutes(m_minutes->value());
        break;
    case ClockKind::Removed:
        change.from = now - std::chrono::minutes(m_removed->value());
        change.to = now;
        break;
    case ClockKind::Pause:
        change.notice = m_notice->currentText().trimmed();
        break;
    case ClockKind::Resume:
        change.countdown = std::chrono::seconds(m_countdown->value());
        break;
    }
    return change;
}

void ClockDialog::showFields()
{
    for (const Field &field : m_fields) {
        const bool isAsked = field.kinds.contains(kind());
        field.label->setVisible(isAsked);
        field.field->setVisible(isAsked);
    }
    setLook(*m_confirm, kind() == ClockKind::Pause ? "destroy" : "primary");
    m_confirm->setText(m_kind->currentText());
    check();
}

void ClockDialog::check()
{
    const StaffAccount &account = m_session.account();
    const CommandContext context {
        .actor = u"staff:"_s + account.username, .role = account.role, .halls = account.halls, .receivedAt = {}};
    const LiveContest &contest = m_session.contest();
    const Result<ClockPreview> preview = previewClock(contest.state(), command(), context, contest.now());
    const QString text = previewLines(preview, contest).join(u'\n');
    if (text != m_preview->text())
        m_preview->setText(text);
    m_confirm->setEnabled(preview.isOk());
    m_confirm->setToolTip(preview ? QString() : preview.error().message);
}

} // namespace Marathon

#include "moc_ClockDialog.cpp"
