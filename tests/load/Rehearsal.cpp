#include "tests/load/Rehearsal.h"

#include <QCoreApplication>

namespace Marathon {

using namespace std::chrono_literals;

namespace {

constexpr std::chrono::seconds rushSpan {60};
constexpr std::chrono::seconds verdictPatience {30};
constexpr std::chrono::seconds rushPatience {200};

} // namespace

Rehearsal::Rehearsal(RehearseOptions options, FixLibrary fixes, const QList<Credential> &credentials,
                     const QString &staffPassword)
    : m_options(std::move(options))
    , m_fixes(std::move(fixes))
    , m_observer(m_options.scenario.server, m_options.staffUser, staffPassword)
    , m_spectators(m_options.scenario.server, m_options.spectatorsPerSecond, m_tally)
    , m_serverUse(m_options.serverPids)
    , m_ownUse({QCoreApplication::applicationPid()})
{
    makeCrowds(credentials);
    m_end.setSingleShot(true);
    connect(&m_end, &QTimer::timeout, this, &Rehearsal::finishWork);
    connect(&m_progress, &QTimer::timeout, this, &Rehearsal::report);
    connect(&m_announcements, &QTimer::timeout, this,
            [this] { m_observer.announce(u"Announcement %1 of the rehearsal."_s.arg(++m_announced)); });
    connect(&m_observer, &StaffObserver::ready, this, &Rehearsal::beginWork);
    connect(&m_observer, &StaffObserver::refused, this, &Rehearsal::refused);
    connect(&m_observer, &StaffObserver::failed, this, [this](const QString &what) { m_tally.fail(what); });
}

Rehearsal::~Rehearsal()
{
    for (const auto &thread : m_threads) {
        thread->quit();
        thread->wait();
    }
}

void Rehearsal::makeCrowds(const QList<Credential> &credentials)
{
    const int bad = int(std::ceil(m_options.misbehavingShare * m_options.participants));
    std::vector<QList<Participant::Person>> shares(std::size_t(m_options.threads));
    for (int index = 0; index < m_options.participants; ++index) {
        // The misbehaving ones come first, so that a short rehearsal sees them locked.
        const Conduct conduct = index < bad ? Conduct::Misbehaving : Conduct::Honest;
        shares[std::size_t(index % m_options.threads)].append(
            {credentials.at(index), conduct, m_options.seed * 1'000'003 + quint32(index) * 8});
    }
    for (QList<Participant::Person> &people : shares) {
        auto crowd = std::make_unique<Crowd>(m_options.scenario, m_fixes, std::move(people));
        crowd->setPatience(m_options.isRush ? rushPatience : verdictPatience);
        auto thread = std::make_unique<QThread>();
        connect(crowd.get(), &Crowd::settled, this, &Rehearsal::crowdSettled);
        connect(crowd.get(), &Crowd::draftsChecked, this, &Rehearsal::draftsChecked);
        connect(crowd.get(), &Crowd::closed, this, &Rehearsal::crowdClosed);
        crowd->moveToThread(thread.get());
        m_crowds.push_back(std::move(crowd));
        m_threads.push_back(std::move(thread));
    }
}

void Rehearsal::start()
{
    for (const auto &thread : m_threads)
        thread->start();
    m_serverUse.begin();
    m_ownUse.begin();
    m_machine.begin();
    m_observer.start();
}

void Rehearsal::beginWork()
{
    m_startedAt = momentNow();
    const double perSecond = m_options.rampPerSecond / double(m_crowds.size());
    for (const auto &crowd : m_crowds)
        QMetaObject::invokeMethod(crowd.get(), [each = crowd.get(), perSecond] { each->start(perSecond); });
    if (m_options.spectatorsPerSecond > 0)
        m_spectators.start();
    if (m_options.announcementsPerMinute > 0)
        m_announcements.start(std::chrono::milliseconds(int(60'000 / m_options.announcementsPerMinute)));
    m_progress.start(5s);
    m_end.start(m_options.duration);
}

int Rehearsal::online() const
{
    int online = 0;
    for (const auto &crowd : m_crowds)
        online += crowd->online();
    return online;
}

void Rehearsal::report()
{
    m_serverUse.sample();
    m_ownUse.sample();
    emit progressed(u"%1 s: %2 of %3 connected, %4 ledger events seen"_s
                        .arg(std::chrono::duration_cast<std::chrono::seconds>(momentNow() - m_startedAt).count())
                        .arg(online())
                        .arg(m_options.participants)
                        .arg(m_observer.log().atMs.size()));
}

void Rehearsal::askAll(void (Crowd::*method)())
{
    m_answers = 0;
    for (const auto &crowd : m_crowds)
        QMetaObject::invokeMethod(crowd.get(), [each = crowd.get(), method] { (each->*method)(); });
}

void Rehearsal::stopEarly()
{
    if (m_isStoppedEarly || m_startedAt == Moment {}) {
        emit refused(u"stopped"_s);
        return;
    }
    m_isStoppedEarly = true;
    finishWork();
}

void Rehearsal::finishWork()
{
    if (m_isFinishing)
        return;
    if (m_options.isRush && !m_rushAt && !m_isStoppedEarly) {
        beginRush();
        return;
    }
    m_isFinishing = true;
    m_end.stop();
    m_announcements.stop();
    m_spectators.stop();
    m_outcome.online = online();
    m_outcome.seconds = std::chrono::duration<double>(momentNow() - m_startedAt).count();
    emit progressed(u"work is over; waiting for what is under way"_s);
    askAll(&Crowd::stopWorking);
}

void Rehearsal::beginRush()
{
    m_rushAt = momentNow();
    emit progressed(u"rush: everybody submits within 60 s"_s);
    for (const auto &crowd : m_crowds)
        QMetaObject::invokeMethod(crowd.get(), [each = crowd.get()] { each->rush(rushSpan); });
    m_end.start(rushSpan + 1s);
}

void Rehearsal::crowdSettled()
{
    if (++m_answers == m_crowds.size())
        askAll(&Crowd::checkDrafts);
}

void Rehearsal::draftsChecked()
{
    if (++m_answers == m_crowds.size())
        fetchExports();
}

void Rehearsal::fetchExports()
{
    m_observer.fetchExport(u"violations"_s, [this](const QJsonArray &rows, const QString &error) {
        m_exports.violations = rows;
        if (!error.isEmpty())
            m_exports.errors.append(error);
    });
    m_observer.fetchExport(u"submissions"_s, [this](const QJsonArray &rows, const QString &error) {
        m_exports.submissions = rows;
        if (!error.isEmpty())
            m_exports.errors.append(error);
        report();
        m_progress.stop();
        askAll(&Crowd::close);
    });
}

void Rehearsal::crowdClosed()
{
    if (++m_answers < m_crowds.size())
        return;
    m_observer.close();
    reckonAll();
    emit finished(m_outcome);
}

void Rehearsal::reckonAll()
{
    const Moment end = momentNow();
    QList<ParticipantRecord> records;
    for (const auto &crowd : m_crowds) {
        records.append(crowd->records());
        m_tally.add(crowd->tally());
        m_outcome.lostDrafts += crowd->lostDrafts();
    }
    m_outcome.participants = m_options.participants;
    m_outcome.tally = m_tally;
    const qint64 clockOffsetMs = m_tally.clockOffsetMs == INT64_MAX ? 0 : m_tally.clockOffsetMs;
    m_outcome.findings = reckon(records, m_observer.log(), m_exports, end, clockOffsetMs);
    m_outcome.exportErrors = m_exports.errors;
    m_outcome.machine = {
        .isMeasured = m_serverUse.isMeasured(),
        .cpu = m_serverUse.meanCpu(),
        .memory = m_serverUse.peakMemory(),
        .bytesPerParticipant = (m_serverUse.peakKib() - m_serverUse.firstKib()) * 1024 / m_options.participants,
        .ownCpu = m_ownUse.meanCpu() * ProcessUsage::machineCores(),
        .othersCpu = std::max(0.0, m_machine.busyShare() - m_serverUse.meanCpu() - m_ownUse.meanCpu()),
    };
    if (!m_rushAt)
        return;
    Span last {0};
    for (const ParticipantRecord &record : records) {
        for (const SentSubmission &submission : record.submissions) {
            if (submission.sentAt >= *m_rushAt)
                last = std::max(last, spanBetween(*m_rushAt, submission.verdictAt.value_or(end)));
        }
    }
    m_outcome.rushTook = last;
}

} // namespace Marathon

#include "moc_Rehearsal.cpp"
