#pragma once

#include "server/engine/Snapshot.h"
#include "shared/report/ReportTable.h"

namespace Marathon {

/// What can be exported; the same tables for the command line, the HTTP route and the console.
enum class ExportKind { Results, Violations, Submissions, Participants, Summary };
template <>
struct EnumNames<ExportKind>
{
    static constexpr std::array rows {EnumName<ExportKind> {ExportKind::Results, "results"_L1},
                                      EnumName<ExportKind> {ExportKind::Violations, "violations"_L1},
                                      EnumName<ExportKind> {ExportKind::Submissions, "submissions"_L1},
                                      EnumName<ExportKind> {ExportKind::Participants, "participants"_L1},
                                      EnumName<ExportKind> {ExportKind::Summary, "summary"_L1}};
    static_assert(oneRowPerKindInOrder(rows));
};

struct ExportFilter
{
    std::optional<int> round; ///< nothing: all of them
    QString hall;             ///< empty: all of them
};

/// The table of this kind as of the snapshot. Pure: the same snapshot gives the same rows, in the same order.
///
/// results: the leaderboard with the disqualified at the end, without a rank. violations: one row per incident, in the
/// order first heard of; an excused one has 0 points and does not count. submissions: in the order received.
/// participants and summary: by participant id; summary counts the incidents of each kind. Errors: NotFound without a
/// contest; Invalid for a round or hall that the contest does not have, or a round where the rows belong to none.
Result<ReportTable> exportTable(ExportKind kind, const ExportFilter &filter, const Snapshot &snapshot, Instant now);

/// "debug-marathon-results-round-1.csv"
QString exportFileName(ExportKind kind, const ExportFilter &filter, const ReportFormat &format,
                       const Snapshot &snapshot);

} // namespace Marathon
