#pragma once

#include <QSettings>
#include <QString>
#include <QStringList>

namespace Marathon {

/// The servers and user names of earlier sign-ins, newest first, in the user's settings. Passwords are never stored.
class ServerList
{
public:
    explicit ServerList(QSettings &settings)
        : m_settings(settings)
    {}

    QStringList servers() const;
    QString userFor(const QString &server) const;
    void remember(const QString &server, const QString &user);

private:
    QSettings &m_settings;
};

} // namespace Marathon
