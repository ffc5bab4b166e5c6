#include "admin-desktop/client/LiveContest.h"

namespace Marathon {

LiveContest::LiveContest(const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
{}

const Person *LiveContest::person(const ParticipantId &id) const
{
    const auto found = m_people.constFind(id);
    return found == m_people.constEnd() ? nullptr : &*found;
}

QString LiveContest::nameOf(const ParticipantId &id) const
{
    const Person *known = person(id);
    return known && !known->name.isEmpty() ? known->name : id.toString();
}

QString LiveContest::nameAndSeat(const ParticipantId &id) const
{
    const ParticipantState *who = m_state.participant(id);
    return who && !who->seat.isEmpty() ? u"%1 (%2)"_s.arg(nameOf(id), who->seat) : nameOf(id);
}

Presence LiveContest::presenceOf(const ParticipantId &id) const
{
    if (const auto found = m_presence.constFind(id); found != m_presence.constEnd())
        return *found;
    const ParticipantState *who = m_state.participant(id);
    return {.participant = id, .online = who && who->online, .problem = {}};
}

void LiveContest::forget()
{
    m_state = {};
    m_title = {};
    m_epoch.clear();
    m_people.clear();
    m_presence.clear();
    m_hasHealth = false;
    m_isLoaded = false;
    emit loaded();
}

void LiveContest::takeWelcome(const StaffWelcome &welcome)
{
    m_serverAhead = welcome.serverNow - m_clock.now();
    m_epoch = welcome.ledgerEpoch;
    if (!welcome.snapshot)
        return;
    m_state = welcome.snapshot->state;
    m_title = welcome.snapshot->contest;
    m_presence.clear();
    m_people.clear();
    for (const Person &who : welcome.snapshot->people)
        m_people.insert(who.id, who);
    m_isLoaded = true;
    if (!m_readOnlyBecause.isEmpty()) {
        m_readOnlyBecause.clear();
        emit readOnlyChanged();
    }
    emit loaded();
}

bool LiveContest::isNext(qint64 seq)
{
    if (!m_isLoaded || seq <= m_state.lastSeq)
        return false;
    if (seq == m_state.lastSeq + 1)
        return true;
    emit resyncWanted();
    return false;
}

void LiveContest::takeEvent(const Event &event)
{
    if (!isNext(event.seq))
        return;
    apply(m_state, event);
    if (const auto *config = std::get_if<ConfigChanged>(&event.body)) {
        m_title = {config->config.id, config->config.name};
        emit peopleWanted();
    } else if (!event.participant.isEmpty() && !m_people.contains(event.participant)) {
        emit peopleWanted();
    }
    if (std::holds_alternative<ConnectionLost>(event.body) || std::holds_alternative<ConnectionRestored>(event.body)) {
        if (const auto presence = m_presence.find(event.participant); presence != m_presence.end())
            presence->online = std::holds_alternative<ConnectionRestored>(event.body);
    }
    emit eventApplied(event);
}

void LiveContest::takeUnreadable(qint64 seq, const QString &why)
{
    if (!isNext(seq))
        return;
    // What it did is lost on us, but the events after it are still worth following.
    m_state.lastSeq = seq;
    if (m_readOnlyBecause.isEmpty()) {
        m_readOnlyBecause = why;
        emit readOnlyChanged();
    }
}

void LiveContest::takePresence(const QList<Presence> &changed)
{
    QList<ParticipantId> participants;
    for (const Presence &presence : changed) {
        Presence &known = m_presence[presence.participant];
        if (known == presence)
            continue;
        known = presence;
        participants.append(presence.participant);
    }
    if (!participants.isEmpty())
        emit presenceChanged(participants);
}

void LiveContest::takeHealth(const ServerHealth &health)
{
    m_health = health;
    m_hasHealth = true;
    emit healthChanged();
}

void LiveContest::takePeople(const QList<Person> &people)
{
    bool isChanged = false;
    for (const Person &who : people) {
        Person &known = m_people[who.id];
        isChanged = isChanged || known != who;
        known = who;
    }
    if (isChanged)
        emit peopleChanged();
}

} // namespace Marathon

#include "moc_LiveContest.cpp"
