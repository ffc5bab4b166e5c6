#include "server/CommandWords.h"
#include "server/ProgressLine.h"
#include "server/ops/Backup.h"
#include "server/ops/BackupPlan.h"
#include "server/ops/DataLock.h"
#include "server/ops/LedgerCheck.h"
#include "server/ops/StandingsComparison.h"
#include "server/store/PostgresMigrations.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

/// The commands that read or write everything: backup, restore, verify, migrate-store, database prepare.
namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("CommandLine", text);
}

QString text(const std::string &word)
{
    return QString::fromStdString(word);
}

/// Shows progress while it lives.
class Showing
{
public:
    Showing(QTextStream &err, bool isTerminal, const QString &what)
        : m_line(err, isTerminal ? ProgressLine::Screen::Terminal : ProgressLine::Screen::Lines, what)
        , m_progress([this](qint64 done, qint64 total) {
            m_line.show(done, total);
            return true;
        })
    {}
    operator const CopyProgress &() const { return m_progress; }

private:
    ProgressLine m_line;
    CopyProgress m_progress;
};

/// A place to write into, and the right to do so. Every server on a PostgreSQL database takes its own lock there.
struct Opened
{
    std::unique_ptr<DataLock> lock;
    std::unique_ptr<Store> store;
};

Result<std::unique_ptr<DataLock>> lockOf(const StoreAddress &address)
{
    if (!address.isSqlite())
        return std::unique_ptr<DataLock>();
    const DataDirectory directory(address.directory);
    if (const Result<void> made = directory.make(); !made)
        return made.error();
    return DataLock::acquire(directory);
}

Result<Opened> openEmpty(const OpenStore &open, const StoreAddress &address)
{
    Result<std::unique_ptr<DataLock>> lock = lockOf(address);
    if (!lock)
        return lock.error();
    Result<std::unique_ptr<Store>> store = open(address, StoreMode::ReadWrite);
    if (!store)
        return store.error();
    return Opened {std::move(*lock), std::move(*store)};
}

QString mebibytes(qint64 bytes)
{
    return QString::number(double(bytes) / 1048576.0, 'f', 1);
}

} // namespace

ExitCode CommandLine::makeBackup(const Words &words)
{
    const StoreAddress place = storeOf(words);
    const Result<std::unique_ptr<Store>> store = m_world.openStore(place, StoreMode::ReadOnly);
    if (!store)
        return refuse(store.error());
    const Instant now = SystemClock().now();
    QString path = QFileInfo(text(words.out)).absoluteFilePath();
    if (words.out.empty()) {
        const DataDirectory folder(directoryOf(words).backupsPath());
        if (const Result<void> made = folder.make(); !made)
            return refuse(made.error());
        path = QDir(folder.path()).filePath(backupFileName(now));
    }
    const Result<BackupReport> made =
        backup(**store, path, now, Showing(m_world.err, m_world.errIsTerminal, tr("Writing the backup")));
    if (!made)
        return refuse(made.error());
    const Result<RestoreReport> verified =
        verifyBackup(path, Showing(m_world.err, m_world.errIsTerminal, tr("Reading it back")));
    if (!verified)
        return refuse(verified.error());
    return say(
        tr("%1: %2 rows, %3 MiB, contest \"%4\" as of entry %5. It holds password hashes: keep it as safe as the "
           "database.\n%6")
            .arg(path)
            .arg(made->header.rowCount())
            .arg(mebibytes(made->bytes), made->header.contest)
            .arg(made->header.seq)
            .arg(verified->audit.text()));
}

