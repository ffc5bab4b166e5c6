#include "server/engine/Board.h"

#include "shared/core/Gzip.h"
#include "shared/core/Text.h"

namespace Marathon {

Boards::Boards(ContestState state, std::shared_ptr<const Directory> directory, Instant now)
    : m_state(std::move(state))
    , m_directory(std::move(directory))
    , m_now(now)
{
    for (qsizetype index = 0; index <= m_state.rounds.size(); ++index) {
        m_public.push_back(std::make_unique<Slot>());
        m_staff.push_back(std::make_unique<Slot>());
    }
}

BoardRow boardRow(const Standing &row, const Directory &directory)
{
    const QString id = row.participant.toString();
    const auto person = directory.people.constFind(id);
    BoardRow view {.participant = row.participant,
                   .score = row.score,
                   .timeSeconds = row.timeSeconds,
                   .solved = row.solved,
                   .problems = row.problems};
    if (person != directory.people.constEnd()) {
        view.name = person->name;
        view.college = person->college;
    }
    if (row.rank > 0)
        view.rank = row.rank;
    if (row.disqualified)
        view.disqualified = true;
    return view;
}

BoardView Boards::view(int round, bool forStaff) const
{
    const Standings standings = standingsOf(m_state, round, m_now);
    BoardView board {
        .contest = m_state.config->id, .generatedAt = m_now, .seq = m_state.standingsSeq, .waiting = standings.waiting};
    if (round > 0)
        board.round = round;
    for (const Standing &row : standings.rows)
        board.rows.append(boardRow(row, *m_directory));
    if (forStaff) {
        for (const Standing &row : standings.disqualified)
            board.rows.append(boardRow(row, *m_directory));
    }
    return board;
}

const BoardBytes *Boards::board(const Slots &places, int round, bool forStaff) const
{
    std::size_t index = 0;
    if (round != 0) {
        const auto found = std::find_if(m_state.rounds.begin(), m_state.rounds.end(),
                                        [round](const RoundState &state) { return state.number == round; });
        if (found == m_state.rounds.end())
            return nullptr;
        index = static_cast<std::size_t>(found - m_state.rounds.begin()) + 1;
    }
    Slot &place = *places[index];
    std::call_once(place.once, [&] {
        place.bytes.json = toBytes(toJson(view(round, forStaff)));
        place.bytes.gzip = gzipped(place.bytes.json);
        place.bytes.etag = sha256Hex(place.bytes.json).first(32).toLatin1();
    });
    return &place.bytes;
}

} // namespace Marathon
