#pragma once

#include <QJsonObject>
#include <QString>

namespace Marathon {

/// A JSON Schema, as Schema.h writes it, as a TypeScript type: for the page, and as the short form in docs/api.md.
/// Times are strings (RFC 3339), names of kinds are unions of literals.
QString typeScriptOf(const QJsonObject &schema, int indent = 0);

} // namespace Marathon
