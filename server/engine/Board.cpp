#include "server/engine/Board.h"

#include "shared/core/Gzip.h"
#include "shared/core/Text.h"
#include "shared/protocol/Json.h"

namespace Marathon {

Boards::Boards(ContestState state, std::shared_ptr<const Directory> directory, Instant now)
    : m_state(std::move(state)), m_directory(std::move(directory)), m_now(now)
{
    for (qsizetype index = 0; index <= m_state.rounds.size(); ++index) {
        m_public.push_back(std::make_unique<Slot>());
        m_staff.push_back(std::make_unique<Slot>());
    }
}

QJsonObject standingToJson(const Standing &row, const Directory &directory)
{
    const QString id = row.participant.toString();
    const auto person = directory.people.constFind(id);
    QJsonObject json {{"rank"_L1, row.rank > 0 ? QJsonValue(row.rank) : QJsonValue(QJsonValue::Null)}, {"participant_id"_L1, id},
        {"name"_L1, person == directory.people.constEnd() ? QString() : person->name},
        {"college"_L1, person == directory.people.constEnd() ? QString() : person->college}, {"score"_L1, row.score}, {"time_s"_L1, row.timeSeconds},
        {"solved"_L1, row.solved}, {"problems"_L1, JsonCodec<QList<StandingCell>>::write(row.problems, JsonForm::Wire)}};
    if (row.disqualified)
        json.insert("disqualified"_L1, true);
    return json;
}

QJsonObject Boards::boardJson(int round, bool forStaff) const
{
    const Standings standings = standingsOf(m_state, round, m_now);
    QJsonArray rows;
    for (const Standing &row : standings.rows)
        rows.append(standingToJson(row, *m_directory));
    if (forStaff) {
        for (const Standing &row : standings.disqualified)
            rows.append(standingToJson(row, *m_directory));
    }
    return {{"contest_id"_L1, m_state.config->id.toString()}, {"round"_L1, round > 0 ? QJsonValue(round) : QJsonValue(QJsonValue::Null)},
        {"generated_at"_L1, toRfc3339(m_now)}, {"seq"_L1, m_state.standingsSeq}, {"frozen"_L1, false}, {"waiting"_L1, standings.waiting}, {"rows"_L1, rows}};
}

const BoardBytes *Boards::board(const Slots &places, int round, bool forStaff) const
{
    std::size_t index = 0;
    if (round != 0) {
        const auto found = std::find_if(m_state.rounds.begin(), m_state.rounds.end(), [round](const RoundState &state) { return state.number == round; });
        if (found == m_state.rounds.end())
            return nullptr;
        index = static_cast<std::size_t>(found - m_state.rounds.begin()) + 1;
    }
    Slot &place = *places[index];
    std::call_once(place.once, [&] {
        place.bytes.json = toBytes(boardJson(round, forStaff));
        place.bytes.gzip = gzipped(place.bytes.json);
        place.bytes.etag = sha256Hex(place.bytes.json).first(32).toLatin1();
    });
    return &place.bytes;
}

} // namespace Marathon
