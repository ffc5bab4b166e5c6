#pragma once

#include "admin-desktop/client/Session.h"
#include "shared/domain/Command.h"

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTimer>

class QFormLayout;

namespace Marathon {

class Theme;

/// One dialog for everything about the clock of the open round: give time, take time out, stop, go on; for all, for a
/// hall, or for the people that were chosen. Shows what it would do before Enter applies it.
class ClockDialog : public QDialog
{
    Q_OBJECT

public:
    /// @param people chosen before; empty: halls and everybody only.
    ClockDialog(Session &session, const Theme &theme, ClockKind kind, const QStringList &people,
                QWidget *parent = nullptr);

    ChangeClock command() const;
    ClockKind kind() const;
    void setKind(ClockKind kind);
    /// What is shown below: the effect, or why it is refused.
    QString preview() const { return m_preview->text(); }
    QString title() const { return m_kind->currentText(); }

private:
    void addField(QFormLayout &form, const QString &name, QWidget *field, const QList<ClockKind> &kinds);
    void fillScopes();
    void showFields();
    void check();

    struct Field
    {
        QWidget *label;
        QWidget *field;
        QList<ClockKind> kinds;
    };

    Session &m_session;
    QStringList m_people;
    QComboBox *m_kind;
    QComboBox *m_scope;
    QSpinBox *m_minutes;
    QSpinBox *m_removed;
    QSpinBox *m_countdown;
    QComboBox *m_notice;
    QLineEdit *m_reason;
    QLabel *m_preview;
    QPushButton *m_confirm;
    QList<Field> m_fields;
    QTimer m_refresh;
};

} // namespace Marathon
