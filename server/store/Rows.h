#pragma once

#include "shared/core/Clock.h"
#include "shared/domain/Ids.h"
#include "shared/domain/Role.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QMap>
#include <QSet>
#include <optional>

/// What the store keeps, as plain values: one struct per table.
namespace Marathon {

/// One ledger entry in its stored bytes. `hash` covers everything else and the hash before it.
struct LedgerRow
{
    qint64 seq = 0;
    Instant at {};
    QString type;
    int version = 1;
    QString actor;
    QString participant;
    QByteArray body;
    QByteArray hash;
};

struct LedgerHead
{
    qint64 seq = 0;
    QByteArray hash;
    QString epoch;      ///< changes when a failover lost entries
    qint64 version = 0; ///< counts the batches that changed a table beside the ledger (Store::changesSince)
};

/// What a batch needs to know before it is decided, gathered so that a store asks once for all of it.
struct LookUps
{
    QList<QPair<QString, QString>> results; ///< account and key
    QList<QPair<QString, QString>> streams; ///< participant and client id
    QList<QPair<QString, QString>> drafts;  ///< participant and problem
};

/// A text that the ledger refers to by SHA-256(salt + text).
struct PrivateRow
{
    QString ref;
    QString participant;
    QByteArray salt;
    QString text;
};

struct BlobRow
{
    QString sha;
    QByteArray bytes;
};

/// The stored answer to a command, by the account's own key.
struct ResultRow
{
    QString account;
    QString key;
    QString requestHash;
    QByteArray result;
    Instant at {};
};

/// How far one page's numbered stream has been taken.
struct StreamRow
{
    QString participant;
    QString clientId;
    qint64 acked = 0;
};

struct DraftRow
{
    QString participant;
    QString problem;
    QString language;
    QString sourceSha;
    qint64 size = 0;
    qint64 rev = 0;
    Instant at {};
};

struct PersonRow
{
    QString participant;
    QString name;
    QString email;
    QString college;
    QString department;
    QString hall;
    QString seat;
    QString passwordHash;
};

struct StaffRow
{
    QString username;
    QString name;
    Role role = Role::Viewer;
    QSet<QString> halls;
    QString passwordHash;
};

/// A session by the SHA-256 of its token; the token itself is never stored.
struct SessionRow
{
    QString tokenHash;
    SessionId session;
    Role role = Role::Nobody;
    QString account;
    Instant createdAt {};
    Instant expiresAt {};
};

/// One test of a problem: blobs by their SHA-256.
struct TestFile
{
    QString group;
    QString name;
    QString inputSha;
    QString answerSha;
    bool isSample = false;
};
template <typename Fields>
void describe(Fields &fields, TestFile &test)
{
    fields("group", test.group);
    fields("name", test.name);
    fields("input_sha", test.inputSha);
    fields("answer_sha", test.answerSha);
    fields("sample", test.isSample);
}

/// Everything about a problem that no rule reads.
struct ProblemContent
{
    ProblemId id;
    int revision = 1;
    QString title;
    QString difficulty;
    QString statementHtml;
    QString hints;
    qint64 timeMs = 2000;
    qint64 memoryMib = 256;
    qint64 outputMib = 8;
    QString validatorFlags;
    QMap<QString, QString> buggySources; ///< by language
    QList<TestFile> tests;
    QString validatorLanguage; ///< of an own checker program; empty: the default checker
    QString validatorSource;
    QMap<QString, qint64> groupPoints; ///< by group of tests; empty: all or nothing
};
template <typename Fields>
void describe(Fields &fields, ProblemContent &problem)
{
    fields("id", problem.id);
    fields("revision", problem.revision);
    fields("title", problem.title);
    fields("difficulty", problem.difficulty);
    fields("statement_html", problem.statementHtml);
    fields("hints", problem.hints);
    fields("time_ms", problem.timeMs);
    fields("memory_mib", problem.memoryMib);
    fields("output_mib", problem.outputMib);
    fields("validator_flags", problem.validatorFlags);
    fields("buggy_sources", problem.buggySources);
    fields("tests", problem.tests);
    fields.maybe("validator_language", problem.validatorLanguage);
    fields.maybe("validator_source", problem.validatorSource);
    fields.maybe("group_points", problem.groupPoints);
}

/// The answers to LookUps; what is not stored is missing.
struct LookedUp
{
    QHash<QPair<QString, QString>, ResultRow> results;
    QHash<QPair<QString, QString>, qint64> streams; ///< the seq acknowledged last
    QHash<QPair<QString, QString>, DraftRow> drafts;
};

/// What begin() found under the contest's lock.
struct Begun
{
    LedgerHead head;
    std::optional<Instant> now; ///< the database's clock, read after the lock; nothing: this machine's clock is the one
    LookedUp found;
};

/// The rows of the tables beside the ledger that were written after some version, whoever wrote them.
struct TableChanges
{
    qint64 version = 0; ///< up to which these are complete
    QList<SessionRow> sessions;
    QList<SessionId> endedSessions;
    QList<PersonRow> people;
    QList<StaffRow> staff;
    QList<ProblemContent> problems;
    QMap<QString, QString> settings;

    bool isEmpty() const
    {
        return sessions.isEmpty() && endedSessions.isEmpty() && people.isEmpty() && staff.isEmpty() &&
               problems.isEmpty() && settings.isEmpty();
    }
};

/// Everything that becomes durable together, in one transaction.
struct Batch
{
    QList<LedgerRow> events;
    QList<PrivateRow> privates;
    QList<BlobRow> blobs;
    QList<ResultRow> results;
    QList<QPair<QString, QString>> expiredResults; ///< account and key
    QList<StreamRow> streams;
    QList<DraftRow> drafts;
    QList<SessionRow> sessions;
    QList<SessionId> endedSessions;
    QList<PersonRow> people;
    QList<StaffRow> staff;
    QList<ProblemContent> problems;
    QMap<QString, QString> settings;
    QString contestName; ///< when it changes
    QString ledgerEpoch; ///< of a ledger that lost its end; when it changes

    /// Whether a table beside the ledger changes that servers keep in memory.
    bool changesTables() const
    {
        return !sessions.isEmpty() || !endedSessions.isEmpty() || !people.isEmpty() || !staff.isEmpty() ||
               !problems.isEmpty() || !settings.isEmpty();
    }
    bool isEmpty() const
    {
        return events.isEmpty() && results.isEmpty() && streams.isEmpty() && drafts.isEmpty() && !changesTables() &&
               contestName.isEmpty() && ledgerEpoch.isEmpty();
    }
};

} // namespace Marathon
