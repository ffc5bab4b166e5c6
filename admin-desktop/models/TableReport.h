#pragma once

#include "shared/report/ReportTable.h"

#include <QAbstractItemModel>

namespace Marathon {

/// What a table shows (its rows in their order, after filters and sorting), typed, for an export.
ReportTable reportOf(const QAbstractItemModel &model, const QString &title);

} // namespace Marathon
