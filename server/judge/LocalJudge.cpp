#include "server/judge/LocalJudge.h"

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype shownOutput = 64 * 1024;
constexpr qsizetype shownErrors = 16 * 1024;
constexpr qint64 mebibyte = 1LL << 20;

BoxLimits limitsOf(const JudgeJob &job, const Language &language)
{
    BoxLimits limits;
    limits.cpu = std::chrono::milliseconds(static_cast<qint64>(static_cast<double>(job.limits.time.count()) * language.timeMultiplier));
    limits.wall = std::max(3 * limits.cpu, limits.cpu + std::chrono::seconds(2));
    limits.memoryBytes = (job.limits.memoryMib + language.memoryExtraMib) * mebibyte;
    limits.outputBytes = limits.errorBytes = job.limits.outputMib * mebibyte;
    limits.processes = language.processes;
    limits.limitAddressSpace = language.limitAddressSpace;
    return limits;
}

QStringList runCommand(const JudgeJob &job, const Language &language)
{
    QStringList command = language.run;
    command.replaceInStrings(u"{memory_mib}"_s, QString::number(job.limits.memoryMib));
    return command;
}

JudgeOutcome judgeError(const QString &message)
{
    JudgeOutcome outcome;
    outcome.message = message;
    return outcome;
}

} // namespace

Verdict verdictOf(const BoxReport &report, const Language &language)
{
    switch (report.end) {
    case Box::End::Failed:
    case Box::End::Cancelled:
        return Verdict::JudgeError;
    case Box::End::Output:
        return Verdict::OutputLimit;
    case Box::End::Memory:
        return Verdict::MemoryLimit;
    case Box::End::CpuTime:
    case Box::End::WallTime:
        return Verdict::TimeLimit;
    case Box::End::NoReport:
        return Verdict::RunTimeError;
    case Box::End::Signalled:
        return language.signalVerdicts.value(report.status, Verdict::RunTimeError);
    case Box::End::Exited:
        return report.status == 0 ? Verdict::Accepted : language.exitVerdicts.value(report.status, Verdict::RunTimeError);
    }
    Q_UNREACHABLE();
}

LocalJudge::LocalJudge(const Sandbox &sandbox, QList<Language> languages, QString headers)
    : m_sandbox(sandbox)
    , m_compiler(sandbox, std::move(headers))
    , m_languages(std::move(languages))
{
}

const Language *LocalJudge::find(const QString &id) const
{
    const auto found = std::find_if(m_languages.begin(), m_languages.end(), [&id](const Language &language) { return language.id == id; });
    return found == m_languages.end() ? nullptr : &*found;
}

JudgeOutcome LocalJudge::judge(const JudgeJob &job, const BlobSource &blobs, const std::stop_token &cancel) const
{
    const Language *language = find(job.language);
    if (!language)
        return judgeError(tr("The language \"%1\" is not installed on this judge.").arg(job.language));
    if (job.tests.isEmpty())
        return judgeError(tr("The problem has no tests."));
    const Result<CompareOptions> options = parseValidatorFlags(job.validator ? QString() : job.validatorFlags);
    if (!options)
        return judgeError(options.error().message);

    const Compilation compilation = m_compiler.compile(*language, job.source, cancel);
    if (const auto *fault = std::get_if<CompileFault>(&compilation))
        return judgeError(fault->message);
    JudgeOutcome outcome;
    if (const auto *failure = std::get_if<CompileFailure>(&compilation)) {
        outcome.verdict = Verdict::CompileError;
        outcome.compileOutput = failure->diagnostics;
        return outcome;
    }
    const Prepared prepared {job, blobs, *language, *options, std::get<CompiledProgram>(compilation)};

    outcome.verdict = Verdict::Accepted;
    for (const JudgeTest &test : job.tests) {
        QString fault;
        const TestOutcome result = runTest(prepared, test, cancel, fault);
        if (result.verdict == Verdict::JudgeError)
            return judgeError(tr("Test \"%1\": %2").arg(test.name, fault));
        outcome.time = std::max(outcome.time, result.time);
        outcome.memoryKib = std::max(outcome.memoryKib, result.memoryKib);
        outcome.tests.append(result);
        if (outcome.verdict == Verdict::Accepted)
            outcome.verdict = result.verdict;
        if (result.verdict != Verdict::Accepted && job.kind == JudgeKind::Judge && !job.allTests)
            break;
    }
    return outcome;
}

TestOutcome LocalJudge::runTest(const Prepared &prepared, const JudgeTest &test, const std::stop_token &cancel, QString &fault) const
{
    const auto &[job, blobs, language, options, program] = prepared;
    TestOutcome outcome;
    outcome.name = test.name;
    Result<QByteArray> input = test.input ? Result<QByteArray>(test.input->toUtf8()) : blobs(test.inputSha);
    Result<QByteArray> answer = test.answerSha.isEmpty() ? Result<QByteArray>(QByteArray()) : blobs(test.answerSha);
    for (const Result<QByteArray> *bytes : {&input, &answer}) {
        if (!*bytes) {
            fault = bytes->error().message;
            return outcome;
        }
    }
    BoxRequest request;
    request.command = runCommand(job, language);
    request.files = program;
    request.binds = Compiler::compileBox(language).binds;
    request.input = *input;
    request.limits = limitsOf(job, language);
    const BoxReport report = m_sandbox.run(request, cancel);

    outcome.verdict = verdictOf(report, language);
    outcome.time = std::chrono::duration_cast<Duration>(report.end == Box::End::WallTime ? std::max(report.cpu, report.wall) : report.cpu);
    outcome.memoryKib = report.peakBytes / 1024;
    if (job.kind == JudgeKind::Run) {
        outcome.output = cleanText(report.output, shownOutput);
        outcome.errors = cleanText(report.errors, shownErrors);
    }
    if (outcome.verdict == Verdict::JudgeError)
        fault = report.failure;
    if (outcome.verdict != Verdict::Accepted || test.answerSha.isEmpty())
        return outcome;
    const Result<bool> accepted = accepts(prepared, {*input, report.output, *answer}, cancel);
    if (!accepted)
        fault = accepted.error().message;
    outcome.verdict = !accepted ? Verdict::JudgeError : *accepted ? Verdict::Accepted : Verdict::WrongAnswer;
    return outcome;
}

Result<bool> LocalJudge::accepts(const Prepared &prepared, const CustomValidator::Texts &texts, const std::stop_token &cancel) const
{
    const std::optional<JudgeValidator> &validator = prepared.job.validator;
    if (!validator)
        return isRight(texts.output, texts.answer, prepared.options);
    const Language *language = find(validator->language);
    if (!language)
        return Error {ErrorKind::Unavailable, tr("The language \"%1\" of the checker is not installed on this judge.").arg(validator->language)};
    return CustomValidator(m_sandbox, m_compiler, *language).accepts(*validator, prepared.job.validatorFlags, texts, cancel);
}

} // namespace Marathon
