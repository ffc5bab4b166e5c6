#pragma once

#include "server/judge/BubblewrapSandbox.h"
#include "server/judge/LocalJudge.h"

#include <QHash>

namespace Marathon {

/// A real judge over the real sandbox and the language files of the tree, with tests kept in memory.
class JudgeFixture
{
public:
    /// Empty when the sandbox or the languages cannot be used; `problem()` says why. `longestCompileSeconds`: caps the
    /// time that the language files allow, so that attacks on the compiler end sooner.
    explicit JudgeFixture(int longestCompileSeconds = 1000);

    bool isReady() const { return m_judge != nullptr; }
    const QString &problem() const { return m_problem; }
    const BubblewrapSandbox &sandbox() const { return *m_sandbox; }
    JudgeOutcome judge(const JudgeJob &job, const std::stop_token &cancel = {}) const;
    const QList<Language> &languages() const { return m_judge->languages(); }

    /// Adds bytes and returns their SHA-256.
    QString blob(const QByteArray &bytes);

    /// A job of one test: reads n and n numbers, prints their sum; 1 s, 64 MiB, 1 MiB of output.
    JudgeJob sumJob(const QString &language, const QString &source);

private:
    QString m_problem;
    std::unique_ptr<BubblewrapSandbox> m_sandbox;
    QHash<QString, QByteArray> m_blobs;
    std::unique_ptr<LocalJudge> m_judge;
};

/// The text of a file below tests/judge. Fails loudly when it is not there.
QString programText(const QString &path);

} // namespace Marathon
