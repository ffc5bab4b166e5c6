#pragma once

#include <QByteArray>

namespace Marathon {

/// RFC 1952, at zlib's default level: quick enough for once per change. Empty when zlib has no memory.
QByteArray gzipped(const QByteArray &bytes);

} // namespace Marathon
