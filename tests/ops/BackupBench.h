#pragma once

#include "server/store/Store.h"
#include "shared/domain/Verdict.h"

#include <QTemporaryDir>

namespace Marathon {

/// Places with a contest in them, for what copies and checks whole stores.
class BackupBench
{
public:
    QString path(const QString &name) const { return m_folder.filePath(name); }
    /// The database of this name, made when it is missing.
    std::unique_ptr<Store> open(const QString &name, StoreMode mode = StoreMode::ReadWrite) const;

    /// A contest of six people with rows in every durable table: incidents, actions, submissions, drafts.
    /// @param verdict of P1's submission, which moves the standings
    static void fill(Store &store, Verdict verdict = Verdict::Accepted);
    /// This many more incidents, each with its evidence; `from` counts those that are there already.
    static void addIncidents(Store &store, qint64 count);

    /// Runs statements on the file itself, as somebody with sqlite3 might; the ledger's triggers are dropped first.
    void tamper(const QString &name, const QStringList &statements) const;

    /// Everything that a store holds, by one hash.
    static QString contentOf(Store &store);
    static qint64 rowsIn(Store &store);

private:
    QTemporaryDir m_folder;
};

/// The value of a result that the test needs; a failure ends the program with its message.
template <typename T>
T required(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().message));
    return std::move(*result);
}
inline void required(const Result<void> &result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().message));
}

} // namespace Marathon
