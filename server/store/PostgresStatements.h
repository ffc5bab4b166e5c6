#pragma once

namespace Marathon {

/// The statements of the PostgreSQL store, each with values only as parameters ($1, ...) and every name with its
/// schema. A table, so that a test explains each of them on a large database.
enum class PostgresStatement {
    NewestContest,
    CreateContest,
    SetVersion,
    RaiseVersion,
    LockContest,
    LockState,
    Head,
    Notify,
    LookUpResults,
    LookUpStreams,
    LookUpDrafts,
    Drafts,
    Blob,
    Events,
    EventsFor,
    PrivateTexts,
    Streams,
    Version,
    SessionsSince,
    PeopleSince,
    StaffSince,
    ProblemsSince,
    SettingsSince,
    InsertEvents,
    MoveHead,
    InsertPrivates,
    InsertBlobs,
    InsertResults,
    DeleteResults,
    InsertStreams,
    ReleaseDraftBlobs,
    InsertDrafts,
    InsertSessions,
    DeleteOldSessions,
    EndSessions,
    InsertPeople,
    InsertStaff,
    InsertProblems,
    InsertSettings,
    SetEpoch,
    SetName,
};
inline constexpr int postgresStatementCount = int(PostgresStatement::SetName) + 1;

const char *textOf(PostgresStatement statement);

} // namespace Marathon
