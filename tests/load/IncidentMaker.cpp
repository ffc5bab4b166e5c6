#include "tests/load/IncidentMaker.h"

namespace Marathon {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

IncidentMaker::IncidentMaker(quint32 seed, Conduct conduct)
    : m_random(seed)
    , m_conduct(conduct)
    , m_lowsLeft(int(m_random.bounded(5)))
{}

MadeIncident IncidentMaker::next()
{
    return m_conduct == Conduct::Honest ? nextHonest() : nextBad();
}

MadeIncident IncidentMaker::nextHonest()
{
    const std::chrono::milliseconds shortSpan {500 + m_random.bounded(2'000)};
    if (m_lowsLeft > 0 && m_random.bounded(6) == 0) {
        --m_lowsLeft;
        return {
            u"away.tab"_s, std::chrono::milliseconds(3'500 + m_random.bounded(6'000)), {u"hidden"_s, u"blur"_s}, {}};
    }
    switch (m_random.bounded(6)) {
    case 0:
        return {u"away.window"_s, shortSpan * 2, {u"blur"_s}, {}};
    case 1:
        return {u"menu.context"_s, 0ms, {u"contextmenu"_s}, {}};
    case 2:
        return {u"clip.copy.page"_s,
                0ms,
                {u"copy"_s},
                QJsonObject {{u"len"_s, 20 + int(m_random.bounded(100))}, {u"lines"_s, 1}}};
    case 3:
        return {u"edit.bulk"_s,
                0ms,
                {u"input"_s},
                QJsonObject {{u"len"_s, 31 + int(m_random.bounded(20))}, {u"lines"_s, 2}}};
    case 4:
        return {u"clip.paste.external"_s,
                0ms,
                {u"paste"_s},
                QJsonObject {{u"len"_s, int(m_random.bounded(39))}, {u"lines"_s, 1}}};
    default:
        return {u"away.tab"_s, shortSpan, {u"hidden"_s, u"blur"_s}, {}, true};
    }
}

MadeIncident IncidentMaker::nextBad()
{
    switch (m_badStep++ % 4) {
    case 0:
        return {u"edit.program"_s, 0ms, {u"dispatch"_s}, QJsonObject {{u"len"_s, 420}, {u"lines"_s, 17}}};
    case 1:
        return {u"clip.paste.external"_s, 0ms, {u"paste"_s}, QJsonObject {{u"len"_s, 400}, {u"lines"_s, 16}}};
    case 2:
        return {u"away.tab"_s, 20'000ms, {u"hidden"_s, u"blur"_s}, {}};
    default:
        return {u"away.window"_s, 61'000ms, {u"blur"_s}, {}};
    }
}

} // namespace Marathon
