#include "shared/core/Clock.h"
#include "tests/load/Participant.h"

#include <QJsonDocument>
#include <QUuid>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

/// The part of a participant that does things: incidents, drafts, runs and submissions, and what the server says of
/// them.

namespace {

constexpr std::chrono::seconds runPatience {30};

QString freshId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

QString incidentKey(const QString &id, bool isClosed)
{
    return id + (isClosed ? u"/closed"_s : u"/open"_s);
}

} // namespace

void Participant::beginWork()
{
    m_isWorking = true;
    if (m_isStopped)
        return;
    const Moment now = momentNow();
    const bool isBad = m_person.conduct == Conduct::Misbehaving;
    m_agenda.setPerMinute(Activity::Incident, isBad ? 0 : m_scenario.rates.incidents, now);
    m_agenda.setPerMinute(Activity::Draft, m_scenario.rates.drafts, now);
    m_agenda.setPerMinute(Activity::Run, m_scenario.rates.runs, now);
    m_agenda.setPerMinute(Activity::Submit, m_scenario.rates.submissions, now);
    if (isBad) {
        const auto spread = std::max<qint64>(1, (m_scenario.badUntil - m_scenario.badFrom).count() * 1'000);
        QTimer::singleShot(m_scenario.badFrom + std::chrono::milliseconds(m_random.bounded(spread)), this,
                           &Participant::reportIncident);
    }
    arm();
}

void Participant::arm()
{
    if (const std::optional<Moment> due = m_agenda.nextDue())
        m_timer.start(std::max(0ms, std::chrono::ceil<std::chrono::milliseconds>(*due - momentNow())));
}

void Participant::act()
{
    while (const std::optional<Activity> activity = m_agenda.takeDue(momentNow()))
        doActivity(*activity);
    arm();
}

void Participant::doActivity(Activity activity)
{
    switch (activity) {
    case Activity::Incident:
        return reportIncident();
    case Activity::Draft:
        return saveDraft();
    case Activity::Run:
        return tryRun();
    case Activity::Submit:
        return submitNow();
    }
}

void Participant::reportIncident()
{
    if (m_isStopped || m_isLocked)
        return;
    const MadeIncident incident = m_incidents.next();
    const QString id = freshId();
    sendIncident(id, incident, !incident.isOpenedFirst);
    if (incident.isOpenedFirst)
        closeIncident(id, incident, incident.duration);
    if (m_person.conduct == Conduct::Misbehaving)
        QTimer::singleShot(IncidentMaker::badInterval, this, &Participant::reportIncident);
}

void Participant::closeIncident(const QString &id, const MadeIncident &incident, std::chrono::milliseconds after)
{
    QTimer::singleShot(after, this, [this, id, incident] { sendIncident(id, incident, true); });
}

void Participant::sendIncident(const QString &id, const MadeIncident &incident, bool isClosed)
{
    const std::chrono::milliseconds lasted = isClosed ? incident.duration : 0ms;
    QJsonObject body {{u"kind"_s, incident.kind},
                      {u"phase"_s, isClosed ? u"closed"_s : u"open"_s},
                      {u"started_at"_s, toRfc3339(SystemClock().now() - lasted)},
                      {u"duration_ms"_s, qint64(lasted.count())},
                      {u"count"_s, 1},
                      {u"causes"_s, incident.causes},
                      {u"context"_s, QJsonObject {{u"problem"_s, m_work.current()}, {u"fullscreen"_s, true}}}};
    if (!incident.evidence.isEmpty())
        body.insert(u"evidence"_s, incident.evidence);
    m_incidentIndex.insert(incidentKey(id, isClosed), m_record.incidents.size());
    m_record.incidents.append({.id = id, .kind = incident.kind, .isClosed = isClosed, .sentAt = {}, .ackedAt = {}});
    m_stream->send(u"incident"_s, id, body);
}

void Participant::saveDraft()
{
    const QString problem = m_work.current();
    if (m_isLocked || problem.isEmpty() || !m_draftInFlight.isEmpty())
        return;
    m_draftInFlight = freshId();
    if (m_revisions.contains(problem))
        return sendDraft();
    // An earlier day, or another device, may have left a draft: the page asks for it when a problem is opened.
    const QString path = u"/api/problems/%1/draft"_s.arg(problem);
    m_http.send("GET", path, {}, [this, path, problem](const HttpAnswer &answer, Span span) {
        ++m_tally.requests;
        m_tally.http.add(span);
        if (answer.isOk() || answer.status == 404) {
            m_revisions.insert(problem, answer.json().value("rev"_L1).toInteger());
            return sendDraft();
        }
        m_draftInFlight.clear();
        m_tally.fail(answer.described("GET", path));
    });
}

void Participant::sendDraft()
{
    const std::optional<Work> work = m_isStopped ? std::nullopt : m_work.draft();
    // In the meantime the problem may have been solved; the next one is opened at the next turn.
    if (!work || !m_revisions.contains(work->problem))
        return m_draftInFlight.clear();
    // The revision sent is the one that this page has; the stored one becomes the next.
    m_stream->send(u"draft"_s, m_draftInFlight,
                   {{u"problem"_s, work->problem},
                    {u"language"_s, work->language},
                    {u"source"_s, work->source},
                    {u"rev"_s, m_revisions.value(work->problem)}});
}

bool Participant::isRunning() const
{
    if (m_record.runs.isEmpty())
        return false;
    const SentRun &last = m_record.runs.last();
    return !last.answeredAt && momentNow() - last.sentAt < runPatience;
}

void Participant::tryRun()
{
    const std::optional<Work> work = m_isLocked || isRunning() || !isOnline() ? std::nullopt : m_work.run();
    if (!work)
        return;
    m_record.runs.append({.sentAt = momentNow(), .answeredAt = {}});
    m_stream->send(u"run"_s, freshId(),
                   {{u"problem"_s, work->problem}, {u"language"_s, work->language}, {u"source"_s, work->source}});
}

void Participant::submitNow()
{
    const std::optional<Work> work = m_isStopped || m_isLocked || !m_stream ? std::nullopt : m_work.submission();
    if (!work)
        return;
    const QString clientRef = freshId();
    m_submissionIndex.insert(clientRef, m_record.submissions.size());
    m_record.submissions.append({.clientRef = clientRef,
                                 .problem = work->problem,
                                 .sentAt = momentNow(),
                                 .ackedAt = {},
                                 .id = {},
                                 .verdictAt = {},
                                 .verdict = {}});
    if (m_random.generateDouble() < m_scenario.httpSubmitShare) {
        ++m_httpSubmits;
        return submitByHttp(*work, clientRef);
    }
    m_stream->send(u"submit"_s, clientRef,
                   {{u"problem"_s, work->problem},
                    {u"language"_s, work->language},
                    {u"source"_s, work->source},
                    {u"client_ref"_s, clientRef}});
}

void Participant::submitByHttp(const Work &work, const QString &clientRef)
{
    const QJsonObject body {{u"language"_s, work.language}, {u"source"_s, work.source}, {u"client_ref"_s, clientRef}};
    m_http.send("POST", u"/api/problems/%1/submissions"_s.arg(work.problem),
                QJsonDocument(body).toJson(QJsonDocument::Compact),
                [this, work, clientRef](const HttpAnswer &answer, Span span) {
                    afterHttpSubmit(answer, span, work, clientRef);
                },
                {{"Idempotency-Key", clientRef.toLatin1()}});
}

void Participant::afterHttpSubmit(const HttpAnswer &answer, Span span, const Work &work, const QString &clientRef)
{
    ++m_tally.requests;
    m_tally.http.add(span);
    const bool isToRepeat = answer.status == 0 || answer.status == 429 || answer.status >= 500;
    if (isToRepeat) {
        m_tally.fail(answer.described("POST", u"/api/problems/{id}/submissions"_s));
        const int wait = std::max(1, answer.fields.value("retry-after").toInt());
        QTimer::singleShot(std::chrono::seconds(wait), this,
                           [this, work, clientRef] { submitByHttp(work, clientRef); });
        return;
    }
    --m_httpSubmits;
    onSubmissionAcked(clientRef, answer.json(), answer.isOk());
    if (!answer.isOk())
        noteRefusal(answer.described("POST", u"/api/problems/{id}/submissions"_s),
                    answer.status == 409 || answer.status == 403);
}

void Participant::onAcknowledged(const OutgoingEvent &event, const QJsonObject &result)
{
    ++m_tally.events;
    ++m_record.acknowledgedEvents;
    m_record.repeatedEvents += event.timesSent - 1;
    const bool isAccepted = result.value("ok"_L1).toBool(result.isEmpty());
    if (event.type == "incident"_L1) {
        onIncidentAcked(event, result, isAccepted);
    } else if (event.type == "submit"_L1) {
        onSubmissionAcked(event.body.value("client_ref"_L1).toString(), result, isAccepted);
    } else if (event.type == "draft"_L1) {
        onDraftAcked(event, result, isAccepted);
    } else if (event.type == "run"_L1 && !m_record.runs.isEmpty()) {
        m_record.runs.last().isAccepted = isAccepted;
        if (!isAccepted)
            m_record.runs.removeLast();
    }
    if (!isAccepted) {
        const QString error = result.value("error"_L1).toString();
        const QString detail = result.value("detail"_L1).toString(result.value("message"_L1).toString());
        const bool isExpected = m_isLocked || error == "conflict"_L1 || error == "not_allowed"_L1;
        noteRefusal(u"%1 refused: %2 %3"_s.arg(event.type, error, detail.left(120)), isExpected);
    }
}

void Participant::onIncidentAcked(const OutgoingEvent &event, const QJsonObject &result, bool isAccepted)
{
    const bool isClosed = event.body.value("phase"_L1).toString() == "closed"_L1;
    SentIncident &incident = m_record.incidents[m_incidentIndex.value(incidentKey(event.id, isClosed))];
    incident.sentAt = event.sentAt;
    incident.ackedAt = momentNow();
    incident.isAccepted = isAccepted;
    incident.total = result.value("total"_L1).toInteger();
    incident.limit = result.value("limit"_L1).toInteger();
    const bool isAtLimit = incident.limit > 0 && incident.total >= incident.limit;
    if (isAtLimit && (!m_record.lockedAt || !m_record.limitSentAt))
        m_record.limitSentAt = event.sentAt;
}

void Participant::onSubmissionAcked(const QString &clientRef, const QJsonObject &result, bool isAccepted)
{
    SentSubmission &submission = m_record.submissions[m_submissionIndex.value(clientRef)];
    submission.ackedAt = momentNow();
    submission.isAccepted = isAccepted;
    submission.id = result.value("id"_L1).toString(result.value("submission_id"_L1).toString());
    if (!isAccepted || submission.id.isEmpty())
        return m_work.refused(submission.problem);
    const auto early = m_earlyVerdicts.constFind(submission.id);
    if (early == m_earlyVerdicts.constEnd())
        return;
    submission.verdictAt = momentNow();
    submission.verdict = *early;
    m_work.judged(submission.problem, *early);
}

void Participant::onDraftAcked(const OutgoingEvent &event, const QJsonObject &result, bool isAccepted)
{
    m_draftInFlight.clear();
    const QString problem = event.body.value("problem"_L1).toString();
    if (!isAccepted) {
        const QJsonObject stored = result.value("draft"_L1).toObject();
        m_revisions[problem] =
            stored.value("rev"_L1).toInteger(result.value("rev"_L1).toInteger(m_revisions.value(problem)));
        return;
    }
    const qint64 rev = result.value("rev"_L1).toInteger(event.body.value("rev"_L1).toInteger() + 1);
    m_revisions[problem] = rev;
    // A reconnect swallowed the answer: the server has decided about it, and may have refused it.
    if (result.isEmpty())
        return;
    m_record.drafts.insert(problem, {rev, event.body.value("source"_L1).toString()});
}

void Participant::noteRefusal(const QString &what, bool isExpected)
{
    if (isExpected)
        ++m_tally.refusals;
    else
        m_tally.fail(what);
}

} // namespace Marathon
