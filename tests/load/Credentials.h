#pragma once

#include "shared/core/Result.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace Marathon {

struct Credential
{
    QString participantId;
    QString password;
};

/// Reads CSV (RFC 4180) whose header names at least participant_id and password; other columns are passed over, so that
/// the list given to `marathon-server participants import` serves. Error: Invalid, with the line.
Result<QList<Credential>> readCredentials(const QByteArray &csv);

} // namespace Marathon
