#include "tests/load/BenchLedger.h"

#include "server/engine/Work.h"
#include "server/store/LedgerChain.h"
#include "shared/core/Text.h"
#include "shared/protocol/EventJson.h"
#include "tests/support/ContestBuilder.h"

namespace Marathon {

namespace {

constexpr int people = 2'000;
constexpr int batchSize = 2'000;

class Referrer final : public PrivateVisitor
{
public:
    Referrer(const QString &participant, QList<PrivateRow> &rows)
        : m_participant(participant)
        , m_rows(rows)
    {}
    void visit(PrivateText &text) override { text.ref = keep(text.text); }
    void visit(PrivateJson &json) override { json.ref = keep(QString::fromUtf8(toBytes(json.value))); }

private:
    QString keep(const QString &text)
    {
        if (text.isEmpty() || text == u"{}")
            return {};
        const QByteArray salt = QByteArray::number(++m_count).rightJustified(16, '0');
        const QString ref = sha256Hex(salt + text.toUtf8());
        m_rows.append({ref, m_participant, salt, text});
        return ref;
    }
    QString m_participant;
    QList<PrivateRow> &m_rows;
    inline static qint64 m_count = 0;
};

QString idOf(const char *kind, qint64 number)
{
    return u"%1-0000-4000-8000-%2"_s.arg(QString::fromLatin1(kind)).arg(number, 16, 10, QChar(u'0'));
}

/// The number-th entry; each participant goes through the whole mix.
EventBody bodyOf(qint64 number, Instant at)
{
    const qint64 turn = number / people % 20;
    const qint64 earlier = number - 2 * people;
    if (turn < 9) {
        const QJsonObject seen {
            {u"len"_s, 120}, {u"hidden_ms"_s, number % 30'000}, {u"page"_s, u"/contest/problem/a"_s}};
        return IncidentRecorded {.incident = IncidentId(idOf("incident", number)),
                                 .kind = IncidentKind(number % 6),
                                 .level = Level::Low,
                                 .startedAt = at - Duration(4'000),
                                 .duration = Duration(4'000),
                                 .round = 1,
                                 .points = 1,
                                 .charged = 1,
                                 .total = number % 10,
                                 .limit = 1'000,
                                 .counted = true,
                                 .evidence = {{}, seen}};
    }
    if (turn < 14 && turn % 2)
        return ConnectionLost {u"closed"_s};
    if (turn < 14)
        return ConnectionRestored {.away = Duration(3'000), .clientId = idOf("client", number % people)};
    if (turn < 16)
        return SubmissionReceived {.submission = SubmissionId(idOf("submission", number)),
                                   .problem = ProblemId(u"a"_s),
                                   .language = LanguageId(u"c"_s),
                                   .sourceSha = QString(64, u'a'),
                                   .size = 900,
                                   .clientRef = idOf("ref", number)};
    if (turn < 18)
        return SubmissionJudged {.submission = SubmissionId(idOf("submission", earlier)),
                                 .verdict = Verdict::WrongAnswer,
                                 .testsPassed = 3,
                                 .testCount = 10,
                                 .time = Duration(40),
                                 .memoryKib = 2'000};
    return WarningIssued {.warning = WarningId(idOf("warning", number)),
                          .action = ActionId(idOf("action", number)),
                          .text = {{}, u"Please stay on the page."_s}};
}

} // namespace

Result<void> makeLargeLedger(Store &store, qint64 entries)
{
    ContestBuilder builder(people);
    builder.start();
    const ContestId contest = builder.state().config->id;
    if (const Result<void> made = store.createContest(contest, u"Benchmark"_s, builder.now()); !made)
        return made;
    LedgerHead head {.seq = 0, .hash = firstHash(contest), .epoch = {}};
    while (head.seq < entries) {
        if (const Result<Begun> begun = store.begin({}); !begun)
            return begun.error();
        Batch batch;
        while (batch.events.size() < batchSize && head.seq < entries) {
            Event event;
            if (head.seq < builder.ledger().size()) {
                event = builder.ledger().at(head.seq);
            } else {
                const Instant at = builder.now() + Duration(head.seq * 20);
                event = {head.seq + 1, at, u"participant"_s, ParticipantId(u"P%1"_s.arg(head.seq % people + 1)),
                         bodyOf(head.seq, at)};
            }
            Referrer referrer(event.participant.toString(), batch.privates);
            visitPrivate(event.body, referrer);
            LedgerRow row = ledgerRowOf(event);
            row.hash = chainHash(head.hash, row);
            head.seq = row.seq;
            head.hash = row.hash;
            batch.events.append(std::move(row));
        }
        if (const Result<qint64> committed = store.commit(batch); !committed)
            return committed.error();
    }
    return {};
}

} // namespace Marathon
