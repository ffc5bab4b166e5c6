#include "admin-desktop/models/EventWording.h"

#include "admin-desktop/models/Wording.h"

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("EventWording", text);
}

QString quotedReason(const PrivateText &reason)
{
    return reason.text.isEmpty() ? QString() : u"\u201C%1\u201D"_s.arg(reason.text);
}

QString hallsText(const QSet<QString> &halls)
{
    QStringList names(halls.begin(), halls.end());
    names.sort();
    return names.join(u", "_s);
}

QString peopleText(qsizetype count)
{
    return count == 1 ? tr("one person") : tr("%1 people").arg(count);
}

class Words
{
public:
    Words(const Event &event, const ContestState &state)
        : m_event(event)
        , m_state(state)
    {}

    EventLine operator()(const ParticipantSignedIn &) const { return {Mark::None, tr("signed in"), {}, false}; }
    EventLine operator()(const ParticipantSignedOut &body) const
    {
        return {Mark::None, tr("signed out"), body.cause, false};
    }
    EventLine operator()(const SessionReplaced &) const
    {
        return {Mark::Info, tr("went on with another device or page"), {}};
    }
    EventLine operator()(const ConnectionLost &body) const
    {
        return {Mark::Offline, tr("lost the connection"), body.cause, false};
    }
    EventLine operator()(const ConnectionRestored &body) const
    {
        const QString away = body.away > Duration(0) ? tr("after %1").arg(durationText(body.away)) : QString();
        return {Mark::None, tr("is connected"), away, false};
    }
    EventLine operator()(const ConsentGiven &body) const
    {
        return {Mark::None, tr("accepted the rules"), tr("version %1").arg(body.version), false};
    }
    EventLine operator()(const IncidentRecorded &body) const
    {
        QString text = titleOf(body.kind);
        if (body.kind == IncidentKind::StaffObserved && !body.evidence.value.value("text"_L1).toString().isEmpty())
            text += u": "_s + body.evidence.value.value("text"_L1).toString();
        if (factOf(body.kind).measure == Measure::DurationMs)
            text += body.phase == Phase::Open ? tr(", still") : tr(" for %1").arg(durationText(body.duration));
        if (body.count > 1)
            text += tr(" (%1 times)").arg(body.count);
        return {markOf(body.level), text, chargeText(body), body.level != Level::Info};
    }
    EventLine operator()(const IncidentExcused &body) const
    {
        return {Mark::Good, tr("was excused one incident"), quotedReason(body.reason)};
    }
    EventLine operator()(const WarningIssued &body) const
    {
        return {Mark::Medium, body.automatic ? tr("was warned by the policy") : tr("was warned"),
                quotedReason(body.text)};
    }
    EventLine operator()(const WarningWithdrawn &) const { return {Mark::Good, tr("has one warning less"), {}}; }
    EventLine operator()(const WarningAcknowledged &) const { return {Mark::None, tr("acknowledged the warning"), {}}; }
    EventLine operator()(const ParticipantSuspended &body) const
    {
        const QString until =
            body.until ? tr("was suspended until %1").arg(timeOfDay(*body.until)) : tr("was suspended");
        return {Mark::Suspended, until, quotedReason(body.reason)};
    }
    EventLine operator()(const ParticipantDisqualified &body) const
    {
        return {Mark::Disqualified,
                body.provisional ? tr("was disqualified by the policy, provisionally") : tr("was disqualified"),
                quotedReason(body.reason)};
    }
    EventLine operator()(const DisqualificationConfirmed &body) const
    {
        return {Mark::Disqualified, tr("stays disqualified: confirmed"), quotedReason(body.reason)};
    }
    EventLine operator()(const ParticipantReinstated &body) const
    {
        if (body.automatic)
            return {Mark::Good, tr("may go on: the suspension is over"), {}};
        return {Mark::Good, tr("was reinstated"), quotedReason(body.reason)};
    }
    EventLine operator()(const AllowanceGranted &body) const
    {
        return {Mark::Good, tr("was granted %1 extra points").arg(body.points), quotedReason(body.reason)};
    }
    EventLine operator()(const ActionUndone &body) const
    {
        const QString text =
            m_event.participant.isEmpty() ? tr("A change of the clock was undone") : tr("had a step undone");
        return {Mark::Good, text, quotedReason(body.reason)};
    }
    EventLine operator()(const SubmissionReceived &body) const
    {
        const QString text = body.held        ? tr("has work on %1 held")
                             : body.uncounted ? tr("submitted %1 too late")
                             : body.late      ? tr("submitted %1 late")
                             : body.forced    ? tr("has the draft of %1 sent in")
                                              : tr("submitted %1");
        return {Mark::Waiting, text.arg(labelOf(body.problem)), tr("in %1").arg(body.language.toString()), false};
    }
    EventLine operator()(const SubmissionJudged &body) const
    {
        const VerdictFact &fact = factOf(body.verdict);
        const QString title = QString(fact.title).toLower();
        const SubmissionState *submission = submissionOf(body.submission);
        QString detail;
        if (submission && submission->received.held)
            detail = tr("held work, not counted");
        else if (fact.kind == Verdict::Accepted)
            detail = tr("%1 points").arg(body.points);
        else if (body.testCount > 0)
            detail = tr("%1 of %2 tests").arg(body.testsPassed).arg(body.testCount);
        const Mark mark = fact.kind == Verdict::Accepted     ? Mark::Good
                          : fact.kind == Verdict::JudgeError ? Mark::Waiting
                                                             : Mark::Bad;
        const QString problem = problemOf(body.submission);
        return {mark,
                fact.kind == Verdict::Accepted ? tr("solved %1").arg(problem) : tr("tried %1: %2").arg(problem, title),
                detail};
    }
    EventLine operator()(const ContestStateChanged &body) const
    {
        return {Mark::Info, tr("The contest is %1").arg(wordOf(body.state)), {}};
    }
    EventLine operator()(const RoundStateChanged &body) const
    {
        const RoundConfig *round = m_state.config->round(body.number);
        const QString name = round && !round->name.isEmpty() ? round->name : tr("Round %1").arg(body.number);
        return {Mark::Info, tr("%1 is %2").arg(name, wordOf(body.state)),
                body.automatic ? tr("by the clock") : QString()};
    }
    EventLine operator()(const ClockChanged &body) const
    {
        const QString whom = !body.participants.isEmpty() ? tr("for %1").arg(peopleText(body.participants.size()))
                             : body.halls.isEmpty()       ? tr("for all")
                                                          : tr("for %1").arg(hallsText(body.halls));
        switch (body.kind) {
        case ClockKind::Extension: {
            const QString sign = body.amount < Duration(0) ? tr("less") : tr("more");
            const QString amount =
                body.percent != 0 ? tr("%1 %").arg(body.percent) : durationText(std::chrono::abs(body.amount));
            return {Mark::Info, tr("Round %1: %2 %3 %4").arg(body.round).arg(amount, sign, whom),
                    quotedReason(body.reason)};
        }
        case ClockKind::Removed: {
            const Duration span = body.to.value_or(Instant {}) - body.from.value_or(Instant {});
            return {Mark::Info, tr("Round %1: %2 taken out %3").arg(body.round).arg(durationText(span), whom),
                    quotedReason(body.reason)};
        }
        case ClockKind::Pause:
            return {Mark::High, tr("Round %1: the clock stands still %2").arg(body.round).arg(whom),
                    u"\u201C%1\u201D"_s.arg(body.notice)};
        case ClockKind::Resume:
            return {Mark::Good, tr("Round %1: the clock goes on %2").arg(body.round).arg(whom),
                    body.from ? tr("at %1").arg(timeOfDay(*body.from)) : QString()};
        }
        Q_UNREACHABLE();
    }
    EventLine operator()(const RoundTimeUp &body) const
    {
        return {
            Mark::Info, tr("Round %1: the time is up for %2").arg(body.number).arg(peopleText(body.ends.size())), {}};
    }
    EventLine operator()(const DraftsForced &body) const
    {
        return {Mark::Info, tr("had the drafts of round %1 submitted").arg(body.round), quotedReason(body.reason)};
    }
    EventLine operator()(const SubmissionAccepted &body) const
    {
        return {Mark::Good, tr("has a late submission counted: %1").arg(problemOf(body.submission)),
                quotedReason(body.reason)};
    }
    EventLine operator()(const RoundStarted &body) const
    {
        return {Mark::None, tr("started round %1").arg(body.number), {}, false};
    }
    EventLine operator()(const RoundFinished &body) const
    {
        return {Mark::Good, tr("is done with round %1").arg(body.number), {}};
    }
    EventLine operator()(const AnnouncementPosted &body) const
    {
        const QString whom = !body.participants.isEmpty()
                                 ? tr("Message to %1").arg(peopleText(body.participants.size()))
                             : body.halls.isEmpty() ? tr("Announcement to all")
                                                    : tr("Announcement to %1").arg(hallsText(body.halls));
        return {Mark::Info, u"%1: \u201C%2\u201D"_s.arg(whom, body.text), {}};
    }
    EventLine operator()(const PolicyChanged &body) const
    {
        return {Mark::Info, tr("The policy is now %1").arg(body.policy.preset), tr("limit %1").arg(body.policy.limit)};
    }
    EventLine operator()(const ConfigChanged &body) const
    {
        return {Mark::Info, tr("The contest was set up"), tr("%1 participants").arg(body.config.roster.size())};
    }
    EventLine operator()(const PointsDecayed &body) const
    {
        return {Mark::Low, tr("has %1 points less after a quiet time").arg(body.points), {}, false};
    }
    EventLine operator()(const ExportMade &body) const
    {
        return {Mark::None, tr("Exported: %1").arg(body.kind), tr("%1 rows").arg(body.rows), false};
    }

private:
    static QString chargeText(const IncidentRecorded &body)
    {
        if (!body.counted)
            return body.uncounted;
        const QString total = tr("%1 of %2").arg(body.total).arg(body.limit);
        return body.grace ? tr("free, %1").arg(total) : tr("+%1, %2").arg(body.points).arg(total);
    }
    QString labelOf(const ProblemId &id) const
    {
        const ProblemConfig *problem = m_state.config->problem(id);
        return problem ? tr("problem %1").arg(problem->label) : id.toString();
    }
    const SubmissionState *submissionOf(const SubmissionId &id) const
    {
        const ParticipantState *who = m_state.participant(m_event.participant);
        return who ? who->submission(id) : nullptr;
    }
    QString problemOf(const SubmissionId &id) const
    {
        const SubmissionState *submission = submissionOf(id);
        return submission ? labelOf(submission->received.problem) : id.toString();
    }

