#pragma once

#include "server/store/PostgresStore.h"
#include "server/store/SqliteStore.h"
#include "tests/store/StoreFixtures.h"
#include "tests/support/PgBouncer.h"
#include "tests/support/PrivateCluster.h"

#include <QTemporaryDir>

namespace Marathon {

/// What every store promises, asked of each.
class TestStores : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_cluster = std::make_unique<PrivateCluster>(); }
    void cleanupTestCase()
    {
        m_pooler.reset();
        m_cluster.reset();
    }
    void init();
    void cleanup();

    void anEmptyPlaceHasNoContest_data() { kinds(); }
    void anEmptyPlaceHasNoContest();
    void theNewestContestIsTheOneWorkedOn_data() { kinds(); }
    void theNewestContestIsTheOneWorkedOn();
    void aBatchIsThereAsAWholeAndChained_data() { kinds(); }
    void aBatchIsThereAsAWholeAndChained();
    void nothingStaysOfABatchThatFailsOrIsRolledBack_data() { kinds(); }
    void nothingStaysOfABatchThatFailsOrIsRolledBack();
    void anEmptyBatchIsCommitted_data() { kinds(); }
    void anEmptyBatchIsCommitted();
    void lookUpsFindWhatIsStoredUnderTheLock_data() { kinds(); }
    void lookUpsFindWhatIsStoredUnderTheLock();
    void aDraftHoldsItsTextAndLetsGoOfTheOneBefore_data() { kinds(); }
    void aDraftHoldsItsTextAndLetsGoOfTheOneBefore();
    void endedAndExpiredSessionsAreNotRead_data() { kinds(); }
    void endedAndExpiredSessionsAreNotRead();
    void tablesAreReadAsTheyWereWritten_data() { kinds(); }
    void tablesAreReadAsTheyWereWritten();
    void eventsComeInPagesAndInOrder_data() { kinds(); }
    void eventsComeInPagesAndInOrder();
    void eventsOfOneParticipantComeWithThoseOfNobody_data() { kinds(); }
    void eventsOfOneParticipantComeWithThoseOfNobody();
    void everyTextArrivesAsItWas_data() { kinds(); }
    void everyTextArrivesAsItWas();
    void fiveHundredEntriesWithLargeTextsAreOneBatch_data() { kinds(); }
    void fiveHundredEntriesWithLargeTextsAreOneBatch();

private:
    enum class Kind { Sqlite, Postgres, Pooled };

    static void kinds();
    static StoreFactory postgres(const PostgresOptions &options)
    {
        return [options](StoreMode mode) { return PostgresStore::open(options, mode); };
    }
    std::unique_ptr<Store> open(StoreMode mode = StoreMode::ReadWrite);

    std::unique_ptr<PrivateCluster> m_cluster;
    std::unique_ptr<PgBouncer> m_pooler;
    std::unique_ptr<QTemporaryDir> m_folder;
    StoreFactory m_factory;
    std::unique_ptr<Store> m_store; ///< with a contest
};

} // namespace Marathon
