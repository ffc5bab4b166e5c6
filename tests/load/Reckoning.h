#pragma once

#include "tests/load/Record.h"
#include "tests/load/Samples.h"
#include "tests/load/StaffLog.h"

#include <QJsonArray>
#include <QStringList>

namespace Marathon {

/// The rows of the two exports that are compared with the books, and why one could not be had.
struct Exports
{
    QJsonArray violations;
    QJsonArray submissions;
    QStringList errors;
};

/// Times of one kind, and how many of that kind were never answered. An unanswered one counts as lasting until the end
/// of the rehearsal, so that it weighs on the percentiles.
struct Timing
{
    Samples samples;
    qint64 unanswered = 0;
    qint64 attempts() const { return samples.count(); }
};

/// What the books of all participants, the live ledger and the exports say together.
struct Findings
{
    Timing acknowledgement; ///< signal sent -> recorded and acknowledged
    Timing console;         ///< signal sent -> seen in the staff stream
    Timing delivery;        ///< ledger event -> message at the participant
    Timing lock;            ///< incident sent that reached the limit -> told to be locked
    Timing run;
    Timing verdict;
    qint64 acceptedIncidents = 0;
    qint64 acceptedSubmissions = 0;
    qint64 reconnects = 0;
    qint64 repeated = 0;
    QStringList lost;       ///< acknowledged, and then missing: one line each
    QStringList duplicated; ///< there twice: one line each
};

/// `end`: when waiting was given up. `clockOffsetMs`: this machine's clock minus the server's.
Findings reckon(const QList<ParticipantRecord> &records, const StaffLog &log, const Exports &exports, Moment end,
                qint64 clockOffsetMs);

} // namespace Marathon
