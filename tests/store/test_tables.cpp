#include "server/store/SqliteStore.h"
#include "server/store/Tables.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Marathon;

/// The table of durable tables against the schema: what it forgets is lost by the next restore.
class TestTables : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const Result<std::unique_ptr<Store>> store = SqliteStore::open(path(), StoreMode::ReadWrite);
        QVERIFY(store.isOk());
        m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"schema"_s);
        m_database.setDatabaseName(path());
        QVERIFY(m_database.open());
    }
    void cleanupTestCase()
    {
        m_database = {};
        QSqlDatabase::removeDatabase(u"schema"_s);
    }

    void everyTableOfTheSchemaIsDurable()
    {
        QStringList named;
        for (const TableSpec &table : durableTables())
            named.append(QString(table.name));
        named.sort();
        QCOMPARE(rows(u"SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"_s), named);
    }

    void everyColumnIsThereWithItsTypeAndKey_data()
    {
        QTest::addColumn<QString>("name");
        for (const TableSpec &table : durableTables())
            QTest::newRow(table.name.data()) << QString(table.name);
    }
    void everyColumnIsThereWithItsTypeAndKey()
    {
        QFETCH(QString, name);
        const TableSpec *table = durableTable(name);
        QVERIFY(table);
        QStringList named;
        for (std::size_t index = 0; index < table->columns.size(); ++index) {
            const ColumnSpec &column = table->columns[index];
            const char *type = column.type == ColumnType::Text      ? "TEXT"
                               : column.type == ColumnType::Integer ? "INTEGER"
                                                                    : "BLOB";
            const int key = int(index) < table->keyColumns ? int(index) + 1 : 0;
            named.append(u"%1 %2 %3"_s.arg(QString(column.name), QLatin1StringView(type)).arg(key));
            QCOMPARE(table->column(column.name), int(index));
        }
        QStringList real = rows(u"SELECT name || ' ' || type || ' ' || pk FROM pragma_table_info('%1')"_s.arg(name));
        named.sort();
        real.sort();
        QCOMPARE(named, real);
    }

    void whoIsReferredToComesFirst()
    {
        QStringList before;
        for (const TableSpec &table : durableTables()) {
            for (const QString &wanted :
                 rows(u"SELECT \"table\" FROM pragma_foreign_key_list('%1')"_s.arg(QString(table.name))))
                QVERIFY2(before.contains(wanted), qPrintable(QString(table.name) + u" comes before "_s + wanted));
            before.append(QString(table.name));
        }
    }

    void anUnknownNameIsNoTable()
    {
        QVERIFY(!durableTable(u"sqlite_master"));
        QCOMPARE(durableTables().front().column("nothing"_L1), -1);
    }

private:
    QString path() const { return m_folder.filePath(u"marathon.db"_s); }
    QStringList rows(const QString &statement)
    {
        QStringList list;
        QSqlQuery query(m_database);
        if (!query.exec(statement))
            qFatal("%s", qPrintable(statement));
        while (query.next())
            list.append(query.value(0).toString());
        return list;
    }

    QTemporaryDir m_folder;
    QSqlDatabase m_database;
};

QTEST_GUILESS_MAIN(TestTables)
#include "test_tables.moc"
