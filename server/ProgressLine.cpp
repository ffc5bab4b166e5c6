#include "server/ProgressLine.h"

#include <QCoreApplication>

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int barWidth = 40;

} // namespace

ProgressLine::ProgressLine(QTextStream &out, Screen screen, QString what)
    : m_out(out)
    , m_screen(screen)
    , m_what(std::move(what))
{}

ProgressLine::~ProgressLine()
{
    if (m_hasBar)
        m_out << '\n' << Qt::flush;
}

void ProgressLine::show(qint64 done, qint64 total)
{
    const int percent = total > 0 ? int(std::min(done, total) * 100 / total) : 100;
    const int step = m_screen == Screen::Terminal ? 1 : 10;
    if (percent / step == m_shown / step)
        return;
    m_shown = percent;
    if (m_screen == Screen::Lines) {
        m_out << QCoreApplication::translate("ProgressLine", "%1: %2 %").arg(m_what).arg(percent / step * step) << '\n'
              << Qt::flush;
        return;
    }
    const int filled = percent * barWidth / 100;
    m_out << '\r' << m_what << " ["_L1 << QString(filled, u'#') << QString(barWidth - filled, u'.') << "] "_L1
          << QString::number(percent).rightJustified(3) << " %"_L1 << Qt::flush;
    m_hasBar = true;
}

} // namespace Marathon
