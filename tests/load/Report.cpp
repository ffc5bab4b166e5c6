#include "tests/load/Report.h"

#include <QJsonArray>
#include <algorithm>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype linesShown = 10;

QString wordOf(Judgement judgement)
{
    switch (judgement) {
    case Judgement::Met:
        return u"PASS"_s;
    case Judgement::Missed:
        return u"FAIL"_s;
    case Judgement::NotMeasured:
        return u"-"_s;
    }
    return {};
}

void addLines(QString &text, const QString &title, const QStringList &lines)
{
    if (lines.isEmpty())
        return;
    text += u"\n%1:\n"_s.arg(title);
    for (const QString &line : lines.mid(0, linesShown))
        text += u"  "_s + line + u'\n';
    if (lines.size() > linesShown)
        text += u"  and %1 more\n"_s.arg(lines.size() - linesShown);
}

QStringList failureLines(const Tally &tally)
{
    QList<std::pair<qint64, QString>> byCount;
    for (auto entry = tally.failuresByText.begin(); entry != tally.failuresByText.end(); ++entry)
        byCount.append({entry.value(), entry.key()});
    std::sort(byCount.begin(), byCount.end(), std::greater<>());
    QStringList lines;
    for (const auto &[count, what] : byCount)
        lines.append(u"%1 x %2"_s.arg(count).arg(what));
    return lines;
}

QJsonObject summaryJson(const Samples &samples, qint64 unanswered)
{
    const Summary summary = samples.summary();
    return {{u"count"_s, summary.count}, {u"unanswered"_s, unanswered}, {u"p50_ms"_s, summary.p50},
            {u"p95_ms"_s, summary.p95},  {u"p99_ms"_s, summary.p99},    {u"max_ms"_s, summary.max}};
}

} // namespace

QString reportText(const Outcome &outcome, const QList<Check> &checks)
{
    qsizetype titleWidth = 0;
    qsizetype targetWidth = 0;
    for (const Check &check : checks) {
        titleWidth = std::max(titleWidth, check.title.size());
        targetWidth = std::max(targetWidth, check.target.size());
    }
    QString text =
        u"\n%1 participants, %2 s, %3 requests, %4 events, %5 incidents, %6 submissions\n\n"_s.arg(outcome.participants)
            .arg(outcome.seconds, 0, 'f', 0)
            .arg(outcome.tally.requests)
            .arg(outcome.tally.events)
            .arg(outcome.findings.acceptedIncidents)
            .arg(outcome.findings.acceptedSubmissions);
    for (const Check &check : checks)
        text += u"%1  %2  %3  %4\n"_s.arg(wordOf(check.judgement), -4)
                    .arg(check.title, -int(titleWidth))
                    .arg(check.target, -int(targetWidth))
                    .arg(check.found);
    text +=
        u"\nReconnects %1, events repeated %2, asked to wait %3, refused by the rules %4. The rehearsal itself used %5 % of one core.\n"_s
            .arg(outcome.findings.reconnects)
            .arg(outcome.findings.repeated)
            .arg(outcome.tally.nacks)
            .arg(outcome.tally.refusals)
            .arg(outcome.machine.ownCpu * 100, 0, 'f', 1);
    if (outcome.machine.isMeasured)
        text += u"Memory per participant: %1 KiB. Other programs used %2 % of the machine: beyond a few per cent (the "
                u"judge "
                "aside) the latencies say more about them than about the server.\n"_s
                    .arg(outcome.machine.bytesPerParticipant / 1024)
                    .arg(outcome.machine.othersCpu * 100, 0, 'f', 0);
    addLines(text, u"Lost"_s, outcome.findings.lost);
    addLines(text, u"Stored twice"_s, outcome.findings.duplicated);
    addLines(text, u"Exports"_s, outcome.exportErrors);
    addLines(text, u"Failures"_s, failureLines(outcome.tally));
    text += allMet(checks) ? u"\nEvery target was met.\n"_s : u"\nA target was missed.\n"_s;
    return text;
}

QJsonObject reportJson(const Outcome &outcome, const QList<Check> &checks)
{
    QJsonArray rows;
    for (const Check &check : checks)
        rows.append(QJsonObject {{u"name"_s, check.name},
                                 {u"title"_s, check.title},
                                 {u"found"_s, check.found},
                                 {u"target"_s, check.target},
                                 {u"result"_s, wordOf(check.judgement)}});
    QJsonObject failures;
    for (auto entry = outcome.tally.failuresByText.begin(); entry != outcome.tally.failuresByText.end(); ++entry)
        failures.insert(entry.key(), entry.value());
    const Findings &found = outcome.findings;
    const QJsonObject latencies {
        {u"sign_in"_s, summaryJson(outcome.tally.signIn, 0)},
        {u"http"_s, summaryJson(outcome.tally.http, 0)},
        {u"acknowledgement"_s, summaryJson(found.acknowledgement.samples, found.acknowledgement.unanswered)},
        {u"console"_s, summaryJson(found.console.samples, found.console.unanswered)},
        {u"delivery"_s, summaryJson(found.delivery.samples, found.delivery.unanswered)},
        {u"lock"_s, summaryJson(found.lock.samples, found.lock.unanswered)},
        {u"run"_s, summaryJson(found.run.samples, found.run.unanswered)},
        {u"verdict"_s, summaryJson(found.verdict.samples, found.verdict.unanswered)}};
    return {{u"participants"_s, outcome.participants},
            {u"online"_s, outcome.online},
            {u"seconds"_s, outcome.seconds},
            {u"passed"_s, allMet(checks)},
            {u"checks"_s, rows},
            {u"latencies"_s, latencies},
            {u"requests"_s, outcome.tally.requests},
            {u"events"_s, outcome.tally.events},
            {u"failures"_s, outcome.tally.failures},
            {u"failures_by_text"_s, failures},
            {u"refusals"_s, outcome.tally.refusals},
            {u"nacks"_s, outcome.tally.nacks},
            {u"incidents"_s, found.acceptedIncidents},
            {u"submissions"_s, found.acceptedSubmissions},
            {u"reconnects"_s, found.reconnects},
            {u"lost"_s, QJsonArray::fromStringList(found.lost)},
            {u"lost_drafts"_s, outcome.lostDrafts},
            {u"duplicated"_s, QJsonArray::fromStringList(found.duplicated)},
            {u"server_cpu"_s, outcome.machine.cpu},
            {u"server_memory"_s, outcome.machine.memory},
            {u"memory_per_participant_bytes"_s, outcome.machine.bytesPerParticipant},
            {u"own_cpu_of_one_core"_s, outcome.machine.ownCpu},
            {u"others_cpu"_s, outcome.machine.othersCpu}};
}

} // namespace Marathon