ExitCode CommandLine::restoreBackup(const Words &words)
{
    const StoreAddress place = storeOf(words);
    const QString path = QFileInfo(text(words.path)).absoluteFilePath();
    // Before anything is made: a name that was mistyped leaves no folder behind.
    if (!QFileInfo(path).isReadable())
        return refuse({ErrorKind::NotFound, tr("There is no backup %1 that can be read.").arg(path)});
    std::unique_ptr<Store> other;
    if (!words.compare.empty()) {
        const Result<StoreAddress> address = storeAddressOf(text(words.compare));
        if (!address)
            return refuse(address.error());
        Result<std::unique_ptr<Store>> opened = m_world.openStore(*address, StoreMode::ReadOnly);
        if (!opened)
            return refuse(opened.error());
        other = std::move(*opened);
    }
    const Result<Opened> opened = openEmpty(m_world.openStore, place);
    if (!opened)
        return refuse(opened.error());
    const Result<RestoreReport> restored =
        restore(path, *opened->store, Showing(m_world.err, m_world.errIsTerminal, tr("Restoring")));
    if (!restored)
        return refuse(restored.error());
    say(tr("%1 holds what the backup of %2 held: contest \"%3\" as of entry %4.\n%5")
            .arg(place.text(), toRfc3339(restored->header.madeAt), restored->header.contest)
            .arg(restored->header.seq)
            .arg(restored->audit.text()));
    if (!other)
        return ExitCode::Done;
    const Result<StandingsComparison> compared = compareStandings(*opened->store, *other);
    if (!compared)
        return refuse(compared.error());
    if (compared->differenceCount == 0)
        return say(
            tr("The standings and the status of all %1 participants are the same in both places, as of entry %2.")
                .arg(compared->participants)
                .arg(compared->entries));
    return refuse({ErrorKind::Conflict, tr("The two places differ in %1 points, as of entry %2:\n%3")
                                            .arg(compared->differenceCount)
                                            .arg(compared->entries)
                                            .arg(compared->differences.join(u'\n'))});
}

ExitCode CommandLine::verifyAll(const Words &words)
{
    if (!words.path.empty()) {
        const QString path = QFileInfo(text(words.path)).absoluteFilePath();
        const Result<RestoreReport> verified =
            verifyBackup(path, Showing(m_world.err, m_world.errIsTerminal, tr("Verifying")));
        if (!verified)
            return refuse(verified.error());
        return say(tr("The backup of %1 is whole: contest \"%2\" as of entry %3.\n%4")
                       .arg(toRfc3339(verified->header.madeAt), verified->header.contest)
                       .arg(verified->header.seq)
                       .arg(verified->audit.text()));
    }
    const Result<std::unique_ptr<Store>> store = m_world.openStore(storeOf(words), StoreMode::ReadOnly);
    if (!store)
        return refuse(store.error());
    const Result<QJsonObject> answer =
        verifyPlace(**store, storeOf(words), Showing(m_world.err, m_world.errIsTerminal, tr("Verifying")));
    return answer ? say(answer->value("message"_L1).toString()) : refuse(answer.error());
}

ExitCode CommandLine::prepareDatabase(const Words &words)
{
    const StoreAddress place = storeOf(words);
    if (place.isSqlite())
        return refuse(
            {ErrorKind::Invalid, tr("Name the PostgreSQL with --database postgresql://role@host:port/database. "
                                    "The embedded database needs no preparation.")});
    if (const Result<void> prepared = preparePostgres({place.postgres, place.pooled}); !prepared)
        return refuse(prepared.error());
    return say(tr("%1 is ready. Servers sign in with a role that is a member of marathon_app.").arg(place.text()));
}

ExitCode CommandLine::moveContests(const Words &words)
{
    const StoreAddress from = storeOf(words);
    const Result<StoreAddress> to = storeAddressOf(text(words.to));
    if (!to)
        return refuse(to.error());
    const Result<std::unique_ptr<Store>> source = m_world.openStore(from, StoreMode::ReadOnly);
    if (!source)
        return refuse(source.error());
    // Whatever a server wrote meanwhile would be left behind.
    const Result<std::unique_ptr<DataLock>> quiet = lockOf(from);
    if (!quiet)
        return refuse(quiet.error());
    const Result<Opened> target = openEmpty(m_world.openStore, *to);
    if (!target)
        return refuse(target.error());
    const Result<AuditReport> moved = moveStore(**source, *target->store, SystemClock().now(),
                                                Showing(m_world.err, m_world.errIsTerminal, tr("Copying")));
    if (!moved)
        return refuse(moved.error());
    return say(
        tr("%1 holds what %2 held; the old place is as it was.\n%3").arg(to->text(), from.text(), moved->text()));
}

} // namespace Marathon
