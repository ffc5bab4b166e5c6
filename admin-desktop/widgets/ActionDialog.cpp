#include "admin-desktop/widgets/ActionDialog.h"

#include "admin-desktop/widgets/Parts.h"
#include "admin-desktop/widgets/Theme.h"

namespace Marathon {

ActionDialog::ActionDialog(const Theme &theme, const ActionForm &form, QWidget *parent)
    : QDialog(parent)
    , m_form(form)
    , m_confirm(makeButton(theme, form.icon, form.confirm, form.isGrave ? "destroy" : "primary", this))
{
    setWindowTitle(form.title);
    setModal(true);
    setMinimumWidth(460);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(8);
    layout->addWidget(makeLabel(form.title, "quiet"));
    auto *who = makeLabel(form.who, "title");
    who->setWordWrap(true);
    layout->addWidget(who);
    if (!form.whoMore.isEmpty()) {
        auto *more = makeLabel(form.whoMore, "quiet");
        more->setWordWrap(true);
        layout->addWidget(more);
    }
    auto *effect = new QLabel(form.effect);
    effect->setWordWrap(true);
    layout->addWidget(effect);
    layout->addSpacing(4);
    addFields(form, *layout);
    layout->addSpacing(8);
    layout->addLayout(makeConfirmRow(*this, theme, *m_confirm));
    check();
}

void ActionDialog::addFields(const ActionForm &form, QVBoxLayout &layout)
{
    if (!form.choiceLabel.isEmpty()) {
        layout.addWidget(makeLabel(form.choiceLabel, "quiet"));
        m_choice = new QComboBox(this);
        m_choice->addItems(form.choices);
        m_choice->setCurrentIndex(form.chosen);
        layout.addWidget(m_choice);
    }
    if (!form.textLabel.isEmpty()) {
        layout.addWidget(makeLabel(form.textLabel, "quiet"));
        m_text = new QLineEdit(this);
        m_text->setMaxLength(4000);
        layout.addWidget(m_text);
        connect(m_text, &QLineEdit::textChanged, this, &ActionDialog::check);
    }
    if (form.asksReason) {
        layout.addWidget(makeLabel(form.needsReason ? tr("Reason (kept in the record, shown to the participant)")
                                                    : tr("Reason (may stay empty)"),
                                   "quiet"));
        m_reason = new QComboBox(this);
        m_reason->setEditable(true);
        m_reason->setInsertPolicy(QComboBox::NoInsert);
        m_reason->addItems(form.usualReasons);
        m_reason->setCurrentIndex(-1);
        m_reason->lineEdit()->setMaxLength(2000);
        m_reason->lineEdit()->setPlaceholderText(tr("Choose or write one"));
        layout.addWidget(m_reason);
        connect(m_reason, &QComboBox::currentTextChanged, this, &ActionDialog::check);
    }
    if (m_text)
        m_text->setFocus();
    else if (m_reason)
        m_reason->setFocus();
}

QString ActionDialog::reason() const
{
    return m_reason ? m_reason->currentText().trimmed() : QString();
}

QString ActionDialog::text() const
{
    return m_text ? m_text->text().trimmed() : QString();
}

int ActionDialog::choice() const
{
    return m_choice ? m_choice->currentIndex() : -1;
}

void ActionDialog::setReason(const QString &reason)
{
    if (m_reason)
        m_reason->setCurrentText(reason);
}

void ActionDialog::check()
{
    const bool lacksReason = m_reason && m_form.needsReason && reason().isEmpty();
    const bool lacksText = m_text && m_form.textIsRequired && text().isEmpty();
    m_confirm->setEnabled(!lacksReason && !lacksText);
    m_confirm->setToolTip(lacksReason ? tr("Say why first.") : lacksText ? tr("Write the text first.") : QString());
}

} // namespace Marathon

#include "moc_ActionDialog.cpp"
