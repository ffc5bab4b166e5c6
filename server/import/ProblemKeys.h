#pragma once

#include "server/import/ProblemPackage.h"
#include "server/import/YamlKeys.h"

namespace Marathon {

/// What problem.yaml says, before the other files of the package are read.
struct ProblemSettings
{
    ProblemPackage problem;
    bool hasOwnChecker = false;
};

/// What a testdata.yaml says.
struct GroupSettings
{
    std::optional<int> points;
};

void readProblemKeys(const YamlValue &document, ProblemSettings &settings);
void readGroupKeys(const YamlValue &document, GroupSettings &settings);

/// The key tables, for the reference page.
QList<KeySection> problemKeySections();

} // namespace Marathon
