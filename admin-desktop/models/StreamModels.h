#pragma once

#include "admin-desktop/models/EventWording.h"
#include "admin-desktop/models/RowModel.h"

namespace Marathon {

/// One event in words.
struct ActivityRow : RowBase
{
    qint64 seq = 0;
    Instant at {};
    QString who; ///< empty for what is about the whole contest
    Mark mark = Mark::None;
    QString text;
    QString detail;
    QString actor;
    bool operator==(const ActivityRow &) const = default;
};

/// What has just happened, newest on top, the last few hundred events that are worth a line.
class ActivityModel : public RowModel<ActivityRow>
{
    Q_OBJECT

public:
    explicit ActivityModel(const LiveContest &contest, QObject *parent = nullptr);

protected:
    QVariant rowData(const ActivityRow &row, int role) const override;

private:
    void load();
    void take(const Event &event);

    const LiveContest &m_contest;
};

/// Everything about one participant in one merged timeline, newest on top.
class TimelineModel : public RowModel<ActivityRow>
{
    Q_OBJECT

public:
    explicit TimelineModel(const LiveContest &contest, QObject *parent = nullptr);

    const ParticipantId &participant() const { return m_participant; }
    void setParticipant(const ParticipantId &id);

private:
    void load();

    const LiveContest &m_contest;
    ParticipantId m_participant;
};

} // namespace Marathon
