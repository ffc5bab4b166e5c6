#pragma once

#include "shared/domain/Policy.h"

#include <QJsonObject>

namespace Marathon {

/// A policy with some settings changed: `changes` has the names and shapes of describe(Fields &, Policy &), and what it
/// does not name stays as in `base`. Errors: Invalid, with every setting that is unknown, of the wrong type or out of
/// range.
Result<Policy> changedPolicy(const Policy &base, const QJsonObject &changes);

/// The preset of this name with some settings changed.
Result<Policy> policyOf(const QString &preset, const QJsonObject &changes);

} // namespace Marathon
