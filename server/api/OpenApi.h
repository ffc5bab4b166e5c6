#pragma once

#include <QJsonObject>

namespace Marathon {

/// OpenAPI 3.1, written from the route table and the messages' descriptions, so that it cannot drift.
QJsonObject openApiDocument();

} // namespace Marathon
