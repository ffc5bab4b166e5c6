#include "server/live/Hub.h"
#include "server/live/LiveThread.h"

#include <QDateTime>

/// The hub's part that other servers on the same database play.
namespace Marathon {

void Hub::hearPeers()
{
    connect(&m_peersTimer, &QTimer::timeout, this, &Hub::tellPeers);
    connect(m_peers, &Peers::presenceRead, this, [this](const QList<PeerPresence> &others) {
        const SnapshotPtr snapshot = m_engine.snapshot();
        for (const PeerPresence &other : others) {
            const ParticipantId participant(other.participant);
            if (m_places.contains(participant))
                continue;
            const ParticipantState *who = snapshot->state.participant(participant);
            setPresence(participant, {.online = who && who->online,
                                      .visible = other.visible,
                                      .focused = other.focused,
                                      .heardAt = other.heardAt,
                                      .problem = other.problem});
        }
    });
    connect(m_peers, &Peers::instanceLost, this, [this](const QString &instance) {
        qWarning("The server \"%s\" has not been heard of for 15 s; whoever was connected to it counts as away.",
                 qPrintable(instance));
        const SnapshotPtr snapshot = m_engine.snapshot();
        for (const ParticipantPtr &who : snapshot->state.participants) {
            if (who->online && who->place == instance)
                m_engine.post(
                    {.command = NoteConnection {
                         .participant = who->id, .online = false, .cause = u"server lost"_s, .place = instance}});
        }
    });
    connect(m_peers, &Peers::announced, this, [this] {
        for (auto place = m_places.constBegin(); place != m_places.constEnd(); ++place)
            noteConnected(place.key(), *place);
    });
}

void Hub::tellPeers()
{
    QList<PeerPresence> here;
    here.reserve(m_places.size());
    for (auto place = m_places.constBegin(); place != m_places.constEnd(); ++place) {
        const Presence presence = m_presence.value(place.key());
        here.append({.participant = place.key().toString(),
                     .visible = presence.visible,
                     .focused = presence.focused,
                     .problem = presence.problem,
                     .heardAt = presence.heardAt});
    }
    m_peers->setPresence(m_engine.snapshot()->state.config->id.toString(), here);
}

/// The same page with another server has simply moved. Another page is a second device, if the one here still answers.
void Hub::movedElsewhere(const ParticipantId &participant, const ConnectionRestored &event)
{
    const auto here = m_places.constFind(participant);
    if (here == m_places.constEnd()) {
        Presence presence = m_presence.value(participant);
        presence.online = true;
        presence.heardAt = QDateTime::currentMSecsSinceEpoch();
        return setPresence(participant, presence);
    }
    const LivePlace older = *here;
    if (older.clientId == event.clientId) {
        older.thread->close(older.connection, u"ended"_s);
        return;
    }
    contest(participant, older,
            {.thread = nullptr, .connection = 0, .session = event.session, .clientId = event.clientId});
}

} // namespace Marathon
