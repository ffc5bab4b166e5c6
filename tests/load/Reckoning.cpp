#include "tests/load/Reckoning.h"

#include <QJsonObject>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

// Of a misbehaving participant under the preset Standard: the sixth reaches the limit; two more for a slow reader of
// warnings.
constexpr qsizetype incidentsToLimit = 8;

/// How often each value of a column occurs.
QHash<QString, int> countsOf(const QJsonArray &rows, QLatin1StringView column)
{
    QHash<QString, int> counts;
    for (const QJsonValue &row : rows) {
        const QString value = row.toObject().value(column).toString();
        if (!value.isEmpty())
            ++counts[value];
    }
    return counts;
}

void addAnswered(Timing &timing, Moment from, std::optional<Moment> until, Moment end)
{
    timing.samples.add(spanBetween(from, until.value_or(end)));
    if (!until)
        ++timing.unanswered;
}

class Reckoner
{
public:
    Reckoner(const StaffLog &log, const Exports &exports, Moment end)
        : m_log(log)
        , m_exportedIncidents(countsOf(exports.violations, "incident_id"_L1))
        , m_exportedSubmissions(countsOf(exports.submissions, "submission_id"_L1))
        , m_end(end)
    {}

    void incidents(const ParticipantRecord &record)
    {
        QSet<QString> counted;
        for (const SentIncident &incident : record.incidents) {
            if (!incident.sentAt)
                continue;
            addAnswered(found.acknowledgement, *incident.sentAt, incident.ackedAt, m_end);
            if (!incident.isAccepted)
                continue;
            ++found.acceptedIncidents;
            const QString what = u"incident %1 (%2) of %3"_s.arg(incident.id, incident.kind, record.participant);
            const auto seen = m_log.incidents.constFind(incident.id + (incident.isClosed ? "/closed"_L1 : "/open"_L1));
            if (seen == m_log.incidents.constEnd())
                found.lost.append(what + u" never came to the console"_s);
            else
                found.console.samples.add(spanBetween(*incident.sentAt, *seen));
            if (counted.contains(incident.id))
                continue;
            counted.insert(incident.id);
            checkExport(m_exportedIncidents.value(incident.id), what, u"violations"_s);
        }
    }

    void submissions(const ParticipantRecord &record)
    {
        for (const SentSubmission &submission : record.submissions) {
            if (submission.ackedAt && !submission.isAccepted)
                continue;
            addAnswered(found.verdict, submission.sentAt, submission.verdictAt, m_end);
            if (!submission.ackedAt)
                continue;
            ++found.acceptedSubmissions;
            const QString what = u"submission %1 of %2"_s.arg(submission.clientRef, record.participant);
            const int received = m_log.submissionRefs.value(submission.clientRef);
            if (received == 0)
                found.lost.append(what + u" never came to the console"_s);
            if (received > 1)
                found.duplicated.append(u"%1 was received %2 times"_s.arg(what).arg(received));
            if (!submission.id.isEmpty())
                checkExport(m_exportedSubmissions.value(submission.id), what, u"submissions"_s);
        }
    }

    void runs(const ParticipantRecord &record)
    {
        for (const SentRun &run : record.runs)
            addAnswered(found.run, run.sentAt, run.answeredAt, m_end);
    }

    void lock(const ParticipantRecord &record)
    {
        if (record.limitSentAt)
            return addAnswered(found.lock, *record.limitSentAt, record.lockedAt, m_end);
        // Nobody said that the limit was reached, although it must have been: that is no reason to pass.
        if (record.isMisbehaving && record.incidents.size() > incidentsToLimit &&
            record.incidents.at(incidentsToLimit).isAccepted)
            addAnswered(found.lock, *record.incidents.at(incidentsToLimit).sentAt, record.lockedAt, m_end);
    }

    void deliveries(const ParticipantRecord &record, qint64 clockOffsetMs)
    {
        for (const ReceivedMessage &message : record.messages) {
            const auto at = m_log.atMs.constFind(message.seq);
            if (at != m_log.atMs.constEnd())
                found.delivery.samples.add(
                    std::chrono::milliseconds(std::max<qint64>(0, message.wallMs - *at - clockOffsetMs)));
        }
    }

    Findings found;

private:
    void checkExport(int rows, const QString &what, const QString &table)
    {
        if (rows == 0)
            found.lost.append(u"%1 is not in the export of %2"_s.arg(what, table));
        if (rows > 1)
            found.duplicated.append(u"%1 is %2 times in the export of %3"_s.arg(what).arg(rows).arg(table));
    }

    const StaffLog &m_log;
    QHash<QString, int> m_exportedIncidents;
    QHash<QString, int> m_exportedSubmissions;
    Moment m_end;
};

} // namespace

Findings reckon(const QList<ParticipantRecord> &records, const StaffLog &log, const Exports &exports, Moment end,
                qint64 clockOffsetMs)
{
    Reckoner reckoner(log, exports, end);
    for (const ParticipantRecord &record : records) {
        reckoner.incidents(record);
        reckoner.submissions(record);
        reckoner.runs(record);
        reckoner.lock(record);
        reckoner.deliveries(record, clockOffsetMs);
        reckoner.found.reconnects += record.reconnects;
        reckoner.found.repeated += record.repeatedEvents;
    }
    for (auto report = log.reports.begin(); report != log.reports.end(); ++report) {
        if (report.value() > 1)
            reckoner.found.duplicated.append(
                u"incident %1 was recorded %2 times"_s.arg(report.key()).arg(report.value()));
    }
    if (log.gaps > 0)
        reckoner.found.lost.append(u"%1 events never came to the console: the numbers have gaps"_s.arg(log.gaps));
    if (log.repeats > 0)
        reckoner.found.duplicated.append(u"%1 events came to the console twice"_s.arg(log.repeats));
    return std::move(reckoner.found);
}

} // namespace Marathon
