#include "tests/load/BenchServer.h"

#include "tests/support/ContestBuilder.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QUuid>

namespace Marathon {

namespace {

const CommandContext admin {.actor = u"staff:admin"_s, .role = Role::Admin};

ParticipantId person(int number)
{
    return ParticipantId(u"P%1"_s.arg(number));
}

} // namespace

BenchServer::BenchServer(StoreFactory store, const QString &name, const QString &stateFile)
    : m_engine(std::move(store), m_clock, *this, {.instance = name, .stateFile = stateFile})
{
    m_engine.moveToThread(&m_thread);
    m_thread.start();
}

BenchServer::~BenchServer()
{
    stop();
}

Result<void> BenchServer::start()
{
    Result<void> started;
    QMetaObject::invokeMethod(
        &m_engine, [&] { started = m_engine.start(); }, Qt::BlockingQueuedConnection);
    return started;
}

void BenchServer::stop()
{
    if (!m_thread.isRunning())
        return;
    QMetaObject::invokeMethod(
        &m_engine, [this] { m_engine.stop(); }, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

Result<QJsonObject> BenchServer::ask(EngineRequest request)
{
    Result<QJsonObject> got = QJsonObject {};
    QEventLoop loop;
    QObject receiver;
    request.context = admin;
    request.receiver = &receiver;
    request.reply = [&](const EngineAnswer &answer) {
        got = answer.result;
        loop.quit();
    };
    m_engine.post(std::move(request));
    loop.exec();
    return got;
}

Result<void> BenchServer::makeContest(int people)
{
    if (m_engine.snapshot()->hasContest())
        return {};
    const ContestConfig config = *ContestBuilder(0).state().config;
    EnrolParticipants enrol;
    for (int number = 0; number < people; ++number)
        enrol.entries.append({person(number), u"H1"_s, QString::number(number)});
    Policy policy;
    policy.limitAction = LimitAction::None;
    std::vector<EngineRequest> steps {
        {.command = DefineContest {config}, .creation = ContestCreation {config.id, config.name}},
        {.command = SetPolicy {policy}},
        {.command = enrol},
        {.command = SetContestState {ContestPhase::Live}},
        {.command = SetRoundState {1, RoundPhase::Active}}};
    for (int number = 0; number < people; ++number)
        steps.push_back({.command = GiveConsent {person(number), 1}});
    for (EngineRequest &step : steps) {
        if (const Result<QJsonObject> done = ask(std::move(step)); !done)
            return done.error();
    }
    return {};
}

void BenchServer::published(const PublicationPtr &publication)
{
    const Moment now = momentNow();
    const QMutexLocker lock(&m_mutex);
    for (const Event &event : publication->events)
        m_publishedAt.insert(event.seq, now);
    if (!publication->events.isEmpty())
        m_batches.push_back(publication->events.size());
}

QHash<qint64, Moment> BenchServer::publishedAt() const
{
    const QMutexLocker lock(&m_mutex);
    return m_publishedAt;
}

std::vector<qint64> BenchServer::batches() const
{
    const QMutexLocker lock(&m_mutex);
    return m_batches;
}

void BenchServer::forget()
{
    const QMutexLocker lock(&m_mutex);
    m_publishedAt.clear();
    m_batches.clear();
}

Offered offer(BenchServer &server, int perSecond, int seconds, int people)
{
    Offered result;
    const int count = perSecond * seconds;
    int sent = 0;
    int answered = 0;
    QEventLoop loop;
    QObject receiver;
    QTimer timer;
    const Moment begun = momentNow();
    Moment last = begun;
    timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&timer, &QTimer::timeout, &receiver, [&] {
        const auto passed = std::chrono::duration_cast<std::chrono::microseconds>(momentNow() - begun);
        const qint64 due = std::min<qint64>(count, passed.count() * perSecond / 1'000'000 + 1);
        for (; sent < due; ++sent) {
            ReportIncident report {.participant = person(sent % people),
                                   .incident = IncidentId(QUuid::createUuid().toString(QUuid::WithoutBraces)),
                                   .duration = Duration(20'000)};
            report.evidence.value = {{u"len"_s, 120}, {u"hidden_ms"_s, 20'000}, {u"page"_s, u"/contest"_s}};
            const Moment posted = momentNow();
            server.engine().post(
                {.command = report, .receiver = &receiver, .reply = [&, posted](const EngineAnswer &a) {
                     last = momentNow();
                     if (a.result)
                         result.acknowledged.add(std::chrono::duration_cast<Span>(last - posted));
                     else
                         ++result.refused;
                     if (++answered == count)
                         loop.quit();
                 }});
        }
        if (sent == count)
            timer.stop();
    });
    timer.start(2);
    loop.exec();
    const double took = std::chrono::duration<double>(last - begun).count();
    result.perSecond = double(result.acknowledged.count()) / took;
    return result;
}

} // namespace Marathon
