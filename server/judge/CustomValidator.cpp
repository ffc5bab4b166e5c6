#include "server/judge/CustomValidator.h"

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int acceptCode = 42;
constexpr int refuseCode = 43;
constexpr int checkerMemoryMib = 512;
constexpr std::chrono::seconds checkerTime {10};
constexpr qint64 mebibyte = 1LL << 20;

} // namespace

Result<CustomValidator> CustomValidator::compile(const Sandbox &sandbox, const Compiler &compiler,
                                                 const Language &language, const JudgeJob &job,
                                                 const std::stop_token &cancel)
{
    const Compilation compilation = compiler.compile(language, job.validator->source, cancel);
    if (const auto *fault = std::get_if<CompileFault>(&compilation))
        return Error {ErrorKind::Internal, fault->message};
    if (const auto *failure = std::get_if<CompileFailure>(&compilation))
        return Error {ErrorKind::Invalid, tr("The problem's checker does not compile: %1").arg(failure->diagnostics)};

    BoxRequest request;
    request.command = language.run;
    request.command.replaceInStrings(u"{memory_mib}"_s, QString::number(checkerMemoryMib));
    request.command << u"/test.in"_s << u"/test.ans"_s << u"/tmp/out/"_s
                    << job.validatorFlags.split(u' ', Qt::SkipEmptyParts);
    request.files = std::get<CompiledProgram>(compilation);
    request.binds = Compiler::compileBox(language).binds;
    request.limits.cpu = checkerTime;
    request.limits.wall = 3 * checkerTime;
    request.limits.memoryBytes = (checkerMemoryMib + language.memoryExtraMib) * mebibyte;
    request.limits.scratchBytes = mebibyte;
    request.limits.processes = language.processes;
    return CustomValidator(sandbox, request);
}

Result<bool> CustomValidator::accepts(const Texts &texts, const std::stop_token &cancel) const
{
    BoxRequest request = m_request;
    request.files.append({u"/test.in"_s, texts.input, false});
    request.files.append({u"/test.ans"_s, texts.answer, false});
    request.input = texts.output;
    const BoxReport report = m_sandbox->run(request, cancel);
    if (report.end == Box::End::Exited && (report.status == acceptCode || report.status == refuseCode))
        return report.status == acceptCode;
    return Error {ErrorKind::Internal, tr("The problem's checker failed (end %1, status %2): %3 %4")
                                           .arg(int(report.end))
                                           .arg(report.status)
                                           .arg(report.failure, cleanText(report.errors, 2000))};
}

} // namespace Marathon
