#pragma once

#include "admin-desktop/pages/Page.h"
#include "shared/domain/Role.h"

namespace Marathon {

/// One row per page, in the order of the rail and of Ctrl+1, Ctrl+2, ... A new page is one class in pages/ and one row.
struct PageRow
{
    QLatin1StringView name; ///< --page NAME
    const char *title;
    QLatin1StringView icon;
    Permission permission;
    Page *(*make)(Desk &desk, QWidget *parent);
};

const QList<PageRow> &pageList();

} // namespace Marathon
