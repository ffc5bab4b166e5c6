#include "server/judging/JudgeDesk.h"

#include "server/judging/JudgeJobs.h"
#include "shared/core/Text.h"
#include "shared/protocol/WorkAnswers.h"

#include <QThread>

namespace Marathon {

namespace {

constexpr int mostJudgeErrors = 2; ///< then a person decides
constexpr qsizetype keptRuns = 2000;

RunTestView testView(const TestOutcome &test)
{
    return {.name = test.name,
            .verdict = test.verdict,
            .time = test.time,
            .memoryKib = test.memoryKib,
            .output = test.output.value_or(QString()),
            .errors = test.errors.value_or(QString())};
}

} // namespace

JudgeDesk::JudgeDesk(Engine &engine, const Clock &clock, StoreFactory openStore, RunSink sink, Peers *peers)
    : m_engine(engine)
    , m_clock(clock)
    , m_openStore(std::move(openStore))
    , m_sink(std::move(sink))
{
    m_results.store(std::make_shared<const QHash<QString, QJsonObject>>());
    JudgeLink::Handlers handlers;
    handlers.blob = [this](const QString &sha) { return blob(sha); };
    handlers.started = [](const QString &) {};
    handlers.finished = [this](const QString &id, const JudgeOutcome &outcome) { finished(id, outcome); };
    handlers.replaced = [this](const QString &id) { m_runs.remove(id); };
    m_link.store(std::make_shared<JudgeLink>(clock, std::move(handlers)));
    if (!peers)
        return;
    JobShare::Handlers shared;
    shared.status = [this] { return status(); };
    shared.judge = [this](const SubmissionId &submission) { judgeHere(submission); };
    shared.run = [this](const RunRequest &request) { queueHere(jobOf(request), request); };
    shared.finished = [this](const QString &, const QString &participant, const QByteArray &result) {
        const QJsonObject body = QJsonDocument::fromJson(result).object();
        const QString id = body.value("run_id"_L1).toString();
        if (!runResult(ParticipantId(participant), id)) {
            keepResult(participant, id, body);
            m_sink({id, ParticipantId(participant), body});
        }
    };
    m_share = std::make_unique<JobShare>(*peers, clock, std::move(shared));
}

JudgeDesk::~JudgeDesk() = default;

Result<void> JudgeDesk::start()
{
    Q_ASSERT(QThread::currentThread() == thread());
    Result<std::unique_ptr<Store>> store = m_openStore(StoreMode::ReadOnly);
    if (!store)
        return store.error();
    m_store = std::move(*store);
    submitAll(*m_engine.snapshot());
    return {};
}

void JudgeDesk::submitAll(const Snapshot &snapshot)
{
    for (const ParticipantPtr &who : snapshot.state.participants) {
        for (const SubmissionState &submission : who->submissions) {
            if (!submission.judged)
                await(snapshot.state, *snapshot.directory, submission);
        }
    }
}

void JudgeDesk::await(const ContestState &state, const Directory &directory, const SubmissionState &submission)
{
    if (m_share)
        m_share->add(submission.received.submission, submission.received.language.toString());
    else
        submit(state, directory, submission);
}

void JudgeDesk::judgeHere(const SubmissionId &submission)
{
    const SnapshotPtr snapshot = m_engine.snapshot();
    const ParticipantState *who = snapshot->state.participant(snapshot->state.submissionOwners.value(submission));
    const SubmissionState *state = who ? who->submission(submission) : nullptr;
    if (state && !state->judged)
        submit(snapshot->state, *snapshot->directory, *state);
    else
        m_share->remove(submission);
}

void JudgeDesk::stop()
{
    m_share.reset();
    m_link.store(nullptr);
    m_store.reset();
}

void JudgeDesk::adopt(std::unique_ptr<QWebSocket> socket)
{
    if (const auto link = m_link.load())
        link->adopt(std::move(socket));
}

std::shared_ptr<const JudgingStatus> JudgeDesk::status() const
{
    const auto link = m_link.load();
    return link ? link->status() : nullptr;
}

void JudgeDesk::send(const QueuedJob &job)
{
    if (const auto link = m_link.load())
        link->submit(job);
}

std::optional<QByteArray> JudgeDesk::blob(const QString &sha)
{
    if (!m_store)
        return std::nullopt;
    const Result<QByteArray> bytes = m_store->blob(sha);
    return bytes ? std::optional<QByteArray>(*bytes) : std::nullopt;
}

void JudgeDesk::published(const PublicationPtr &publication)
{
    if (publication->continuity == Publication::Continuity::Broken) {
        QMetaObject::invokeMethod(
            this, [this, publication] { submitAll(*publication->snapshot); }, Qt::QueuedConnection);
        return;
    }
    const bool concerns = std::any_of(publication->events.begin(), publication->events.end(), [](const Event &event) {
        return std::holds_alternative<SubmissionReceived>(event.body) ||
               std::holds_alternative<SubmissionJudged>(event.body);
    });
    if (!concerns)
        return;
    QMetaObject::invokeMethod(
        this,
        [this, publication] {
            const ContestState &state = publication->snapshot->state;
            for (const Event &event : publication->events) {
                if (const auto *judged = std::get_if<SubmissionJudged>(&event.body); judged && m_share)
                    m_share->remove(judged->submission);
                const auto *received = std::get_if<SubmissionReceived>(&event.body);
                const ParticipantState *who = received ? state.participant(event.participant) : nullptr;
                if (const SubmissionState *submission = who ? who->submission(received->submission) : nullptr)
                    await(state, *publication->snapshot->directory, *submission);
            }
        },
        Qt::QueuedConnection);
}

void JudgeDesk::submit(const ContestState &state, const Directory &directory, const SubmissionState &submission)
{
    const ProblemContent *problem = directory.problem(submission.received.problem);
    const std::optional<QByteArray> source = blob(submission.received.sourceSha);
    if (!problem || !source)
        return record(submission.received.submission,
                      {.verdict = Verdict::JudgeError,
                       .message = QCoreApplication::translate("JudgeDesk", "The source or the problem is missing.")});
    JudgeJob job = jobFor(*problem, submission.received.language.toString(), QString::fromUtf8(*source));
    job.jobId = submission.received.submission.toString();
    job.kind = JudgeKind::Judge;
    job.allTests = state.config->scoring == Scoring::Groups;
    for (const TestFile &test : problem->tests)
        job.tests.append({.name = jobNameOf(test), .inputSha = test.inputSha, .answerSha = test.answerSha});
    const QString key = u"%1/%2/%3/%4"_s.arg(problem->id.toString())
                            .arg(problem->revision)
                            .arg(job.language, submission.received.sourceSha);
    send({.job = job, .owner = {}, .shareKey = key, .priority = submission.received.held ? -1 : 0});
}

void JudgeDesk::run(const RunRequest &request)
{
    QMetaObject::invokeMethod(
        this, [this, request] { queueRun(request); }, Qt::QueuedConnection);
}

QString JudgeDesk::jobOf(const RunRequest &request)
{
    return u"run/%1/%2"_s.arg(request.participant.toString(), request.id);
}

void JudgeDesk::queueRun(const RunRequest &request)
{
    const QString jobId = jobOf(request);
    if (!m_share || m_share->keeps(jobId, request))
        queueHere(jobId, request);
}

void JudgeDesk::queueHere(const QString &jobId, const RunRequest &request)
{
    const SnapshotPtr snapshot = m_engine.snapshot();
    const ProblemContent *problem = snapshot->directory->problem(request.problem);
    if (!problem)
        return;
    JudgeJob job = jobFor(*problem, request.language, request.source);
    job.jobId = jobId;
    job.kind = JudgeKind::Run;
    job.allTests = true;
    for (const TestFile &test : problem->tests) {
        if (test.isSample && !request.input)
            job.tests.append({.name = jobNameOf(test), .inputSha = test.inputSha, .answerSha = test.answerSha});
    }
    if (request.input)
        job.tests.append({.name = u"own"_s, .inputSha = {}, .answerSha = {}, .input = request.input});
    m_runs.insert(job.jobId, request);
    send({.job = job, .owner = request.participant.toString(), .shareKey = {}, .priority = 0});
}

void JudgeDesk::finished(const QString &jobId, const JudgeOutcome &outcome)
{
    if (const auto run = m_runs.find(jobId); run != m_runs.end()) {
        const RunRequest request = run.value();
        m_runs.erase(run);
        return finishRun(request, outcome);
    }
    const SubmissionId submission(jobId);
    if (outcome.verdict == Verdict::JudgeError && ++m_attempts[submission] < mostJudgeErrors) {
        const SnapshotPtr snapshot = m_engine.snapshot();
        const ParticipantState *who = snapshot->state.participant(snapshot->state.submissionOwners.value(submission));
        if (const SubmissionState *again = who ? who->submission(submission) : nullptr)
            return submit(snapshot->state, *snapshot->directory, *again);
    }
    m_attempts.remove(submission);
    record(submission, outcome);
}

void JudgeDesk::record(const SubmissionId &submission, const JudgeOutcome &outcome)
{
    const auto passed = std::count_if(outcome.tests.begin(), outcome.tests.end(),
                                      [](const TestOutcome &test) { return test.verdict == Verdict::Accepted; });
    const SnapshotPtr snapshot = m_engine.snapshot();
    const ParticipantState *who = snapshot->state.participant(snapshot->state.submissionOwners.value(submission));
    const SubmissionState *state = who ? who->submission(submission) : nullptr;
    const ProblemContent *problem = state ? snapshot->directory->problem(state->received.problem) : nullptr;
    SubmissionJudged judged {
        .submission = submission,
        .verdict = outcome.verdict,
        .testsPassed = int(passed),
        .testCount = problem ? int(problem->tests.size()) : int(outcome.tests.size()),
        .time = outcome.time,
        .memoryKib = outcome.memoryKib,
        .attempt = m_attempts.value(submission) + 1,
        .compileOutput = {{}, outcome.verdict == Verdict::JudgeError ? outcome.message : outcome.compileOutput}};
    m_engine.post({.command = RecordVerdict {judged, problem ? groupPointsOf(*problem, outcome.tests) : std::nullopt},
                   .receiver = this,
                   .reply = [this, submission, outcome](const EngineAnswer &answer) {
                       // A verdict that was not stored is tried again: the submission has waited long enough.
                       if (!answer.result && (answer.result.error().kind == ErrorKind::NotStored ||
                                              answer.result.error().kind == ErrorKind::Unknown))
                           QTimer::singleShot(1000, this, [this, submission, outcome] { record(submission, outcome); });
                   }});
}

void JudgeDesk::finishRun(const RunRequest &request, const JudgeOutcome &outcome)
{
    const SnapshotPtr snapshot = m_engine.snapshot();
    const ProblemContent *problem = snapshot->directory->problem(request.problem);
    RunView run {.id = request.id,
                 .problem = request.problem,
                 .state = u"done"_s,
                 .verdict = outcome.verdict,
                 .compileOutput = outcome.compileOutput,
                 .time = outcome.time,
                 .memoryKib = outcome.memoryKib};
    for (const TestOutcome &test : outcome.tests) {
        RunTestView shown = testView(test);
        shown.input = request.input.value_or(QString());
        for (const TestFile &file : problem ? problem->tests : QList<TestFile>()) {
            if (request.input || !file.isSample || jobNameOf(file) != test.name)
                continue;
            shown.input = QString::fromUtf8(blob(file.inputSha).value_or(QByteArray()));
            shown.expected = QString::fromUtf8(blob(file.answerSha).value_or(QByteArray()));
        }
        run.tests.append(std::move(shown));
    }
    const QJsonObject body = toJson(run);
    keepResult(request.participant.toString(), request.id, body);
    if (m_share)
        m_share->finishRun(jobOf(request), request, toBytes(body));
    m_sink({request.id, request.participant, body});
}

void JudgeDesk::keepResult(const QString &participant, const QString &newId, const QJsonObject &body)
{
    auto results = std::make_shared<QHash<QString, QJsonObject>>(*m_results.load());
    if (results->size() > keptRuns)
        results->clear();
    for (const QString &id : {newId, QString()})
        results->insert(participant + u'/' + id, body);
    m_results.store(results);
}

std::optional<QJsonObject> JudgeDesk::runResult(const ParticipantId &participant, const QString &id) const
{
    const auto results = m_results.load();
    const auto found = results->constFind(participant.toString() + u'/' + id);
    return found == results->constEnd() ? std::nullopt : std::optional<QJsonObject>(*found);
}

} // namespace Marathon

#include "moc_JudgeDesk.cpp"
