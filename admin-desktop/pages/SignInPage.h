#pragma once

#include "admin-desktop/client/ServerList.h"
#include "admin-desktop/widgets/Theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QUrl>
#include <QWidget>

namespace Marathon {

/// Where, who, password. Servers and names are remembered, passwords never.
class SignInPage : public QWidget
{
    Q_OBJECT

public:
    SignInPage(const Theme &theme, ServerList &servers, QWidget *parent = nullptr);

    void setServer(const QString &server);
    void setUser(const QString &user) { m_user->setText(user); }
    /// Says what was wrong, or why one is here again, and lets one try again.
    void showProblem(const QString &text);
    /// It worked: remember the server and the name, forget the password.
    void succeed();

    /// http:// is assumed when no scheme is given; nothing for what is no address of a server.
    static std::optional<QUrl> addressOf(const QString &text);

signals:
    void signInWanted(const QUrl &server, const QString &user, const QString &password);

private:
    void submit();

    ServerList &m_servers;
    QComboBox *m_server;
    QLineEdit *m_user;
    QLineEdit *m_password;
    QPushButton *m_button;
    QLabel *m_problem;
};

} // namespace Marathon
