#include "server/http/PollRest.h"

#include <QAbstractEventDispatcher>
#include <QThread>

#include <algorithm>
#include <chrono>

namespace Marathon {

namespace {

using namespace std::chrono_literals;

constexpr qsizetype fewSockets = 300;
constexpr auto perSocket = 2us;
constexpr auto longestRest = 10ms;

} // namespace

PollRest::PollRest(std::function<qsizetype()> sockets, QObject *parent)
    : QObject(parent)
    , m_sockets(std::move(sockets))
{
    connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::aboutToBlock, this, &PollRest::rest);
}

void PollRest::rest() const
{
    const qsizetype sockets = m_sockets();
    if (sockets > fewSockets)
        QThread::usleep((unsigned long)std::min<std::chrono::microseconds>(sockets * perSocket, longestRest).count());
}

} // namespace Marathon

#include "moc_PollRest.cpp"
