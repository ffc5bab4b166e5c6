#include "server/live/ParticipantView.h"

#include "shared/protocol/Json.h"

namespace Marathon {

namespace {

/// Turns an event into a participant's message; bodies without an overload of their own mean nothing to a page.
class MessageMaker
{
public:
    MessageMaker(const Event &event, const Snapshot &snapshot, const ParticipantState &participant, Instant now)
        : m_event(event)
        , m_snapshot(snapshot)
        , m_participant(participant)
        , m_now(now)
    {}

    using Message = std::optional<QJsonObject>;

    Message operator()(const SubmissionJudged &body) const
    {
        const SubmissionState *submission = m_participant.submission(body.submission);
        if (!submission || submission->received.held)
            return std::nullopt;
        QJsonObject json = toJson(submissionView(m_snapshot.state, m_participant, *submission));
        json.insert("submission_id"_L1, json.take("id"_L1));
        return message(u"verdict"_s, json);
    }
    Message operator()(const WarningIssued &body) const
    {
        return message(u"warning"_s, {{"id"_L1, body.warning.toString()},
                                      {"text"_L1, body.text.text},
                                      {"total"_L1, body.total},
                                      {"limit"_L1, body.limit},
                                      {"automatic"_L1, body.automatic}});
    }
    Message operator()(const ParticipantSuspended &body) const
    {
        return message(u"suspended"_s,
                       {{"reason"_L1, body.reason.text},
                        {"until"_L1, JsonCodec<std::optional<Instant>>::write(body.until, JsonForm::Wire)},
                        {"automatic"_L1, body.automatic}});
    }
    Message operator()(const ParticipantDisqualified &body) const
    {
        return message(
            u"disqualified"_s,
            {{"reason"_L1, body.reason.text}, {"automatic"_L1, body.automatic}, {"provisional"_L1, body.provisional}});
    }
    Message operator()(const ParticipantReinstated &body) const { return back(body.reason, body.credit); }
    Message operator()(const ActionUndone &body) const
    {
        if (m_event.participant.isEmpty())
            return concernsMe(body.undone) ? clock() : std::nullopt;
        return back(body.reason, body.credit);
    }
    Message operator()(const AllowanceGranted &) const { return points(); }
    Message operator()(const IncidentExcused &) const { return points(); }
    Message operator()(const WarningWithdrawn &) const { return points(); }
    Message operator()(const PointsDecayed &) const { return points(); }
    Message operator()(const AnnouncementPosted &body) const
    {
        const bool isForAll = body.halls.isEmpty() && body.participants.isEmpty();
        if (!isForAll && !body.halls.contains(m_participant.hall) && !body.participants.contains(m_participant.id))
            return std::nullopt;
        return message(body.participants.isEmpty() ? u"announcement"_s : u"message"_s,
                       {{"id"_L1, body.announcement}, {"text"_L1, body.text}, {"at"_L1, toRfc3339(m_event.at)}});
    }
    Message operator()(const RoundStateChanged &body) const
    {
        const RoundState *round = m_snapshot.state.round(body.number);
        const RoundConfig *config = m_snapshot.state.config->round(body.number);
        const RoundClock clock = round ? clockOf(m_snapshot.state, *round, &m_participant, m_now) : RoundClock {};
        QJsonObject json {{"number"_L1, body.number},
                          {"name"_L1, config ? config->name : QString()},
                          {"state"_L1, nameOf(body.state)},
                          {"clock"_L1, toJson(clockView(m_snapshot.state, &m_participant, m_now))}};
        json.insert("starts_at"_L1, JsonCodec<std::optional<Instant>>::write(
                                        body.activatesAt ? body.activatesAt : clock.startedAt, JsonForm::Wire));
        json.insert("ends_at"_L1, JsonCodec<std::optional<Instant>>::write(clock.endsAt, JsonForm::Wire));
        return message(u"round"_s, json);
    }
    Message operator()(const ClockChanged &body) const { return concernsMe(body.action) ? clock() : std::nullopt; }
    Message operator()(const RoundTimeUp &body) const
    {
        return body.ends.contains(m_participant.id.toString()) ? clock() : std::nullopt;
    }
    Message operator()(const SubmissionAccepted &body) const
    {
        const SubmissionState *submission = m_participant.submission(body.submission);
        return submission && submission->judged ? (*this)(*submission->judged) : std::nullopt;
    }
    Message operator()(const ContestStateChanged &) const { return clock(); }
    template <typename Body>
    Message operator()(const Body &) const
    {
        return std::nullopt;
    }

private:
    static QJsonObject message(const QString &type, const QJsonObject &body)
    {
        return {{"type"_L1, type}, {"body"_L1, body}};
    }
    Message clock() const { return message(u"clock"_s, toJson(clockView(m_snapshot.state, &m_participant, m_now))); }
    /// Is this the action of a change of the clock that reaches this participant?
    bool concernsMe(const ActionId &action) const
    {
        for (const RoundState &round : m_snapshot.state.rounds) {
            for (const ClockInterval &interval : round.clock) {
                if (interval.change.action == action)
                    return concerns(interval, &m_participant);
            }
        }
        return false;
    }
    Message points() const
    {
        const qint64 total = pointsFor(m_snapshot.state, m_participant);
        const qint64 limit = limitFor(m_snapshot.state, m_participant);
        return message(u"allowance"_s,
                       {{"total"_L1, total}, {"limit"_L1, limit}, {"risk"_L1, nameOf(riskOf(total, limit))}});
    }
    Message back(const PrivateText &reason, Duration credit) const
    {
        const ParticipantStatus status = statusOf(m_participant, m_now);
        if (status != ParticipantStatus::Active)
            return points();
        return message(u"reinstated"_s, {{"reason"_L1, reason.text},
                                         {"credit_ms"_L1, qint64(credit.count())},
                                         {"status"_L1, nameOf(status)},
                                         {"clock"_L1, toJson(clockView(m_snapshot.state, &m_participant, m_now))}});
    }

    const Event &m_event;
    const Snapshot &m_snapshot;
    const ParticipantState &m_participant;
    Instant m_now;
};

} // namespace

std::optional<QJsonObject> messageFor(const Event &event, const Snapshot &snapshot, const ParticipantState &participant,
                                      Instant now)
{
    if (!event.participant.isEmpty() && event.participant != participant.id)
        return std::nullopt;
    std::optional<QJsonObject> message = std::visit(MessageMaker(event, snapshot, participant, now), event.body);
    if (message) {
        message->insert("t"_L1, "msg"_L1);
        message->insert("sseq"_L1, event.seq);
    }
    return message;
}

QStringList messageEventTypes()
{
    return {u"submission.judged"_s,     u"warning.issued"_s,           u"warning.withdrawn"_s,
            u"participant.suspended"_s, u"participant.disqualified"_s, u"participant.reinstated"_s,
            u"action.undone"_s,         u"allowance.granted"_s,        u"incident.excused"_s,
            u"points.decayed"_s,        u"announcement.posted"_s,      u"round.state"_s,
            u"round.time_up"_s,         u"submission.accepted"_s,      u"clock.changed"_s,
            u"contest.state"_s};
}

} // namespace Marathon
