#pragma once

#include "server/judge/Language.h"
#include "server/judge/Sandbox.h"

#include <QCoreApplication>
#include <variant>

namespace Marathon {

/// A program that is ready to run: the files which its box shows in /box.
using CompiledProgram = QList<BoxFile>;

/// What the compiler says to the participant, cleaned and cut to 64 KiB.
struct CompileFailure
{
    QString diagnostics;
};

/// Why compiling failed by a fault of ours; for staff.
struct CompileFault
{
    QString message;
};

using Compilation = std::variant<CompiledProgram, CompileFailure, CompileFault>;

/// Compiles a source in a box of its own. Only the compiler's result leaves the box, and it is treated as hostile.
class Compiler
{
    Q_DECLARE_TR_FUNCTIONS(Compiler)

public:
    /// `headers`: folder with precompiled headers by language, or empty; see Precompiler.
    explicit Compiler(const Sandbox &sandbox, QString headers = {});

    Compilation compile(const Language &language, const QString &source, const std::stop_token &cancel) const;

    /// The box in which `language` compiles; Precompiler uses the same one.
    static BoxRequest compileBox(const Language &language);

private:
    const Sandbox &m_sandbox;
    QString m_headers;
};

/// Text of a box as a page can show it: UTF-8 with replacement characters for what is none, without control characters
/// except line feed and tab, at most `largest` bytes of it.
QString cleanText(const QByteArray &bytes, qsizetype largest);

} // namespace Marathon
