#pragma once

#include "server/judge/Compare.h"
#include "server/judge/Compiler.h"
#include "server/judge/CustomValidator.h"
#include "shared/protocol/JudgeJob.h"
#include "shared/protocol/JudgeOutcome.h"

#include <functional>

namespace Marathon {

/// The bytes of a SHA-256, or an error that makes the job a judge error. Called on the thread that judges.
using BlobSource = std::function<Result<QByteArray>(const QString &sha)>;

/// Judges one job at a time on this machine: compiles once, runs each test in a box of its own, compares here, outside
/// of every box. Used by the worker and by `marathon-server problem verify`.
class LocalJudge
{
    Q_DECLARE_TR_FUNCTIONS(LocalJudge)

public:
    /// `headers`: see Precompiler; empty: C++ reads its headers each time.
    LocalJudge(const Sandbox &sandbox, QList<Language> languages, QString headers = {});

    /// Blocks, for up to a minute; meant for a worker thread, safe from several at once. Never fails: a fault of ours
    /// is the verdict JudgeError with a message for staff. After a stop request the outcome means nothing.
    JudgeOutcome judge(const JudgeJob &job, const BlobSource &blobs, const std::stop_token &cancel = {}) const;

    const QList<Language> &languages() const { return m_languages; }

private:
    /// What all tests of a job share.
    struct Prepared
    {
        const JudgeJob &job;
        const BlobSource &blobs;
        const Language &language;
        CompareOptions options;
        CompiledProgram program;
        std::optional<CustomValidator> validator;
    };
    /// A test whose box is set up while the one before it runs.
    struct PreparedTest
    {
        JudgeTest test;
        CustomValidator::Texts texts; ///< without the output
        std::unique_ptr<PreparedBox> box;
    };

    const Language *find(const QString &id) const;
    Result<std::optional<CustomValidator>> validatorOf(const JudgeJob &job, const std::stop_token &cancel) const;
    JudgeOutcome runTests(const Prepared &prepared, const std::stop_token &cancel) const;
    Result<PreparedTest> prepareTest(const Prepared &prepared, const JudgeTest &test) const;
    Result<TestOutcome> runTest(const Prepared &prepared, PreparedTest &test, const std::stop_token &cancel) const;

    const Sandbox &m_sandbox;
    Compiler m_compiler;
    QList<Language> m_languages;
};

/// What the end of a box means, before the output is looked at: Accepted means "ended well, compare". Pure.
Verdict verdictOf(const BoxReport &report, const Language &language);

} // namespace Marathon
