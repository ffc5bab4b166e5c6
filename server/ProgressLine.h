#pragma once

#include <QString>
#include <QTextStream>

namespace Marathon {

/// Shows how far a long work is: a bar that is drawn over itself on a terminal, else a line for every tenth.
class ProgressLine
{
public:
    enum class Screen { Terminal, Lines };

    ProgressLine(QTextStream &out, Screen screen, QString what);
    /// Leaves the bar behind.
    ~ProgressLine();
    Q_DISABLE_COPY(ProgressLine)

    void show(qint64 done, qint64 total);

private:
    QTextStream &m_out;
    Screen m_screen;
    QString m_what;
    int m_shown = 0; ///< percent
    bool m_hasBar = false;
};

} // namespace Marathon
