#include "server/store/PostgresStore.h"

#include "shared/protocol/Json.h"

#include <algorithm>

namespace Marathon {

namespace {

/// What one statement carries of bulk bytes: libpq and the database hold several copies of it.
constexpr qsizetype bytesPerStatement = 16 * 1024 * 1024;
constexpr Duration keepExpired = std::chrono::hours(1);

QByteArray text(const QString &value)
{
    return postgresValue(value);
}

/// The last of the rows with the same key, in order: one statement may touch a row only once.
template <typename Row, typename Key>
QList<Row> lastOfEach(const QList<Row> &rows, Key key)
{
    QHash<decltype(key(*rows.begin())), qsizetype> places;
    QList<Row> list;
    for (const Row &row : rows) {
        const auto place = places.constFind(key(row));
        if (place != places.constEnd()) {
            list[*place] = row;
        } else {
            places.insert(key(row), list.size());
            list.append(row);
        }
    }
    return list;
}

template <typename Rows, typename Row, typename Value>
QByteArray column(const Rows &rows, Value Row::*member)
{
    return postgresArray(rows, [member](const Row &row) { return row.*member; });
}

template <typename Rows, typename Row>
QByteArray times(const Rows &rows, Instant Row::*member)
{
    return postgresArray(rows, [member](const Row &row) { return toRfc3339(row.*member); });
}

template <typename Rows, typename Read>
QByteArray column(const Rows &rows, Read read) requires std::is_invocable_v<Read, decltype(*rows.begin())> &&
    (!std::is_member_pointer_v<Read>)
{
    return postgresArray(rows, read);
}

} // namespace

Result<void> PostgresStore::put(PostgresStatement statement, const PostgresValues &values)
{
    const Result<PostgresRows> done = run(statement, values);
    return done ? Result<void>() : done.error();
}

Result<void> PostgresStore::write(const Batch &batch)
{
    if (const Result<void> done = writeEvents(batch); !done)
        return done;
    if (const Result<void> done = writeBlobs(batch.blobs); !done)
        return done;
    if (const Result<void> done = writeResults(batch); !done)
        return done;
    if (const Result<void> done = writeDrafts(batch.drafts); !done)
        return done;
    if (const Result<void> done = writeTables(batch); !done)
        return done;
    return batch.isEmpty() ? Result<void>() : put(PostgresStatement::Notify, {text(m_contest)});
}

Result<void> PostgresStore::writeEvents(const Batch &batch)
{
    if (!batch.events.isEmpty()) {
        const auto &events = batch.events;
        const Result<void> done = put(
            PostgresStatement::InsertEvents,
            {text(m_contest), column(events, &LedgerRow::seq), times(events, &LedgerRow::at),
             column(events, &LedgerRow::type), column(events, [](const LedgerRow &row) { return qint64(row.version); }),
             column(events, &LedgerRow::actor), column(events, &LedgerRow::participant),
             column(events, [](const LedgerRow &row) { return Utf8 {row.body}; }), column(events, &LedgerRow::hash)});
        if (!done)
            return done;
        const Result<void> moved = put(PostgresStatement::MoveHead, {text(m_contest), postgresValue(events.last().seq),
                                                                     postgresValue(events.last().hash)});
        if (!moved)
            return moved;
    }
    if (batch.privates.isEmpty())
        return {};
    const auto &privates = batch.privates;
    return put(PostgresStatement::InsertPrivates,
               {text(m_contest), column(privates, &PrivateRow::ref), column(privates, &PrivateRow::participant),
                column(privates, &PrivateRow::salt), column(privates, &PrivateRow::text)});
}

Result<void> PostgresStore::writeBlobs(const QList<BlobRow> &blobs)
{
    QHash<QString, qint64> references;
    for (const BlobRow &blob : blobs)
        ++references[blob.sha];
    QList<BlobRow> part;
    qsizetype size = 0;
    const QList<BlobRow> different = lastOfEach(blobs, [](const BlobRow &row) { return row.sha; });
    for (const BlobRow &blob : different) {
        part.append(blob);
        size += blob.bytes.size();
        if (size < bytesPerStatement && &blob != &different.last())
            continue;
        const Result<void> done =
            put(PostgresStatement::InsertBlobs,
                {column(part, &BlobRow::sha), column(part, &BlobRow::bytes),
                 column(part, [&references](const BlobRow &row) { return references.value(row.sha); })});
        if (!done)
            return done;
        part.clear();
        size = 0;
    }
    return {};
}

Result<void> PostgresStore::writeResults(const Batch &batch)
{
    if (!batch.results.isEmpty()) {
        const QList<ResultRow> results =
            lastOfEach(batch.results, [](const ResultRow &row) { return qMakePair(row.account, row.key); });
        const Result<void> done = put(PostgresStatement::InsertResults,
                                      {column(results, &ResultRow::account), column(results, &ResultRow::key),
                                       column(results, &ResultRow::requestHash),
                                       column(results, [](const ResultRow &row) { return Utf8 {row.result}; }),
                                       times(results, &ResultRow::at)});
        if (!done)
            return done;
    }
    if (!batch.expiredResults.isEmpty()) {
        const auto &expired = batch.expiredResults;
        const Result<void> done = put(PostgresStatement::DeleteResults,
                                      {postgresArray(expired, [](const auto &pair) { return pair.first; }),
                                       postgresArray(expired, [](const auto &pair) { return pair.second; })});
        if (!done)
            return done;
    }
    if (batch.streams.isEmpty())
        return {};
    const QList<StreamRow> streams =
        lastOfEach(batch.streams, [](const StreamRow &row) { return qMakePair(row.participant, row.clientId); });
    return put(PostgresStatement::InsertStreams,
               {text(m_contest), column(streams, &StreamRow::participant), column(streams, &StreamRow::clientId),
                column(streams, &StreamRow::acked)});
}

Result<void> PostgresStore::writeDrafts(const QList<DraftRow> &drafts)
{
    if (drafts.isEmpty())
        return {};
    const auto key = [](const DraftRow &row) { return qMakePair(row.participant, row.problem); };
    QHash<QPair<QString, QString>, QString> saved;
    QStringList replaced;
    for (const DraftRow &draft : drafts) {
        if (const auto before = saved.constFind(key(draft)); before != saved.constEnd())
            replaced.append(*before);
        saved.insert(key(draft), draft.sourceSha);
    }
    const QList<DraftRow> newest = lastOfEach(drafts, key);
    const QByteArray participants = column(newest, &DraftRow::participant);
    const QByteArray problems = column(newest, &DraftRow::problem);
    const Result<void> released =
        put(PostgresStatement::ReleaseDraftBlobs, {text(m_contest), participants, problems, postgresArray(replaced)});
    if (!released)
        return released;
    return put(PostgresStatement::InsertDrafts,
               {text(m_contest), participants, problems, column(newest, &DraftRow::language),
                column(newest, &DraftRow::sourceSha), column(newest, &DraftRow::size), column(newest, &DraftRow::rev),
                times(newest, &DraftRow::at)});
}

Result<void> PostgresStore::writeSessions(const Batch &batch, qint64 version)
{
    if (!batch.sessions.isEmpty()) {
        const auto &sessions = batch.sessions;
        const Result<void> done =
            put(PostgresStatement::InsertSessions,
                {text(m_contest), postgresValue(version), column(sessions, &SessionRow::tokenHash),
                 column(sessions, [](const SessionRow &row) { return row.session.toString(); }),
                 column(sessions, [](const SessionRow &row) { return QString(nameOf(row.role)); }),
                 column(sessions, &SessionRow::account), times(sessions, &SessionRow::createdAt),
                 times(sessions, &SessionRow::expiresAt)});
        if (!done)
            return done;
        const Instant newest = std::max_element(sessions.begin(), sessions.end(), [](const auto &a, const auto &b) {
                                   return a.createdAt < b.createdAt;
                               })->createdAt;
        const Result<void> cleaned = put(PostgresStatement::DeleteOldSessions, {text(toRfc3339(newest - keepExpired))});
        if (!cleaned)
            return cleaned;
    }
    if (batch.endedSessions.isEmpty())
        return {};
    return put(PostgresStatement::EndSessions,
               {postgresValue(version),
                column(batch.endedSessions, [](const SessionId &session) { return session.toString(); })});
}

Result<void> PostgresStore::writeTables(const Batch &batch)
{
    const qint64 version = m_version + 1;
    const QByteArray stamp = postgresValue(version);
    if (batch.changesTables()) {
        if (const Result<void> done = put(PostgresStatement::SetVersion, {stamp}); !done)
            return done;
    }
    if (const Result<void> done = writeSessions(batch, version); !done)
        return done;
    if (!batch.people.isEmpty()) {
        const QList<PersonRow> people = lastOfEach(batch.people, [](const PersonRow &row) { return row.participant; });
        const Result<void> done =
            put(PostgresStatement::InsertPeople,
                {text(m_contest), stamp, column(people, &PersonRow::participant), column(people, &PersonRow::name),
                 column(people, &PersonRow::email), column(people, &PersonRow::college),
                 column(people, &PersonRow::department), column(people, &PersonRow::hall),
                 column(people, &PersonRow::seat), column(people, &PersonRow::passwordHash)});
        if (!done)
            return done;
    }
    if (!batch.staff.isEmpty()) {
        const QList<StaffRow> staff = lastOfEach(batch.staff, [](const StaffRow &row) { return row.username; });
        const auto halls = [](const StaffRow &row) {
            return Utf8 {QJsonDocument(JsonCodec<QSet<QString>>::write(row.halls, JsonForm::Wire).toArray())
                             .toJson(QJsonDocument::Compact)};
        };
        const Result<void> done = put(PostgresStatement::InsertStaff,
                                      {stamp, column(staff, &StaffRow::username), column(staff, &StaffRow::name),
                                       column(staff, [](const StaffRow &row) { return QString(nameOf(row.role)); }),
                                       column(staff, halls), column(staff, &StaffRow::passwordHash)});
        if (!done)
            return done;
    }
    if (!batch.problems.isEmpty()) {
        const QList<ProblemContent> problems = lastOfEach(
            batch.problems, [](const ProblemContent &row) { return qMakePair(row.id.toString(), row.revision); });
        const Result<void> done =
            put(PostgresStatement::InsertProblems,
                {text(m_contest), stamp, column(problems, [](const ProblemContent &row) { return row.id.toString(); }),
                 column(problems, [](const ProblemContent &row) { return qint64(row.revision); }),
                 column(problems, [](const ProblemContent &row) { return Utf8 {toBytes(toJson(row))}; })});
        if (!done)
            return done;
    }
    if (!batch.settings.isEmpty()) {
        const Result<void> done = put(PostgresStatement::InsertSettings, {stamp, postgresArray(batch.settings.keys()),
                                                                          postgresArray(batch.settings.values())});
        if (!done)
            return done;
    }
    if (!batch.ledgerEpoch.isEmpty()) {
        const Result<void> done = put(PostgresStatement::SetEpoch, {text(m_contest), text(batch.ledgerEpoch)});
        if (!done)
            return done;
    }
    if (batch.contestName.isEmpty())
        return {};
    return put(PostgresStatement::SetName, {text(m_contest), text(batch.contestName)});
}

} // namespace Marathon
