#include "server/ops/StoreAudit.h"

#include "server/ops/LedgerFold.h"
#include "server/store/LedgerChain.h"
#include "shared/core/Text.h"

#include <algorithm>

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("StoreAudit", text);
}

Error unfit(const QString &what)
{
    return {ErrorKind::Internal, tr("%1 Restore a backup from before, and keep this one as evidence.").arg(what)};
}

} // namespace

QString AuditReport::text() const
{
    QStringList lines;
    for (const AuditedContest &contest : contests)
        lines.append(tr("The ledger of \"%1\" is whole: %2 entries, the last hash is %3.")
                         .arg(contest.id.toString())
                         .arg(contest.entries)
                         .arg(QString::fromLatin1(contest.lastHash.toHex())));
    lines.append(tr("Every text that is referred to is there and unchanged; %1 rows in all.").arg(rows));
    return lines.join(u'\n');
}

Result<void> StoreAudit::take(const TableSpec &table, const QVariantList &row)
{
    using Taker = Result<void> (StoreAudit::*)(const QVariantList &);
    struct TableTaker
    {
        QLatin1StringView table;
        Taker take;
    };
    static constexpr std::array takers {
        TableTaker {"contests"_L1, &StoreAudit::takeContest},
        TableTaker {"ledger"_L1, &StoreAudit::takeEntry},
        TableTaker {"private_texts"_L1, &StoreAudit::takePrivateText},
        TableTaker {"blobs"_L1, &StoreAudit::takeBlob},
        TableTaker {"drafts"_L1, &StoreAudit::takeDraft},
        TableTaker {"problems"_L1, &StoreAudit::takeProblem},
    };
    ++m_rows;
    for (const TableTaker &taker : takers) {
        if (taker.table != table.name)
            continue;
        if (const Result<void> taken = (this->*taker.take)(row); !taken)
            return taken;
    }
    return checkContest(table, row);
}

Result<void> StoreAudit::checkContest(const TableSpec &table, const QVariantList &row) const
{
    const int column = table.column("contest_id"_L1);
    if (column < 0)
        return {};
    const QString contest = row[column].toString();
    // A session from before the first import belongs to none.
    if (contest.isEmpty() || m_contests.contains(contest))
        return {};
    return unfit(
        tr("A row of the table %1 belongs to the contest \"%2\", which is missing.").arg(QString(table.name), contest));
}

Result<void> StoreAudit::takeContest(const QVariantList &row)
{
    const ContestId id(row[0].toString());
    m_contests.insert(row[0].toString(), {row[4].toLongLong(), row[5].toByteArray(), {id, 0, firstHash(id)}});
    return {};
}

Result<void> StoreAudit::takeEntry(const QVariantList &row)
{
    const auto contest = m_contests.find(row[0].toString());
    const std::optional<Instant> at = fromRfc3339(row[2].toString());
    const LedgerRow entry {.seq = row[1].toLongLong(),
                           .at = at.value_or(Instant {}),
                           .type = row[3].toString(),
                           .version = row[4].toInt(),
                           .actor = row[5].toString(),
                           .participant = row[6].toString(),
                           .body = row[7].toString().toUtf8(),
                           .hash = row[8].toByteArray()};
    if (contest == m_contests.end())
        return {};
    AuditedContest &found = contest->found;
    if (entry.seq != found.entries + 1)
        return unfit(tr("Entry %1 of the ledger is missing.").arg(found.entries + 1));
    // The hash is over the time as it is written; another way of writing the same moment is a change too.
    if (!at || toRfc3339(*at) != row[2].toString() || entry.hash != chainHash(found.lastHash, entry))
        return unfit(tr("Entry %1 of the ledger was changed: its hash does not fit.").arg(entry.seq));
    found.entries = entry.seq;
    found.lastHash = entry.hash;
    return takeReferencesOf(entry);
}

Result<void> StoreAudit::takeReferencesOf(const LedgerRow &row)
{
    class Visitor final : public PrivateVisitor
    {
    public:
        Visitor(References &references, qint64 seq)
            : m_references(references)
            , m_seq(seq)
        {}
        void visit(PrivateText &text) override { want(m_references, text.ref, m_seq); }
        void visit(PrivateJson &json) override { want(m_references, json.ref, m_seq); }

    private:
        References &m_references;
        qint64 m_seq;
    };
    Result<Event> event = eventOfEntry(row);
    if (!event)
        return event.error();
    Visitor visitor(m_privates, row.seq);
    visitPrivate(event->body, visitor);
    if (const auto *received = std::get_if<SubmissionReceived>(&event->body))
        want(m_blobs, received->sourceSha, row.seq);
    return {};
}

