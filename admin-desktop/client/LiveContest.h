#pragma once

#include "admin-desktop/client/StaffMessages.h"
#include "shared/domain/ContestState.h"

#include <QObject>

namespace Marathon {

/// The contest as this console knows it: the ledger's fold (by the same apply() as the server), the names beside it,
/// who is there, and how the server is. It knows no socket: whoever has one puts messages in and obeys `resyncWanted`.
class LiveContest : public QObject
{
    Q_OBJECT

public:
    explicit LiveContest(const Clock &clock, QObject *parent = nullptr);

    bool isLoaded() const { return m_isLoaded; }
    const ContestState &state() const { return m_state; }
    const ContestTitle &title() const { return m_title; }
    const QString &ledgerEpoch() const { return m_epoch; }
    /// The server's time, by this machine's clock and the difference at the last welcome.
    Instant now() const { return m_clock.now() + m_serverAhead; }

    /// Null when the directory does not have them yet.
    const Person *person(const ParticipantId &id) const;
    /// The name, or the id while the name is not known.
    QString nameOf(const ParticipantId &id) const;
    /// "Asha Rao (A-14)".
    QString nameAndSeat(const ParticipantId &id) const;
    Presence presenceOf(const ParticipantId &id) const;
    const ServerHealth &health() const { return m_health; }
    bool hasHealth() const { return m_hasHealth; }

    /// Why nothing may be changed now (a ledger newer than this program); empty when it may.
    const QString &readOnlyBecause() const { return m_readOnlyBecause; }

    /// Happened just now, so that it deserves to be noticed; not so when it is caught up on.
    bool isFresh(Instant at) const { return now() - at < std::chrono::seconds(5); }

    /// Knows nothing any more, as at the beginning: somebody signs out.
    void forget();

    /// Puts the position of a recording's end in place of the present.
    void pretendNowIs(Instant instant) { m_serverAhead = instant - m_clock.now(); }

public slots:
    void takeWelcome(const Marathon::StaffWelcome &welcome);
    void takeEvent(const Marathon::Event &event);
    void takeUnreadable(qint64 seq, const QString &why);
    void takePresence(const QList<Marathon::Presence> &changed);
    void takeHealth(const Marathon::ServerHealth &health);
    void takePeople(const QList<Marathon::Person> &people);

signals:
    /// Everything was replaced: by a snapshot, or by nothing.
    void loaded();
    /// The fold already contains it.
    void eventApplied(const Marathon::Event &event);
    void presenceChanged(const QList<Marathon::ParticipantId> &participants);
    void peopleChanged();
    void healthChanged();
    void readOnlyChanged();
    /// Somebody is in the ledger whose name is not in the directory, or the configuration changed.
    void peopleWanted();
    /// Events are missing: say hello again with our number.
    void resyncWanted();

private:
    bool isNext(qint64 seq);

    const Clock &m_clock;
    Duration m_serverAhead {0};
    ContestState m_state;
    ContestTitle m_title;
    QString m_epoch;
    QHash<ParticipantId, Person> m_people;
    QHash<ParticipantId, Presence> m_presence;
    ServerHealth m_health;
    QString m_readOnlyBecause;
    bool m_isLoaded = false;
    bool m_hasHealth = false;
};

} // namespace Marathon
