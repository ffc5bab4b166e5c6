#pragma once

#include "server/judge/Language.h"
#include "server/judge/Sandbox.h"

#include <QTemporaryDir>

namespace Marathon {

/// Compiles the large standard header of a language once per start of the worker, in the same box in which programs are
/// compiled, and keeps it in a folder that only we write. Without it, C++ programs cost three times as much to compile;
/// with it nothing else changes. The folder has one directory per language id and is empty when nothing could be made.
class Precompiler
{
public:
    Precompiler(const Sandbox &sandbox, const QList<Language> &languages);

    /// For LocalJudge; empty when there is nothing.
    QString folder() const;

private:
    bool make(const Sandbox &sandbox, const Language &language);

    QTemporaryDir m_folder;
    bool m_any = false;
};

} // namespace Marathon
