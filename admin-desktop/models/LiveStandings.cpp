#include "admin-desktop/models/LiveStandings.h"

namespace Marathon {

using namespace std::chrono_literals;

namespace {

constexpr Duration movementSpan = 10min;
constexpr Duration referenceAge = 1min;

/// The contest as it stood at an earlier moment, as far as ranks go.
ContestState asAt(const ContestState &state, Instant at)
{
    ContestState earlier = state;
    for (const ParticipantPtr &who : state.participants) {
        auto copy = std::make_shared<ParticipantState>(*who);
        copy->submissions.removeIf([at](const SubmissionState &submission) { return submission.at > at; });
        for (SubmissionState &submission : copy->submissions) {
            if (submission.judged && submission.judgedAt > at)
                submission.judged.reset();
        }
        earlier.participants.insert(who->id, std::move(copy));
    }
    return earlier;
}

} // namespace

LiveStandings::LiveStandings(const LiveContest &contest, QObject *parent)
    : QObject(parent)
    , m_contest(contest)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(200);
    connect(&m_timer, &QTimer::timeout, this, &LiveStandings::recompute);
    connect(&contest, &LiveContest::loaded, this, [this] {
        m_referenceAt = {};
        recompute();
    });
    connect(&contest, &LiveContest::eventApplied, this, [this](const Event &event) {
        if (typeOf(event.body).changesStandings && !m_timer.isActive())
            m_timer.start();
    });
    if (contest.isLoaded())
        recompute();
}

const Standings &LiveStandings::of(int round) const
{
    const auto found = m_boards.constFind(round);
    return found == m_boards.constEnd() ? m_none : *found;
}

int LiveStandings::movementOf(const ParticipantId &id) const
{
    const Standing *row = rowOf(id);
    const int earlier = m_earlierRanks.value(id);
    return row && row->rank > 0 && earlier > 0 ? earlier - row->rank : 0;
}

const Standing *LiveStandings::rowOf(const ParticipantId &id) const
{
    const auto found = m_rows.constFind(id);
    return found == m_rows.constEnd() ? nullptr : &m_boards.constFind(0)->rows[*found];
}

void LiveStandings::flush()
{
    if (m_timer.isActive()) {
        m_timer.stop();
        recompute();
    }
}

void LiveStandings::recompute()
{
    const Instant now = m_contest.now();
    m_boards.clear();
    m_boards.insert(0, standingsOf(m_contest.state(), 0, now));
    for (const RoundState &round : m_contest.state().rounds)
        m_boards.insert(round.number, standingsOf(m_contest.state(), round.number, now));
    m_rows.clear();
    const QList<Standing> &rows = m_boards[0].rows;
    for (qsizetype index = 0; index < rows.size(); ++index)
        m_rows.insert(rows[index].participant, index);
    if (now - m_referenceAt > referenceAge)
        recomputeReference();
    emit changed();
}

void LiveStandings::recomputeReference()
{
    m_referenceAt = m_contest.now();
    m_earlierRanks.clear();
    const Standings earlier =
        standingsOf(asAt(m_contest.state(), m_referenceAt - movementSpan), 0, m_referenceAt - movementSpan);
    for (const Standing &row : earlier.rows) {
        // Before the first points everybody shares a rank; leaving it is no movement.
        if (row.score > 0)
            m_earlierRanks.insert(row.participant, row.rank);
    }
}

} // namespace Marathon

#include "moc_LiveStandings.cpp"
