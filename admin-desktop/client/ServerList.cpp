#include "admin-desktop/client/ServerList.h"

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype mostServers = 10;

QString userKey(const QString &server)
{
    return u"servers/users/"_s + QString::fromLatin1(server.toUtf8().toHex());
}

} // namespace

QStringList ServerList::servers() const
{
    return m_settings.value(u"servers/known"_s).toStringList();
}

QString ServerList::userFor(const QString &server) const
{
    return m_settings.value(userKey(server)).toString();
}

void ServerList::remember(const QString &server, const QString &user)
{
    QStringList known = servers();
    known.removeAll(server);
    known.prepend(server);
    while (known.size() > mostServers)
        m_settings.remove(userKey(known.takeLast()));
    m_settings.setValue(u"servers/known"_s, known);
    m_settings.setValue(userKey(server), user);
}

} // namespace Marathon
