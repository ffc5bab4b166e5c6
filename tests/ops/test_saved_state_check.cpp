#include "server/engine/StateFile.h"
#include "server/engine/Work.h"
#include "server/ops/LedgerCheck.h"
#include "tests/ops/BackupBench.h"

#include <QFile>
#include <QTest>

using namespace Marathon;

namespace {

SavedState foldOf(Store &store)
{
    store.select(*required(store.newestContest()));
    const LedgerHead head = required(store.head());
    SavedState saved {.epoch = head.epoch, .hash = head.hash, .state = {}};
    for (const Event &event : required(readEvents(store, 0, int(head.seq))))
        apply(saved.state, event);
    return saved;
}

} // namespace

/// `verify` folds the whole ledger and says whether the saved state of the data directory is the same.
class TestSavedStateCheck : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_store = m_bench.open(u"contest.db"_s);
        BackupBench::fill(*m_store);
    }
    void init() { QFile::remove(path()); }

    void withoutASavedStateThereIsNothingToSay() { QCOMPARE(required(verifySavedState(*m_store, path())), QString()); }

    void theFoldItselfFits()
    {
        const SavedState saved = foldOf(*m_store);
        required(writeStateFile(path(), saved));
        QVERIFY(required(verifySavedState(*m_store, path()))
                    .contains(u"fits the ledger, as of entry %1"_s.arg(saved.state.lastSeq)));
    }

    void aStateThatDiffersIsNamedPartByPart()
    {
        SavedState saved = foldOf(*m_store);
        saved.state.rounds[0].phase = RoundPhase::Closed;
        required(writeStateFile(path(), saved));
        const Result<QString> verified = verifySavedState(*m_store, path());
        QVERIFY(!verified.isOk());
        QCOMPARE(verified.error().kind, ErrorKind::Conflict);
        QVERIFY2(verified.error().message.contains(u"differs from it in: rounds."_s),
                 qPrintable(verified.error().message));
        QVERIFY(verified.error().message.contains(path()));
    }

    void oneThatAStartWouldNotUseIsNoFault_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("why");
        QTest::newRow("damaged") << u"bytes"_s << u"it is no saved state"_s;
        QTest::newRow("another epoch") << u"epoch"_s << u"lost entries since"_s;
        QTest::newRow("beyond the ledger's end") << u"ahead"_s << u"lost entries since"_s;
        QTest::newRow("another contest") << u"contest"_s << u"of another contest"_s;
    }
    void oneThatAStartWouldNotUseIsNoFault()
    {
        QFETCH(const QString, what);
        QFETCH(const QString, why);
        SavedState saved = foldOf(*m_store);
        if (what == u"epoch")
            saved.epoch = u"other"_s;
        if (what == u"ahead")
            saved.state.lastSeq += 1;
        if (what == u"contest") {
            ContestConfig config = *saved.state.config;
            config.id = ContestId(u"other"_s);
            saved.state.config = std::make_shared<const ContestConfig>(config);
        }
        required(writeStateFile(path(), saved));
        if (what == u"bytes") {
            QFile file(path());
            QVERIFY(file.open(QIODevice::WriteOnly) &&
                    file.write("hello, this is something else altogether, long enough") > 0);
        }
        const QString said = required(verifySavedState(*m_store, path()));
        QVERIFY2(said.contains(u"is not used: "_s) && said.contains(why), qPrintable(said));
    }

private:
    QString path() const { return m_bench.path(u"state.bin"_s); }

    BackupBench m_bench;
    std::unique_ptr<Store> m_store;
};

QTEST_GUILESS_MAIN(TestSavedStateCheck)
#include "test_saved_state_check.moc"