Result<void> StoreAudit::takePrivateText(const QVariantList &row)
{
    const QString ref = row[0].toString();
    const QByteArray salt = row[3].toByteArray();
    const QByteArray text = row[4].toString().toUtf8();
    const bool isErased = salt.isEmpty() && text.isEmpty();
    if (!isErased && sha256Hex(salt + text) != ref)
        return unfit(tr("The private text %1 was changed: its hash does not fit.").arg(ref));
    m_privates.present.push_back(keyOf(ref));
    return {};
}

Result<void> StoreAudit::takeBlob(const QVariantList &row)
{
    const QString sha = row[0].toString();
    if (sha256Hex(row[1].toByteArray()) != sha)
        return unfit(tr("The stored text %1 was changed: its hash does not fit.").arg(sha));
    m_blobs.present.push_back(keyOf(sha));
    return {};
}

Result<void> StoreAudit::takeDraft(const QVariantList &row)
{
    want(m_blobs, row[4].toString(), 0);
    return {};
}

Result<void> StoreAudit::takeProblem(const QVariantList &row)
{
    const Result<QJsonObject> document = parseObject(row[3].toString().toUtf8());
    const Result<ProblemContent> problem =
        document ? fromJson<ProblemContent>(*document) : Result<ProblemContent>(document.error());
    if (!problem)
        return unfit(tr("Revision %1 of the problem \"%2\" cannot be read: %3")
                         .arg(row[2].toInt())
                         .arg(row[1].toString(), problem.error().message));
    for (const TestFile &test : problem->tests) {
        want(m_blobs, test.inputSha, 0);
        want(m_blobs, test.answerSha, 0);
    }
    return {};
}

StoreAudit::Key StoreAudit::keyOf(const QString &sha)
{
    Key key {};
    bool isHex = sha.size() == 64;
    for (std::size_t half = 0; isHex && half < key.size(); ++half)
        key[half] = QStringView(sha).sliced(qsizetype(half) * 16, 16).toULongLong(&isHex, 16);
    // Something else than a SHA-256 is found by its own.
    return isHex ? key : keyOf(sha256Hex(sha.toUtf8()));
}

void StoreAudit::want(References &references, const QString &sha, qint64 seq)
{
    if (!sha.isEmpty())
        references.wanted.push_back({keyOf(sha), seq});
}

Result<void> StoreAudit::allThere(References &references, const QString &what)
{
    std::sort(references.wanted.begin(), references.wanted.end());
    std::sort(references.present.begin(), references.present.end());
    qint64 missing = 0;
    Wanted first;
    for (const Wanted &wanted : references.wanted) {
        if (!std::binary_search(references.present.begin(), references.present.end(), wanted.key) && missing++ == 0)
            first = wanted;
    }
    if (missing == 0)
        return {};
    const QString start = QString::number(first.key[0], 16).rightJustified(16, u'0');
    const QString who = first.seq > 0 ? tr("entry %1 of the ledger refers to it").arg(first.seq)
                                      : tr("a draft or a problem refers to it");
    return unfit(tr("%1 %2… is missing: %3. References without their text: %4.").arg(what, start, who).arg(missing));
}

Result<AuditReport> StoreAudit::finish()
{
    AuditReport report {.contests = {}, .rows = m_rows};
    for (const Head &head : std::as_const(m_contests)) {
        if (head.seq != head.found.entries || head.hash != head.found.lastHash)
            return unfit(
                tr("The ledger of \"%1\" ends at entry %2, but its head says %3: entries are missing at the end.")
                    .arg(head.found.id.toString())
                    .arg(head.found.entries)
                    .arg(head.seq));
        report.contests.append(head.found);
    }
    if (const Result<void> there = allThere(m_privates, tr("The private text")); !there)
        return there.error();
    if (const Result<void> there = allThere(m_blobs, tr("The stored text")); !there)
        return there.error();
    return report;
}

} // namespace Marathon
