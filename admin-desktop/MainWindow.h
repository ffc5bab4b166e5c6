#pragma once

#include "admin-desktop/client/ServerList.h"
#include "admin-desktop/pages/Desk.h"

#include <QLabel>
#include <QMainWindow>
#include <QStackedWidget>
#include <QToolButton>

namespace Marathon {

class Banner;
class Page;
class ParticipantPanel;
class SignInPage;
class TopBar;
class UndoBar;

/// Puts the console together: rail, top bar, banner, pages, the panel of one participant, undo bar and status line; or
/// the sign-in while nobody is.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow(Session &session, Theme &theme, QSettings &settings);

    /// False for a page that does not exist or that the role may not see.
    bool openPage(const QString &name, const QString &filter = {});
    void openPerson(const QString &id);
    QString currentPage() const;
    Page *pageNamed(const QString &name) const { return m_pages.value(name); }
    ParticipantPanel &panel() { return *m_panel; }
    Desk &desk() { return *m_desk; }
    SignInPage &signIn() { return *m_signIn; }
    UndoBar &undoBar() { return *m_undo; }

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeWork();
    QWidget *makeRail();
    QWidget *makeStatus();
    void makeShortcuts();
    void makePages();
    void connectSession();
    void showWork(bool isShown);
    void showLine();
    void showStatus();
    void actOnChosen(int key);

    Session &m_session;
    Theme &m_theme;
    QSettings &m_settings;
    ServerList m_servers;
    Desk *m_desk;
    QStackedWidget *m_outer;
    SignInPage *m_signIn;
    TopBar *m_top = nullptr;
    Banner *m_banner = nullptr;
    QStackedWidget *m_stack = nullptr;
    QLabel *m_loading = nullptr;
    ParticipantPanel *m_panel = nullptr;
    UndoBar *m_undo = nullptr;
    QLabel *m_latency = nullptr;
    QLabel *m_position = nullptr;
    QLabel *m_server = nullptr;
    QLabel *m_health = nullptr;
    QLabel *m_pending = nullptr;
    QHash<QString, Page *> m_pages;
    QHash<QString, QToolButton *> m_railButtons;
    QString m_current;
    QTimer m_tick;
};

} // namespace Marathon
