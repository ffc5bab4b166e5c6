#include "admin-desktop/pages/SignInPage.h"

#include "admin-desktop/widgets/Parts.h"

#include <QFormLayout>

namespace Marathon {

SignInPage::SignInPage(const Theme &theme, ServerList &servers, QWidget *parent)
    : QWidget(parent)
    , m_servers(servers)
    , m_server(new QComboBox)
    , m_user(new QLineEdit)
    , m_password(new QLineEdit)
    , m_button(makeButton(theme, u"log-in"_s, tr("Sign in"), "primary"))
    , m_problem(makeLabel({}, "refusal"))
{
    m_server->setEditable(true);
    m_server->setInsertPolicy(QComboBox::NoInsert);
    m_server->addItems(servers.servers());
    if (m_server->count() == 0)
        m_server->setEditText(u"http://localhost:8080"_s);
    m_server->setAccessibleName(tr("Server"));
    m_user->setText(servers.userFor(m_server->currentText()));
    m_user->setAccessibleName(tr("User name"));
    m_password->setEchoMode(QLineEdit::Password);
    m_password->setAccessibleName(tr("Password"));
    m_problem->setWordWrap(true);
    m_problem->hide();
    m_button->setDefault(true);
    auto *card = new Card({}, this);
    card->setFixedWidth(400);
    card->body()->setContentsMargins(12, 8, 12, 8);
    card->body()->addWidget(makeLabel(tr("Debug Marathon console"), "title"));
    card->body()->addWidget(makeLabel(tr("Sign in with your staff account."), "quiet"));
    for (const auto &[name, field] : {std::pair<QString, QWidget *> {tr("Server"), m_server},
                                      {tr("User name"), m_user},
                                      {tr("Password"), m_password}}) {
        card->body()->addWidget(makeLabel(name, "quiet"));
        card->body()->addWidget(field);
    }
    card->body()->addWidget(m_problem);
    card->body()->addSpacing(4);
    card->body()->addWidget(m_button);
    auto *layout = new QVBoxLayout(this);
    layout->addStretch(2);
    layout->addWidget(card, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    connect(m_server, &QComboBox::currentTextChanged, this, [this](const QString &server) {
        if (const QString user = m_servers.userFor(server); !user.isEmpty())
            m_user->setText(user);
    });
    connect(m_button, &QPushButton::clicked, this, &SignInPage::submit);
    connect(m_password, &QLineEdit::returnPressed, this, &SignInPage::submit);
    connect(m_user, &QLineEdit::returnPressed, this, &SignInPage::submit);
    if (m_user->text().isEmpty())
        m_user->setFocus();
    else
        m_password->setFocus();
}

void SignInPage::setServer(const QString &server)
{
    m_server->setEditText(server);
}

void SignInPage::showProblem(const QString &text)
{
    m_problem->setText(text);
    m_problem->setVisible(!text.isEmpty());
    m_button->setEnabled(true);
    m_button->setText(tr("Sign in"));
    m_password->selectAll();
    m_password->setFocus();
}

void SignInPage::succeed()
{
    if (const std::optional<QUrl> server = addressOf(m_server->currentText()))
        m_servers.remember(server->toString(), m_user->text().trimmed());
    m_password->clear();
    showProblem({});
}

std::optional<QUrl> SignInPage::addressOf(const QString &text)
{
    QString address = text.trimmed();
    if (!address.contains("://"_L1))
        address.prepend("http://"_L1);
    const QUrl url(address, QUrl::StrictMode);
    const bool isWeb = url.scheme() == "http"_L1 || url.scheme() == "https"_L1;
    if (!url.isValid() || !isWeb || url.host().isEmpty() || !url.userInfo().isEmpty())
        return std::nullopt;
    return url;
}

void SignInPage::submit()
{
    const std::optional<QUrl> server = addressOf(m_server->currentText());
    if (!server)
        return showProblem(tr("This is no address of a server. Write it like http://10.0.0.5:8080."));
    if (m_user->text().trimmed().isEmpty() || m_password->text().isEmpty())
        return showProblem(tr("Fill in the user name and the password."));
    m_problem->hide();
    m_button->setEnabled(false);
    m_button->setText(tr("Signing in\u2026"));
    emit signInWanted(*server, m_user->text().trimmed(), m_password->text());
}

} // namespace Marathon

#include "moc_SignInPage.cpp"
