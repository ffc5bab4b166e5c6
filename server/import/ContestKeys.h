#pragma once

#include "server/import/ContestDefinition.h"
#include "server/import/KnownNames.h"
#include "server/import/YamlKeys.h"

namespace Marathon {

/// A name in contest.yaml and where it stands, for the checks between files.
struct PlacedName
{
    QString name;
    YamlValue value;
};

/// A round as read, with the places of what it names.
struct RoundReading
{
    YamlValue place;
    RoundDefinition round;
    QList<PlacedName> languages;
    QList<PlacedName> problems;
};

/// contest.yaml as read; `contest.problems` is not filled here.
struct ContestReading
{
    const KnownNames &known;
    ContestDefinition contest;
    QList<RoundReading> rounds; ///< in the order of the file; the caller moves them into `contest.rounds`
};

/// Reads contest.yaml, with all checks that need no other file.
void readContestKeys(const YamlValue &document, ContestReading &reading);

/// The key tables, for the reference page.
QList<KeySection> contestKeySections();

} // namespace Marathon
