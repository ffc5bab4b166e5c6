#include "tests/load/Spectators.h"

#include <array>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::size_t connectionCount = 8;

// In ten requests: eight for the board, one for the contest, one for the health.
const std::array paths {u"/api/contest/current"_s, u"/api/health"_s};
const QString boardPath = u"/api/leaderboard/current"_s;

} // namespace

Spectators::Spectators(QUrl server, double requestsPerSecond, Tally &tally, QObject *parent)
    : QObject(parent)
    , m_tally(tally)
{
    for (std::size_t index = 0; index < connectionCount; ++index)
        m_connections.push_back(std::make_unique<HttpConnection>(server));
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(std::chrono::milliseconds(std::max(1, int(1'000 / std::max(requestsPerSecond, 0.001)))));
    connect(&m_timer, &QTimer::timeout, this, &Spectators::ask);
}

void Spectators::start()
{
    m_timer.start();
}

void Spectators::ask()
{
    const quint64 turn = m_turn++;
    const quint64 place = turn % 10;
    const bool isBoard = place < 8;
    const QString path = isBoard ? boardPath : paths[place - 8];
    QList<HttpConnection::Field> fields;
    // Every other look is a page that was just opened and knows no tag yet.
    if (isBoard && !m_boardTag.isEmpty() && place % 2 == 0)
        fields.append({"If-None-Match", m_boardTag});
    m_connections[turn % connectionCount]->send(
        "GET", path, {},
        [this, isBoard, path](const HttpAnswer &answer, Span span) {
            ++m_tally.requests;
            m_tally.http.add(span);
            if (isBoard && answer.status == 200)
                m_boardTag = answer.fields.value("etag");
            if (!answer.isOk() && answer.status != 304)
                m_tally.fail(answer.described("GET", path));
        },
        fields);
}

} // namespace Marathon

#include "moc_Spectators.cpp"
