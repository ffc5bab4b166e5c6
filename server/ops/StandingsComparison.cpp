#include "server/ops/StandingsComparison.h"

#include "server/ops/LedgerFold.h"
#include "shared/domain/Access.h"
#include "shared/domain/Standings.h"

namespace Marathon {

namespace {

constexpr qsizetype mostDifferences = 20;

QString tr(const char *text)
{
    return QCoreApplication::translate("StandingsComparison", text);
}

Result<ContestId> contestOf(Store &store)
{
    const Result<std::optional<ContestId>> contest = store.newestContest();
    if (!contest)
        return contest.error();
    if (!*contest)
        return Error {ErrorKind::NotFound, tr("There is no contest in one of the two places to compare.")};
    store.select(**contest);
    return **contest;
}

class Comparing
{
public:
    Comparing(const ContestState &first, const ContestState &second)
        : m_first(first)
        , m_second(second)
        , m_now(std::max(first.lastAt, second.lastAt))
    {}

    StandingsComparison run()
    {
        m_result.entries = m_first.lastSeq;
        m_result.participants = m_first.participants.size();
        if (m_first.phase != m_second.phase)
            note(tr("The contest is %1 here, %2 there.").arg(nameOf(m_first.phase), nameOf(m_second.phase)));
        if (m_first.rounds.size() != m_second.rounds.size())
            note(tr("There are %1 rounds here, %2 there.").arg(m_first.rounds.size()).arg(m_second.rounds.size()));
        compareBoards(0);
        for (const RoundState &round : m_first.rounds)
            compareBoards(round.number);
        QSet<ParticipantId> everybody;
        for (const ContestState *state : {&m_first, &m_second}) {
            for (const ParticipantPtr &who : state->participants)
                everybody.insert(who->id);
        }
        QList<ParticipantId> ids(everybody.begin(), everybody.end());
        std::sort(ids.begin(), ids.end());
        for (const ParticipantId &id : ids)
            comparePerson(id);
        return m_result;
    }

private:
    void note(const QString &difference)
    {
        if (++m_result.differenceCount <= mostDifferences)
            m_result.differences.append(difference);
    }

    static QString rowText(const Standing *row)
    {
        if (!row)
            return tr("not on the board");
        if (row->disqualified)
            return tr("disqualified");
        return tr("rank %1 with %2 points in %3 s").arg(row->rank).arg(row->score).arg(row->timeSeconds);
    }

    static QHash<ParticipantId, const Standing *> byPerson(const Standings &standings)
    {
        QHash<ParticipantId, const Standing *> rows;
        for (const QList<Standing> *list : {&standings.rows, &standings.disqualified}) {
            for (const Standing &row : *list)
                rows.insert(row.participant, &row);
        }
        return rows;
    }

    void compareBoards(int round)
    {
        const Standings here = standingsOf(m_first, round, m_now);
        const Standings there = standingsOf(m_second, round, m_now);
        if (here.rows == there.rows && here.disqualified == there.disqualified && here.waiting == there.waiting)
            return;
        const QString board = round == 0 ? tr("Overall") : tr("Round %1").arg(round);
        const auto rowsHere = byPerson(here);
        const auto rowsThere = byPerson(there);
        QSet<ParticipantId> everybody(rowsHere.keyBegin(), rowsHere.keyEnd());
        everybody.unite({rowsThere.keyBegin(), rowsThere.keyEnd()});
        QList<ParticipantId> ids(everybody.begin(), everybody.end());
        std::sort(ids.begin(), ids.end());
        qint64 before = m_result.differenceCount;
        for (const ParticipantId &id : ids) {
            const Standing *one = rowsHere.value(id);
            const Standing *other = rowsThere.value(id);
            if (!one || !other || !(*one == *other))
                note(tr("%1, %2: %3 here, %4 there.").arg(board, id.toString(), rowText(one), rowText(other)));
        }
        if (before == m_result.differenceCount)
            note(tr("%1: the order of rows or the number of waiting submissions differs.").arg(board));
    }

    void comparePerson(const ParticipantId &id)
    {
        const ParticipantState *here = m_first.participant(id);
        const ParticipantState *there = m_second.participant(id);
        if (!here || !there)
            return note(here ? tr("%1 is only here.").arg(id.toString()) : tr("%1 is only there.").arg(id.toString()));
        const ParticipantStatus one = statusOf(*here, m_now);
        const ParticipantStatus other = statusOf(*there, m_now);
        if (one != other)
            note(tr("%1 is %2 here, %3 there.").arg(id.toString(), nameOf(one), nameOf(other)));
        // Everything else that the ledger says of a person, by its one description.
        else if (toJson(*here) != toJson(*there))
            note(tr("What the ledger says of %1 differs.").arg(id.toString()));
    }

    const ContestState &m_first;
    const ContestState &m_second;
    Instant m_now;
    StandingsComparison m_result;
};

} // namespace

Result<StandingsComparison> compareStandings(Store &first, Store &second)
{
    const Result<ContestId> one = contestOf(first);
    const Result<ContestId> other = contestOf(second);
    if (!one || !other)
        return one ? other.error() : one.error();
    if (!(*one == *other))
        return Error {ErrorKind::Conflict, tr("Here is the contest \"%1\", there \"%2\". They cannot be compared.")
                                               .arg(one->toString(), other->toString())};
    const Result<LedgerHead> headHere = first.head();
    const Result<LedgerHead> headThere = second.head();
    if (!headHere || !headThere)
        return headHere ? headThere.error() : headHere.error();
    const qint64 entries = std::min(headHere->seq, headThere->seq);
    const Result<ContestState> here = foldLedger(first, entries);
    const Result<ContestState> there = foldLedger(second, entries);
    if (!here || !there)
        return here ? there.error() : here.error();
    return Comparing(*here, *there).run();
}

} // namespace Marathon
