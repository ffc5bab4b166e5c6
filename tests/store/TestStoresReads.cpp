#include "tests/store/TestStores.h"

namespace Marathon {

using namespace StoreFixtures;

void TestStores::endedAndExpiredSessionsAreNotRead()
{
    VERIFY_OK(write(*m_store, {.sessions = {sessionOf(u"kept"_s), sessionOf(u"ended"_s),
                                            sessionOf(u"short"_s, start + std::chrono::minutes(10))}}));
    VERIFY_OK(write(*m_store, {.endedSessions = {SessionId(u"ended"_s), SessionId(u"unknown"_s)}}));
    const Result<TableChanges> early = m_store->changesSince(-1, start);
    VERIFY_OK(early);
    QCOMPARE(early->sessions.size(), 2);
    const Result<TableChanges> late = m_store->changesSince(-1, start + std::chrono::minutes(20));
    VERIFY_OK(late);
    QCOMPARE(late->sessions.size(), 1);
    QVERIFY(late->endedSessions.isEmpty());
    const SessionRow kept = late->sessions.first();
    QCOMPARE(kept.session.toString(), u"kept"_s);
    QCOMPARE(kept.tokenHash, u"token-kept"_s);
    QCOMPARE(kept.role, Role::Participant);
    QCOMPARE(kept.expiresAt, start + std::chrono::hours(12));
}

void TestStores::tablesAreReadAsTheyWereWritten()
{
    ProblemContent problem {.id = ProblemId(u"prime"_s), .title = u"Primes"_s};
    problem.tests.append({u"g1"_s, u"01"_s, u"in"_s, u"out"_s, true});
    VERIFY_OK(write(*m_store, {.people = {{u"P2"_s, u"Ben"_s}, {u"P1"_s, u"Anna"_s, u"a@example.org"_s}},
                               .staff = {{u"eva"_s, u"Eva"_s, Role::Proctor, {u"H1"_s, u"H \"2\""_s}, u"hash"_s}},
                               .problems = {problem},
                               .settings = {{u"one"_s, u"1"_s}}}));
    problem.revision = 2;
    VERIFY_OK(write(*m_store, {.people = {{u"P1"_s, u"Wrong"_s}, {u"P1"_s, u"Änne"_s, u"b@example.org"_s}},
                               .problems = {problem},
                               .settings = {{u"one"_s, u"uno"_s}, {u"two"_s, QString()}},
                               .contestName = u"Renamed"_s}));
    const Result<TableChanges> tables = m_store->changesSince(-1, start);
    VERIFY_OK(tables);
    QCOMPARE(tables->people.size(), 2);
    QCOMPARE(tables->people.first().name, u"Änne"_s);
    QCOMPARE(tables->people.first().email, u"b@example.org"_s);
    QCOMPARE(tables->staff.size(), 1);
    QCOMPARE(tables->staff.first().role, Role::Proctor);
    QCOMPARE(tables->staff.first().halls, (QSet<QString> {u"H1"_s, u"H \"2\""_s}));
    QCOMPARE(tables->problems.size(), 2);
    QCOMPARE(tables->problems.last().revision, 2);
    QCOMPARE(tables->problems.last().tests.value(0).inputSha, u"in"_s);
    QCOMPARE(tables->settings, (QMap<QString, QString> {{u"one"_s, u"uno"_s}, {u"two"_s, u""_s}}));
}

void TestStores::eventsComeInPagesAndInOrder()
{
    VERIFY_OK(append(*m_store, QList<EventContent>(25)));
    QList<qint64> numbers;
    for (qint64 after = 0; after < 25;) {
        const Result<QList<LedgerRow>> page = m_store->events(after, 10);
        VERIFY_OK(page);
        QVERIFY(!page->isEmpty() && page->size() <= 10);
        for (const LedgerRow &row : *page)
            numbers.append(row.seq);
        after = numbers.last();
    }
    QCOMPARE(numbers.size(), 25);
    QVERIFY(std::is_sorted(numbers.begin(), numbers.end()));
    QCOMPARE(m_store->events(25, 10).value().size(), 0);
}

void TestStores::eventsOfOneParticipantComeWithThoseOfNobody()
{
    VERIFY_OK(append(*m_store, {{u"round.started"_s, QString()},
                                {u"incident.recorded"_s, u"P1"_s},
                                {u"incident.recorded"_s, u"P2"_s},
                                {u"warning.issued"_s, u"P1"_s},
                                {u"round.ended"_s, QString()},
                                {u"incident.recorded"_s, u"P1"_s}}));
    const auto found = [this](const QString &participant, const QStringList &types, qint64 after, int limit) {
        QList<qint64> numbers;
        const Result<QList<LedgerRow>> rows = m_store->eventsFor(participant, types, after, limit);
        if (!rows)
            qWarning("%s", qPrintable(rows.error().message));
        for (const LedgerRow &row : rows ? *rows : QList<LedgerRow>())
            numbers.append(row.seq);
        return numbers;
    };
    const QStringList all {u"round.started"_s, u"round.ended"_s, u"incident.recorded"_s, u"warning.issued"_s};
    QCOMPARE(found(u"P1"_s, all, 0, 100), (QList<qint64> {1, 2, 4, 5, 6}));
    QCOMPARE(found(u"P1"_s, all, 1, 3), (QList<qint64> {2, 4, 5}));
    QCOMPARE(found(u"P1"_s, {u"incident.recorded"_s}, 0, 100), (QList<qint64> {2, 6}));
    QCOMPARE(found(QString(), all, 0, 100), (QList<qint64> {1, 5}));
    QCOMPARE(found(u"P1"_s, {}, 0, 100), QList<qint64>());
}

void TestStores::everyTextArrivesAsItWas()
{
    const QStringList texts {u"plain"_s,
                             u""_s,
                             QString(),
                             u"NULL"_s,
                             u"quotes \" ' ` and \\ and \\\\ and \\x41"_s,
                             u"{braces, commas; {}}"_s,
                             u"lines\nand\r\ntabs\t\v\x01\x7f"_s,
                             u"ünïcödé \u4f60\u597d \u05e9\u05dc\u05d5\u05dd \U0001F9EA \u200f$1 %s :login"_s};
    Batch batch;
    QSet<QString> refs;
    for (qsizetype index = 0; index < texts.size(); ++index) {
        const QString number = QString::number(index);
        batch.privates.append({u"ref-"_s + number, u"P1"_s, QByteArray::fromHex("00ff5c2722"), texts[index]});
        batch.results.append({u"P1"_s + texts[index], u"k"_s + number, texts[index], texts[index].toUtf8(), start});
        batch.settings.insert(number, texts[index]);
        refs.insert(u"ref-"_s + number);
    }
    // A reference that is there already keeps its text.
    batch.privates.append({u"ref-0"_s, u"P1"_s, "salt", u"another"_s});
    QByteArray bytes;
    for (int byte = 0; byte < 256; ++byte)
        bytes.append(char(byte));
    batch.blobs.append(blobOf(bytes));
    QList<EventContent> events;
    for (const QString &text : texts)
        events.append({text, text, text, text});
    // Noncharacters are characters (unicode.org, corrigendum 9): what is hashed comes back as it was.
    const QString odd = u"\uFFFE \uFFFF \uFDD0"_s;
    events.append({.body = odd});
    batch.privates.append({u"ref-odd"_s, u"P1"_s, "salt", odd});
    batch.results.append({u"P1"_s, u"odd"_s, u"h"_s, odd.toUtf8(), start});
    VERIFY_OK(append(*m_store, events, batch));

    refs << u"unknown"_s << u"ref-odd"_s;
    const auto privates = m_store->privateTexts(refs);
    VERIFY_OK(privates);
    QCOMPARE(privates->size(), texts.size() + 1);
    QCOMPARE(privates->value(u"ref-odd"_s), odd);
    const Result<TableChanges> tables = m_store->changesSince(-1, start);
    VERIFY_OK(tables);
    const Result<QList<LedgerRow>> rows = m_store->events(0, 100);
    VERIFY_OK(rows);
    QCOMPARE(rows->last().body, odd.toUtf8());
    const Result<Begun> oddResult = m_store->begin({.results = {{u"P1"_s, u"odd"_s}}});
    VERIFY_OK(oddResult);
    QCOMPARE(oddResult->found.results.value({u"P1"_s, u"odd"_s}).result, odd.toUtf8());
    m_store->rollback();
    for (qsizetype index = 0; index < texts.size(); ++index) {
        const QString number = QString::number(index);
        const QString wanted = texts[index].isNull() ? u""_s : texts[index];
        QCOMPARE(privates->value(u"ref-"_s + number), wanted);
        QCOMPARE(tables->settings.value(number), wanted);
        QCOMPARE(rows->at(index).type, wanted);
        QCOMPARE(rows->at(index).actor, wanted);
        QCOMPARE(rows->at(index).participant, wanted);
        QCOMPARE(rows->at(index).body, wanted.toUtf8());
        const Result<Begun> begun = m_store->begin({.results = {{u"P1"_s + wanted, u"k"_s + number}}});
        VERIFY_OK(begun);
        QCOMPARE(begun->found.results.value({u"P1"_s + wanted, u"k"_s + number}).result, wanted.toUtf8());
        m_store->rollback();
    }
    QCOMPARE(m_store->privateTexts({}).value().size(), 0);
    QCOMPARE(m_store->blob(sha256Hex(bytes)).value(), bytes);
    VERIFY_OK(verifyChain(*m_store, contest));
}

void TestStores::fiveHundredEntriesWithLargeTextsAreOneBatch()
{
    constexpr int count = 500;
    constexpr qsizetype size = 200 * 1024;
    Batch batch;
    for (int index = 0; index < count; ++index) {
        QByteArray bytes(size, char('a' + index % 26));
        bytes.replace(0, 8, QByteArray::number(10000000 + index));
        batch.blobs.append(blobOf(bytes));
        batch.results.append({u"P1"_s, QString::number(index), u"h"_s, "{}", start});
    }
    VERIFY_OK(append(*m_store, QList<EventContent>(count), batch));
    for (const int index : {0, 250, count - 1})
        QCOMPARE(m_store->blob(batch.blobs[index].sha).value(), batch.blobs[index].bytes);
    const Result<ChainReport> report = verifyChain(*m_store, contest);
    VERIFY_OK(report);
    QCOMPARE(report->entries, count);
}

} // namespace Marathon
