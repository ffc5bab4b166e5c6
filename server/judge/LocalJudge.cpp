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
    limits.cpu = std::chrono::milliseconds(
        static_cast<qint64>(static_cast<double>(job.limits.time.count()) * language.timeMultiplier));
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
        return report.status == 0 ? Verdict::Accepted
                                  : language.exitVerdicts.value(report.status, Verdict::RunTimeError);
    }
    Q_UNREACHABLE();
}

LocalJudge::LocalJudge(const Sandbox &sandbox, QList<Language> languages, QString headers)
    : m_sandbox(sandbox)
    , m_compiler(sandbox, std::move(headers))
    , m_languages(std::move(languages))
{}

const Language *LocalJudge::find(const QString &id) const
{
    const auto found = std::find_if(m_languages.begin(), m_languages.end(),
                                    [&id](const Language &language) { return language.id == id; });
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
    const Result<std::optional<CustomValidator>> validator = validatorOf(job, cancel);
    if (!validator)
        return judgeError(validator.error().message);
    return runTests({job, blobs, *language, *options, std::get<CompiledProgram>(compilation), *validator}, cancel);
}

Result<std::optional<CustomValidator>> LocalJudge::validatorOf(const JudgeJob &job, const std::stop_token &cancel) const
{
    if (!job.validator)
        return std::optional<CustomValidator>();
    const Language *language = find(job.validator->language);
    if (!language)
        return Error {
            ErrorKind::Unavailable,
            tr("The language \"%1\" of the checker is not installed on this judge.").arg(job.validator->language)};
    Result<CustomValidator> validator = CustomValidator::compile(m_sandbox, m_compiler, *language, job, cancel);
    if (!validator)
        return validator.error();
    return std::optional<CustomValidator>(*validator);
}

JudgeOutcome LocalJudge::runTests(const Prepared &prepared, const std::stop_token &cancel) const
{
    const JudgeJob &job = prepared.job;
    JudgeOutcome outcome;
    outcome.verdict = Verdict::Accepted;
    Result<PreparedTest> next = prepareTest(prepared, job.tests.first());
    for (qsizetype number = 0; number < job.tests.size(); ++number) {
        Result<PreparedTest> test = std::move(next);
        if (number + 1 < job.tests.size())
            next = prepareTest(prepared, job.tests[number + 1]);
        const Result<TestOutcome> result = test ? runTest(prepared, *test, cancel) : Result<TestOutcome>(test.error());
        if (!result)
            return judgeError(tr("Test \"%1\": %2").arg(job.tests[number].name, result.error().message));
        outcome.time = std::max(outcome.time, result->time);
        outcome.memoryKib = std::max(outcome.memoryKib, result->memoryKib);
        outcome.tests.append(*result);
        if (outcome.verdict == Verdict::Accepted)
            outcome.verdict = result->verdict;
        if (result->verdict != Verdict::Accepted && job.kind == JudgeKind::Judge && !job.allTests)
            break;
    }
    return outcome;
}

Result<LocalJudge::PreparedTest> LocalJudge::prepareTest(const Prepared &prepared, const JudgeTest &test) const
{
    Result<QByteArray> input = test.input ? Result<QByteArray>(test.input->toUtf8()) : prepared.blobs(test.inputSha);
    if (!input)
        return input.error();
    Result<QByteArray> answer =
        test.answerSha.isEmpty() ? Result<QByteArray>(QByteArray()) : prepared.blobs(test.answerSha);
    if (!answer)
        return answer.error();
    BoxRequest request;
    request.command = runCommand(prepared.job, prepared.language);
    request.files = prepared.program;
    request.binds = Compiler::compileBox(prepared.language).binds;
    request.input = *input;
    request.limits = limitsOf(prepared.job, prepared.language);
    return PreparedTest {test, {*input, {}, *answer}, m_sandbox.prepare(request)};
}

Result<TestOutcome> LocalJudge::runTest(const Prepared &prepared, PreparedTest &test,
                                        const std::stop_token &cancel) const
{
    const BoxReport report = test.box->run(cancel);
    TestOutcome outcome;
    outcome.name = test.test.name;
    outcome.verdict = verdictOf(report, prepared.language);
    outcome.time = std::chrono::duration_cast<Duration>(
        report.end == Box::End::WallTime ? std::max(report.cpu, report.wall) : report.cpu);
    outcome.memoryKib = report.peakBytes / 1024;
    if (prepared.job.kind == JudgeKind::Run) {
        outcome.output = cleanText(report.output, shownOutput);
        outcome.errors = cleanText(report.errors, shownErrors);
    }
    if (outcome.verdict == Verdict::JudgeError)
        return Error {ErrorKind::Internal, report.failure};
    if (outcome.verdict != Verdict::Accepted || test.test.answerSha.isEmpty())
        return outcome;
    test.texts.output = report.output;
    const Result<bool> accepted = prepared.validator
                                      ? prepared.validator->accepts(test.texts, cancel)
                                      : Result<bool>(isRight(report.output, test.texts.answer, prepared.options));
    if (!accepted)
        return accepted.error();
    outcome.verdict = *accepted ? Verdict::Accepted : Verdict::WrongAnswer;
    return outcome;
}

} // namespace Marathon
