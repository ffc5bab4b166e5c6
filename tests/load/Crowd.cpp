#include "tests/load/Crowd.h"

#include <algorithm>

namespace Marathon {

using namespace std::chrono_literals;

Crowd::Crowd(const Scenario &scenario, const FixLibrary &fixes, QList<Participant::Person> people)
    : m_scenario(scenario)
    , m_fixes(fixes)
    , m_people(std::move(people))
    , m_ramp(this)
    , m_sweep(this)
{
    connect(&m_ramp, &QTimer::timeout, this, &Crowd::startNext);
    connect(&m_sweep, &QTimer::timeout, this, &Crowd::sweep);
}

void Crowd::start(double perSecond)
{
    m_ramp.setTimerType(Qt::PreciseTimer);
    m_ramp.start(std::max(1ms, std::chrono::milliseconds(int(1'000 / perSecond))));
    m_sweep.start(1s);
}

void Crowd::startNext()
{
    if (m_participants.size() == std::size_t(m_people.size()) || m_stoppedAt) {
        m_ramp.stop();
        return;
    }
    const Participant::Person &person = m_people.at(qsizetype(m_participants.size()));
    m_participants.push_back(std::make_unique<Participant>(m_scenario, m_fixes, person, m_tally, nullptr));
    m_participants.back()->start();
}

void Crowd::rush(std::chrono::seconds span)
{
    const std::chrono::milliseconds step =
        std::chrono::milliseconds(span) / std::max<qsizetype>(1, qsizetype(m_participants.size()));
    std::chrono::milliseconds at {0};
    for (const auto &participant : m_participants) {
        QTimer::singleShot(at, participant.get(), &Participant::submitNow);
        at += step;
    }
}

void Crowd::sweep()
{
    const Moment now = momentNow();
    int online = 0;
    for (const auto &participant : m_participants) {
        participant->sweep(now);
        online += participant->isOnline() ? 1 : 0;
    }
    m_online = online;
    if (!m_stoppedAt)
        return;
    const bool isSettled =
        std::all_of(m_participants.begin(), m_participants.end(), [](const auto &each) { return each->isSettled(); });
    if (isSettled || now - *m_stoppedAt > m_patience) {
        m_sweep.stop();
        emit settled();
    }
}

void Crowd::stopWorking()
{
    m_stoppedAt = momentNow();
    m_ramp.stop();
    for (const auto &participant : m_participants)
        participant->stopWorking();
}

void Crowd::checkDrafts()
{
    constexpr int atATime = 16;
    m_openDraftChecks = atATime;
    for (int index = 0; index < atATime; ++index)
        checkNextDrafts();
}

void Crowd::checkNextDrafts()
{
    if (m_nextDraftCheck == m_participants.size()) {
        if (--m_openDraftChecks == 0)
            emit draftsChecked();
        return;
    }
    Participant &participant = *m_participants[m_nextDraftCheck++];
    participant.checkDrafts([this](qint64 lost) {
        m_lostDrafts += lost;
        // Queued: many participants without drafts must not nest many calls deep.
        QMetaObject::invokeMethod(this, &Crowd::checkNextDrafts, Qt::QueuedConnection);
    });
}

void Crowd::close()
{
    m_ramp.stop();
    m_sweep.stop();
    for (const auto &participant : m_participants) {
        participant->close();
        m_records.append(participant->record());
    }
    m_participants.clear();
    emit closed();
}

} // namespace Marathon

#include "moc_Crowd.cpp"
