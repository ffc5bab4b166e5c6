#pragma once

#include "admin-desktop/client/LiveContest.h"
#include "admin-desktop/models/RowModel.h"

namespace Marathon {

/// One incident as it now stands.
struct ViolationRow : RowBase
{
    qint64 serial = 0; ///< grows with arrival
    Instant at {};
    QString name;
    QString seat;
    QString hall;
    IncidentRecorded incident;
    bool isExcused = false;
    bool isOut = false; ///< the person is disqualified now
    bool operator==(const ViolationRow &other) const
    {
        return RowBase::operator==(other) && serial == other.serial && at == other.at && name == other.name &&
               seat == other.seat && isExcused == other.isExcused && isOut == other.isOut &&
               incident.phase == other.incident.phase && incident.level == other.incident.level &&
               incident.duration == other.incident.duration && incident.points == other.incident.points &&
               incident.total == other.incident.total && incident.count == other.incident.count &&
               incident.counted == other.incident.counted && incident.uncounted == other.incident.uncounted;
    }
};

/// The stream of incidents, newest on top. An incident keeps its row while it grows; later events change the row.
class ViolationsModel : public RowModel<ViolationRow>
{
    Q_OBJECT

public:
    explicit ViolationsModel(const LiveContest &contest, QObject *parent = nullptr);

    qint64 newestSerial() const { return qint64(m_rows.size()); }

protected:
    QVariant rowData(const ViolationRow &row, int role) const override;

private:
    void load();
    void take(const Event &event);
    void takeIncident(const Event &event, const IncidentRecorded &incident);
    void refreshPerson(const ParticipantId &id);
    ViolationRow rowFor(const ParticipantState &who, const IncidentState &incident, qint64 serial) const;
    int rowOfSerial(qint64 serial) const { return int(m_rows.size() - serial); }

    const LiveContest &m_contest;
    QHash<QString, qint64> m_serials; ///< by key
    QHash<ParticipantId, QList<qint64>> m_byPerson;
};

} // namespace Marathon
