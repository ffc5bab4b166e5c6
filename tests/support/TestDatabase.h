#pragma once

#include <QString>

namespace Marathon {

/// The address of an empty database for one test, on the server that MARATHON_DATABASE names
/// (tests/support/with-database); empty when it names none, which means SQLite. It goes with the cluster.
QString newTestDatabase();

} // namespace Marathon
