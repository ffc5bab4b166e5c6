#pragma once

#include "tests/load/Targets.h"

#include <QJsonObject>

namespace Marathon {

/// The report for people: the table of targets, then what failed, was lost or doubled, each at most ten lines.
QString reportText(const Outcome &outcome, const QList<Check> &checks);

/// The same for programs.
QJsonObject reportJson(const Outcome &outcome, const QList<Check> &checks);

} // namespace Marathon
