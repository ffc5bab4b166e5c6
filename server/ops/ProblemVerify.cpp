#include "server/ops/ProblemVerify.h"

#include "server/import/ContestFolder.h"
#include "server/import/ProblemFolder.h"
#include "server/judge/LocalJudge.h"
#include "server/judge/Protection.h"
#include "shared/core/Text.h"

#include <QFileInfo>
#include <cmath>

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ProblemVerify", text);
}

/// One program to run, and the verdict that it must get; nothing: any but accepted.
struct Trial
{
    QString folder;
    PackageSource source;
    std::optional<Verdict> expected;
};

QList<Trial> trialsOf(const ProblemPackage &problem)
{
    QList<Trial> trials;
    for (const PackageSubmission &submission : problem.submissions)
        trials.append({u"submissions"_s, submission.source, submission.expected});
    for (const PackageSource &source : problem.buggy)
        trials.append({u"buggy/%1"_s.arg(source.language), source, std::nullopt});
    return trials;
}

JudgeJob jobOf(const ProblemPackage &problem, const Trial &trial, QHash<QString, QByteArray> &blobs)
{
    JudgeJob job {.jobId = problem.id,
                  .kind = JudgeKind::Judge,
                  .language = trial.source.language,
                  .source = trial.source.text,
                  .limits = {Duration(std::llround(problem.limits.timeSeconds * 1000)), problem.limits.memoryMiB,
                             problem.limits.outputMiB},
                  .validatorFlags = problem.validatorFlags};
    if (problem.checker)
        job.validator = JudgeValidator {problem.checker->files.first().language, problem.checker->files.first().text};
    const auto keep = [&blobs](const QByteArray &bytes) {
        const QString sha = sha256Hex(bytes);
        blobs.insert(sha, bytes);
        return sha;
    };
    for (const PackageTest &test : problem.samples + problem.secrets)
        job.tests.append({.name = test.group.isEmpty() ? test.name : test.group + u'/' + test.name,
                          .inputSha = keep(test.input),
                          .answerSha = keep(test.answer),
                          .input = {}});
    return job;
}

QString detailOf(const JudgeOutcome &outcome)
{
    if (!outcome.message.isEmpty())
        return outcome.message;
    if (outcome.verdict == Verdict::CompileError)
        return outcome.compileOutput.section(u'\n', 0, 0);
    for (const TestOutcome &test : outcome.tests) {
        if (test.verdict != Verdict::Accepted)
            return tr("test %1").arg(test.name);
    }
    return {};
}

} // namespace

QList<ProgramCheck> verifyProblem(const ProblemPackage &problem, const JudgeProgram &judge,
                                  const std::function<void(const ProgramCheck &)> &report)
{
    QList<ProgramCheck> checks;
    for (const Trial &trial : trialsOf(problem)) {
        QHash<QString, QByteArray> blobs;
        const JudgeJob job = jobOf(problem, trial, blobs);
        const JudgeOutcome outcome = judge(job, blobs);
        const bool isJudged = outcome.verdict != Verdict::JudgeError;
        ProgramCheck check {.problem = problem.id,
                            .program = trial.folder + u'/' + trial.source.fileName,
                            .language = trial.source.language,
                            .expected =
                                trial.expected ? nameOf(*trial.expected) : tr("not %1").arg(nameOf(Verdict::Accepted)),
                            .verdict = outcome.verdict,
                            .time = outcome.time};
        check.held =
            isJudged && (trial.expected ? outcome.verdict == *trial.expected : outcome.verdict != Verdict::Accepted);
        check.detail = detailOf(outcome);
        report(check);
        checks.append(std::move(check));
    }
    return checks;
}

Result<QList<ProblemPackage>> readProblems(const QString &dir)
{
    if (!QFileInfo::exists(dir + "/contest.yaml"_L1) && QFileInfo::exists(dir + "/problem.yaml"_L1)) {
        const Result<ProblemPackage> problem = readProblemFolder(dir);
        return problem ? Result(QList<ProblemPackage> {*problem}) : Result<QList<ProblemPackage>>(problem.error());
    }
    const Result<ContestDefinition> contest = readContestFolder(dir);
    return contest ? Result(contest->problems) : Result<QList<ProblemPackage>>(contest.error());
}

Result<bool> verifyProblemFolder(const QString &dir, const std::function<void(const ProgramCheck &)> &report,
                                 const JudgePlaces &places)
{
    const Result<QList<ProblemPackage>> problems = readProblems(dir);
    if (!problems)
        return problems.error();
    const Result<std::unique_ptr<BubblewrapSandbox>> sandbox = BubblewrapSandbox::open(places.programs);
    if (!sandbox)
        return sandbox.error();
    const ProtectionReport protection = protectionReport(**sandbox);
    if (protection.level == ProtectionLevel::None)
        return Error {ErrorKind::Unavailable,
                      tr("The sandbox protects nothing on this machine, so no program is run.\n%1")
                          .arg(protectionTable(protection))};
    const Result<QList<Language>> languages =
        installedLanguages(places.languages.isEmpty() ? defaultLanguageFolder() : places.languages);
    if (!languages)
        return languages.error();
    const LocalJudge local(**sandbox, *languages);
    const JudgeProgram judge = [&local](const JudgeJob &job, const QHash<QString, QByteArray> &blobs) {
        return local.judge(job, [&blobs](const QString &sha) -> Result<QByteArray> { return blobs.value(sha); });
    };
    bool held = true;
    for (const ProblemPackage &problem : *problems) {
        const QList<ProgramCheck> checks = verifyProblem(problem, judge, report);
        held = held && std::all_of(checks.begin(), checks.end(), [](const ProgramCheck &check) { return check.held; });
    }
    return held;
}

} // namespace Marathon
