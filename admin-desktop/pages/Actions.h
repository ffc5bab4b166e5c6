#pragma once

#include "admin-desktop/client/Session.h"
#include "admin-desktop/models/Figures.h"
#include "admin-desktop/pages/ClockDialog.h"
#include "admin-desktop/widgets/ActionDialog.h"

#include <QPointer>
#include <QWidget>

namespace Marathon {

class Theme;

/// Everything that staff may do from any page: asks in one dialog that names the people, sends the command, and says
/// what came of it. Pages call it; it knows no page.
class Actions : public QObject
{
    Q_OBJECT

public:
    Actions(Session &session, const Theme &theme, QWidget &window);

    /// May whoever is signed in do this at all? (Hall scope is the server's to judge.)
    bool may(StaffActionKind kind) const;
    bool may(Permission permission) const;
    /// Why nothing may be changed at this moment; empty when it may.
    QString blockedBecause() const;

    /// Opens the dialog for these people.
    void act(StaffActionKind kind, const QStringList &people);
    /// Excuses one incident only.
    void excuse(const QString &person, const QString &incident);
    /// A change of the contest's or a round's state, after a confirmation.
    void step(const NextStep &step);
    /// Time given or taken out, a stop, or its end: for these people, or (with nobody named) for halls or everybody.
    void changeClock(ClockKind kind, const QStringList &people = {});
    void stopEverything() { changeClock(ClockKind::Pause); }
    void announce();
    void undo(const QString &actionId);

    /// The dialog that is open, for the keyboard and for tests; or null.
    ActionDialog *dialog() const { return m_dialog; }
    ClockDialog *clockDialog() const { return m_clockDialog; }

signals:
    /// A command was carried out. An empty `undoKey`: it cannot be undone.
    void done(const QString &text, const QString &undoKey);
    void failed(const QString &text);
    /// blockedBecause() or the rights may have changed.
    void availabilityChanged();

private:
    struct Sent
    {
        QString text;
        QString title;
        bool isUndoable = false;
    };
    void open(const ActionForm &form, std::function<void(ActionDialog &)> accepted);
    void send(const StaffAction &action, const QString &whom);
    void takeAnswer(const CommandAnswer &answer);

    Session &m_session;
    const Theme &m_theme;
    QWidget &m_window;
    QPointer<ActionDialog> m_dialog;
    QPointer<ClockDialog> m_clockDialog;
    QHash<QString, Sent> m_sent;
};

} // namespace Marathon
