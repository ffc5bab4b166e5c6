#pragma once

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

namespace Marathon {

class Theme;

/// What an action dialog asks. Who and what is always said; the rest only where it is filled in.
struct ActionForm
{
    QString title; ///< "Disqualify"
    QString icon;
    QString who;        ///< "Asha Rao (A-14)"
    QString whoMore {}; ///< the other names of a selection, or the college
    QString effect;     ///< what happens, in whole sentences
    QString confirm;    ///< on the button: "Disqualify Asha Rao"
    bool isGrave = false;
    bool asksReason = true;
    bool needsReason = true;
    QStringList usualReasons {};
    QString textLabel {}; ///< asks for a text under this name when not empty
    bool textIsRequired = false;
    QString choiceLabel {}; ///< asks for one of `choices` when not empty
    QStringList choices {};
    int chosen = 0;
};

/// One dialog for everything that staff do to people: names them, says the effect, takes one reason. Enter confirms,
/// Esc leaves everything as it is.
class ActionDialog : public QDialog
{
    Q_OBJECT

public:
    ActionDialog(const Theme &theme, const ActionForm &form, QWidget *parent = nullptr);

    QString reason() const;
    QString text() const;
    int choice() const;
    void setReason(const QString &reason);

private:
    void addFields(const ActionForm &form, class QVBoxLayout &layout);
    void check();

    ActionForm m_form;
    QComboBox *m_reason = nullptr;
    QLineEdit *m_text = nullptr;
    QComboBox *m_choice = nullptr;
    QPushButton *m_confirm;
};

} // namespace Marathon
