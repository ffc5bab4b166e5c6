#pragma once

#include "server/import/ImportFindings.h"

#include <QByteArray>
#include <functional>
#include <optional>

namespace Marathon {

/// Gives the bytes of an image that a text names, or nothing after reporting why not.
using ImageLoader = std::function<std::optional<QByteArray>(const QString &name)>;

/// Renders a statement (CommonMark with tables and strikethrough) to HTML that may be inserted into a page: raw HTML is
/// shown as text, links lead to http, https and mailto only, and images become data: URIs, so that a page loads nothing
/// from elsewhere. A Content-Security-Policy needs `img-src data:` for them. What is not allowed is reported with
/// `file` and its line.
QString renderMarkdown(const QString &markdown, const QString &file, const ImageLoader &load, ImportFindings &findings);

} // namespace Marathon
