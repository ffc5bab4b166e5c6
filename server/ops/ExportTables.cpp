#include "server/ops/ExportTables.h"

#include "server/ops/ExportRows.h"
#include "shared/core/Text.h"

#include <QCoreApplication>
#include <algorithm>

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Export", text);
}

struct TableFact
{
    ExportKind kind;
    bool hasRounds; ///< its rows belong to rounds
    ReportTable (*make)(const ExportScope &);
};
constexpr std::array tableFacts {
    TableFact {ExportKind::Results, true, &resultsTable},
    TableFact {ExportKind::Violations, true, &violationsTable},
    TableFact {ExportKind::Submissions, true, &submissionsTable},
    TableFact {ExportKind::Participants, false, &participantsTable},
    TableFact {ExportKind::Summary, true, &summaryTable},
};
static_assert(oneRowPerKindInOrder(tableFacts));

Error wrong(const QString &field, const QString &detail)
{
    return {ErrorKind::Invalid, tr("The export was not made: %1 %2.").arg(field, detail), {{field, detail}}};
}

} // namespace

QList<ParticipantPtr> ExportScope::participants() const
{
    QList<ParticipantPtr> list;
    for (const ParticipantPtr &who : snapshot.state.participants) {
        if (filter.hall.isEmpty() || who->hall == filter.hall)
            list.append(who);
    }
    std::sort(list.begin(), list.end(),
              [](const ParticipantPtr &left, const ParticipantPtr &right) { return left->id < right->id; });
    return list;
}

Result<ReportTable> exportTable(ExportKind kind, const ExportFilter &filter, const Snapshot &snapshot, Instant now)
{
    if (!snapshot.hasContest())
        return Error {ErrorKind::NotFound,
                      tr("There is no contest on this server yet. Import a contest folder first.")};
    const TableFact &fact = tableFacts[static_cast<std::size_t>(kind)];
    if (filter.round && !fact.hasRounds)
        return wrong(u"round"_s, tr("is not a filter of %1").arg(nameOf(kind)));
    if (filter.round && !snapshot.state.config->round(*filter.round))
        return wrong(u"round"_s, tr("%1 is not in this contest").arg(*filter.round));
    if (!filter.hall.isEmpty()) {
        QSet<QString> halls;
        for (const ParticipantPtr &who : snapshot.state.participants)
            halls.insert(who->hall);
        halls.remove(QString());
        QStringList names(halls.begin(), halls.end());
        names.sort();
        if (!halls.contains(filter.hall))
            return wrong(u"hall"_s,
                         names.isEmpty()
                             ? tr("\"%1\" has no participants").arg(filter.hall)
                             : tr("\"%1\" has no participants; there are %2").arg(filter.hall, listed(names)));
    }
    return fact.make({snapshot, filter, now});
}

QString exportFileName(ExportKind kind, const ExportFilter &filter, const ReportFormat &format,
                       const Snapshot &snapshot)
{
    const QString round = filter.round ? u"-round-%1"_s.arg(*filter.round) : QString();
    return snapshot.state.config->id.toString() + u'-' + nameOf(kind) + round + u'.' + format.name;
}

} // namespace Marathon
