#include "tests/ops/BackupBench.h"

#include "server/ops/BackupLines.h"
#include "server/store/LedgerChain.h"
#include "server/store/SqliteStore.h"
#include "shared/core/Text.h"
#include "shared/protocol/EventJson.h"
#include "tests/support/ContestBuilder.h"

#include <QSqlError>
#include <QUuid>

namespace Marathon {

namespace {

/// Gives private texts their references and rows.
class Salter final : public PrivateVisitor
{
public:
    Salter(const QString &participant, QList<PrivateRow> &rows)
        : m_participant(participant)
        , m_rows(rows)
    {}
    void visit(PrivateText &text) override
    {
        if (!text.text.isEmpty())
            text.ref = add(text.text);
    }
    void visit(PrivateJson &json) override
    {
        if (!json.value.isEmpty())
            json.ref = add(QString::fromUtf8(toBytes(json.value)));
    }

private:
    QString add(const QString &text)
    {
        const QByteArray salt = "salt" + QByteArray::number(m_rows.size()) + m_participant.toUtf8();
        const QString ref = sha256Hex(salt + text.toUtf8());
        m_rows.append({ref, m_participant, salt, text});
        return ref;
    }
    QString m_participant;
    QList<PrivateRow> &m_rows;
};

/// Adds events to a batch as the engine stores them.
void append(Batch &batch, LedgerHead &head, Event event)
{
    event.seq = head.seq + 1;
    if (auto *received = std::get_if<SubmissionReceived>(&event.body)) {
        const QByteArray source = "int main() { return 0; } // " + received->clientRef.toUtf8();
        received->sourceSha = sha256Hex(source);
        batch.blobs.append({received->sourceSha, source});
    }
    Salter salter(event.participant.toString() + QString::number(event.seq), batch.privates);
    visitPrivate(event.body, salter);
    LedgerRow row {.seq = event.seq,
                   .at = event.at,
                   .type = QString(typeOf(event.body).name),
                   .version = typeOf(event.body).version,
                   .actor = event.actor,
                   .participant = event.participant.toString(),
                   .body = toBytes(bodyToJson(event.body, JsonForm::Ledger)),
                   .hash = {}};
    row.hash = chainHash(head.hash, row);
    head.hash = row.hash;
    head.seq = row.seq;
    batch.events.append(row);
}

void commitBatch(Store &store, const Batch &batch)
{
    required(store.begin({}));
    if (const auto done = store.commit(batch); !done)
        qFatal("%s", qPrintable(done.error().message));
}

QString blob(Batch &batch, const QByteArray &bytes)
{
    batch.blobs.append({sha256Hex(bytes), bytes});
    return batch.blobs.last().sha;
}

void addTables(Batch &batch, Instant now)
{
    for (int number = 1; number <= 6; ++number) {
        const QString id = u"P%1"_s.arg(number);
        batch.people.append({id, u"Ünïcode \"%1\" \\ \t"_s.arg(number), u"p%1@example.org"_s.arg(number), u"C"_s,
                             u"D"_s, u"H1"_s, QString::number(number), u"$argon2id$hash"_s});
        batch.streams.append({id, u"page"_s, number});
        batch.drafts.append(
            {id, u"a"_s, u"c"_s, blob(batch, "draft of " + id.toUtf8()), 11, number, now + Duration(number)});
    }
    batch.drafts.append({u"P1"_s, u"b"_s, u"c"_s, blob(batch, ""), 0, 1, now});
    batch.staff.append({u"ann"_s, u"Ann"_s, Role::Proctor, {u"H1"_s, u"H2"_s}, u"$argon2id$staff"_s});
    batch.sessions.append({u"token"_s, SessionId(u"s1"_s), Role::Proctor, u"staff:ann"_s, now, now + Duration(1000)});
    batch.results.append({u"P1"_s, u"key"_s, u"hash"_s, "{\"ok\":true}", now});
    batch.settings.insert(u"secret"_s, u"abc"_s);
    QByteArray binary(256, Qt::Uninitialized);
    for (int byte = 0; byte < 256; ++byte)
        binary[byte] = char(byte);
    batch.problems.append({.id = ProblemId(u"a"_s),
                           .title = u"Ä"_s,
                           .tests = {{u"1"_s, u"1"_s, blob(batch, "1 2\n"), blob(batch, "3\n")},
                                     {u"1"_s, u"2"_s, blob(batch, binary), blob(batch, QByteArray(300'000, 'x'))}}});
}

} // namespace

std::unique_ptr<Store> BackupBench::open(const QString &name, StoreMode mode) const
{
    std::unique_ptr<Store> store = required(SqliteStore::open(path(name), mode));
    if (const auto contest = required(store->newestContest()))
        store->select(*contest);
    return store;
}

void BackupBench::fill(Store &store, Verdict verdict)
{
    ContestBuilder builder(6);
    builder.start();
    builder.incident("P1", IncidentKind::AwayTab, Duration(4000), "i1");
    builder.incident("P2", IncidentKind::PasteExternal, Duration(0), "i2");
    builder.wait(Duration(60'000));
    builder.act(StaffActionKind::Suspend, "P3", "asked a neighbour \"why\"");
    builder.submit("P1", "a", verdict);
    builder.wait(Duration(60'000));
    builder.submit("P2", "a", Verdict::Accepted);
    builder.submit("P4", "b", Verdict::WrongAnswer);
    const ContestId contest(u"test"_s);
    required(store.createContest(contest, u"Test contest"_s, builder.now()));
    LedgerHead head {.seq = 0, .hash = firstHash(contest), .epoch = {}};
    Batch batch;
    for (const Event &event : builder.ledger())
        append(batch, head, event);
    addTables(batch, builder.now());
    commitBatch(store, batch);
}

void BackupBench::addIncidents(Store &store, qint64 count)
{
    constexpr qint64 perBatch = 2000;
    LedgerHead head = required(store.head());
    Instant at = Instant(Duration(1'769'670'000'000)) + Duration(head.seq * 10);
    while (count > 0) {
        Batch batch;
        for (qint64 index = 0; index < std::min(count, perBatch); ++index) {
            const qint64 number = head.seq + 1;
            at += Duration(10);
            append(batch, head,
                   {.seq = 0,
                    .at = at,
                    .actor = u"participant"_s,
                    .participant = ParticipantId(u"P%1"_s.arg(1 + number % 6)),
                    .body = IncidentRecorded {
                        .incident = IncidentId(u"more-%1"_s.arg(number)),
                        .kind = IncidentKind::AwayTab,
                        .startedAt = at - Duration(2000),
                        .duration = Duration(2000),
                        .round = 1,
                        .total = number % 20,
                        .limit = 20,
                        .evidence = {{}, {{"visible"_L1, false}, {"note"_L1, u"tab hidden, %1"_s.arg(number)}}}}});
        }
        count -= batch.events.size();
        commitBatch(store, batch);
    }
}

void BackupBench::tamper(const QString &name, const QStringList &statements) const
{
    const QString connection = QUuid::createUuid().toString();
    {
        QSqlDatabase raw = QSqlDatabase::addDatabase(u"QSQLITE"_s, connection);
        raw.setDatabaseName(path(name));
        if (!raw.open())
            qFatal("cannot open %s", qPrintable(path(name)));
        QSqlQuery query(raw);
        for (const QString &statement : QStringList {u"DROP TRIGGER ledger_is_append_only_update"_s,
                                                     u"DROP TRIGGER ledger_is_append_only_delete"_s} +
                                            statements) {
            if (!query.exec(statement))
                qFatal("%s: %s", qPrintable(statement), qPrintable(query.lastError().text()));
        }
    }
    QSqlDatabase::removeDatabase(connection);
}

QString BackupBench::contentOf(Store &store)
{
    RowsHash hash({});
    required(store.beginReading());
    for (const TableSpec &table : durableTables()) {
        hash.beginTable(table);
        required(store.readTable(table, [&](const QVariantList &row) {
            hash.add(table, row);
            return Result<void>();
        }));
    }
    store.rollback();
    return hash.result();
}

qint64 BackupBench::rowsIn(Store &store)
{
    qint64 rows = 0;
    required(store.beginReading());
    for (const TableSpec &table : durableTables())
        rows += required(store.countRows(table));
    store.rollback();
    return rows;
}

} // namespace Marathon