    const Event &m_event;
    const ContestState &m_state;
};

/// A step as the event that brought it.
EventBody bodyOf(const Effect &effect)
{
    switch (effect.kind) {
    case EffectKind::Suspension:
        return ParticipantSuspended {effect.action, effect.until, effect.reason, effect.automatic, effect.incident};
    case EffectKind::Disqualification:
        return ParticipantDisqualified {effect.action, effect.reason, effect.automatic, effect.provisional,
                                        effect.incident};
    case EffectKind::Reinstatement:
        return ParticipantReinstated {effect.action, effect.cancels, effect.reason,
                                      effect.credit, effect.round,   effect.automatic};
    case EffectKind::Allowance:
        return AllowanceGranted {effect.action, effect.points, effect.reason};
    case EffectKind::Excuse:
        return IncidentExcused {effect.action, effect.incident, 0, effect.reason};
    case EffectKind::Extension:
        return ClockChanged {effect.action, effect.round, effect.credit, {}, {}, effect.reason};
    case EffectKind::Warning:
        return WarningIssued {{}, effect.action, effect.reason, 0, 0, effect.automatic, effect.incident};
    }
    Q_UNREACHABLE();
}

} // namespace

EventLine lineOf(const Event &event, const ContestState &state)
{
    return std::visit(Words(event, state), event.body);
}

