#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QString>
#include <chrono>

namespace Marathon {

enum class Conduct { Honest, Misbehaving };

/// An incident that the page of a simulated participant is going to report.
struct MadeIncident
{
    QString kind;
    std::chrono::milliseconds duration {0};
    QJsonArray causes;
    QJsonObject evidence;
    bool isOpenedFirst = false; ///< reported as open, and as closed after its duration; otherwise as closed at once
};

/// Chooses incidents. Honest participants give information and now and then a low one, never enough for a warning under
/// the preset Standard (2 low ones free, warning at 5 points). Misbehaving ones go through four kinds of medium level
/// in turn, so that each counts although repeats of one kind within 10 s are merged: the limit comes at the sixth.
class IncidentMaker
{
public:
    IncidentMaker(quint32 seed, Conduct conduct);
    MadeIncident next();

    /// Between two incidents of a misbehaving participant: the same kind comes again after 12 s, beyond the cooldown.
    static constexpr std::chrono::milliseconds badInterval {3'000};

private:
    MadeIncident nextHonest();
    MadeIncident nextBad();

    QRandomGenerator m_random;
    Conduct m_conduct;
    int m_lowsLeft;
    int m_badStep = 0;
};

} // namespace Marathon
