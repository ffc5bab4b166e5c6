#pragma once

#include "server/judge/Compare.h"
#include "server/judge/Compiler.h"
#include "shared/protocol/JudgeJob.h"
#include "shared/protocol/JudgeOutcome.h"

#include <functional>

namespace Marathon {

/// The bytes of a SHA-256, or an error that makes the job a judge error. Must be safe to call from any thread.
using BlobSource = std::function<Result<QByteArray>(const QString &sha)>;

/// Judges one job at a time on this machine: compiles once, runs each test in a box of its own, compares here, outside
/// of every box. Used by the worker and by `marathon-server problem verify`.
class LocalJudge
{
    Q_DECLARE_TR_FUNCTIONS(LocalJudge)

public:
    LocalJudge(const Sandbox &sandbox, QList<Language> languages, BlobSource blobs, QString headers = {});

    /// Blocks, for up to a minute; meant for a worker thread, safe from several at once. Never fails: a fault of ours is
    /// the verdict JudgeError with a message for staff. After a stop request the outcome means nothing.
    JudgeOutcome judge(const JudgeJob &job, const std::stop_token &cancel = {}) const;

    const QList<Language> &languages() const { return m_languages; }

private:
    const Language *find(const QString &id) const;
    TestOutcome runTest(const JudgeJob &job, const Language &language, const CompiledProgram &program, const JudgeTest &test,
        const CompareOptions &options, const std::stop_token &cancel, QString &fault) const;
    Result<bool> accepts(const JudgeJob &job, const QByteArray &input, const QByteArray &output, const QByteArray &answer,
        const CompareOptions &options, const std::stop_token &cancel) const;

    const Sandbox &m_sandbox;
    Compiler m_compiler;
    QList<Language> m_languages;
    BlobSource m_blobs;
};

/// What the end of a box means, before the output is looked at: Accepted means "ended well, compare". Pure.
Verdict verdictOf(const BoxReport &report, const Language &language);

} // namespace Marathon