QString actorText(const QString &actor)
{
    return actor.startsWith("staff:"_L1) ? tr("by %1").arg(actor.mid(6)) : QString();
}

ActionId actionOf(const EventBody &body)
{
    return std::visit(
        [](const auto &value) {
            if constexpr (requires { value.action; })
                return value.action;
            else
                return ActionId();
        },
        body);
}

QList<Event> eventsOf(const ParticipantState &who)
{
    QList<Event> events;
    const QString self = u"participant"_s;
    const auto add = [&](Instant at, const QString &actor, EventBody body, qint64 seq = 0) {
        events.append({.seq = seq, .at = at, .actor = actor, .participant = who.id, .body = std::move(body)});
    };
    if (who.consentAt != Instant {})
        add(who.consentAt, self, ConsentGiven {who.consentVersion});
    for (const IncidentState &incident : who.incidents)
        add(incident.firstAt, self, incident.now, incident.firstSeq);
    for (const SubmissionState &submission : who.submissions) {
        add(submission.at, self, submission.received, submission.seq);
        if (submission.judged)
            add(submission.judgedAt, u"system"_s, *submission.judged);
    }
    for (const WarningState &warning : who.warnings) {
        if (warning.acknowledgedAt)
            add(*warning.acknowledgedAt, self, WarningAcknowledged {warning.issued.warning});
    }
    for (const Effect &effect : who.effects) {
        if (effect.at != Instant {})
            add(effect.at, effect.actor, bodyOf(effect));
    }
    std::stable_sort(events.begin(), events.end(),
                     [](const Event &left, const Event &right) { return left.at < right.at; });
    return events;
}

} // namespace Marathon
