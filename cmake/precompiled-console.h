#pragma once
#include "cmake/precompiled-core.h"
#include <QAbstractTableModel>
#include <QtCharts>
#include <QtWidgets>
