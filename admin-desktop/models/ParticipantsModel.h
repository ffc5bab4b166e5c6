#pragma once

#include "admin-desktop/models/LiveStandings.h"
#include "admin-desktop/models/RowModel.h"

namespace Marathon {

/// One line per participant, however many signals: who, where, there or not, how they stand with the rules and the
/// work.
struct ParticipantRow : RowBase
{
    QString name;
    QString college;
    QString hall;
    QString seat;
    bool online = false;
    bool visible = true;
    QString problem;
    ParticipantStatus status = ParticipantStatus::Active;
    bool provisional = false;
    QString statusReason;
    Risk risk = Risk::Low;
    qint64 points = 0;
    qint64 limit = 0;
    int violations = 0;
    int warnings = 0;
    bool warningAcknowledged = true;
    QString openIncident; ///< title of an incident that is going on now
    int solved = 0;
    int tried = 0;
    int problems = 0;
    qint64 score = 0;
    Instant lastAt {};
    QString lastText;
    bool operator==(const ParticipantRow &) const = default;
};

class ParticipantsModel : public RowModel<ParticipantRow>
{
    Q_OBJECT

public:
    ParticipantsModel(const LiveContest &contest, const LiveStandings &standings, QObject *parent = nullptr);

    int rowOf(const ParticipantId &id) const { return m_index.value(id, -1); }

protected:
    QVariant rowData(const ParticipantRow &row, int role) const override;

private:
    void load();
    void take(const Event &event);
    void refresh(const ParticipantId &id);
    void refreshScores();
    ParticipantRow rowFor(const ParticipantState &who) const;
    void fillConduct(ParticipantRow &row, const ParticipantState &who) const;
    void fillWork(ParticipantRow &row) const;

    const LiveContest &m_contest;
    const LiveStandings &m_standings;
    QHash<ParticipantId, int> m_index;
};

} // namespace Marathon
