#pragma once

#include "server/judge/Language.h"
#include "server/judge/Sandbox.h"

#include <thread>

namespace Marathon {

/// Compiles the large standard header of a language once per start of the worker, in the same box in which programs are
/// compiled, and keeps it in a folder that only we write. Without it, C++ programs cost three times as much to compile;
/// with it nothing else changes. It works in the background: a header is used as soon as it is there.
class Precompiler
{
public:
    Precompiler(const Sandbox &sandbox, const QList<Language> &languages);
    ~Precompiler();

    /// For LocalJudge; empty when no folder can be made.
    const QString &folder() const { return m_folder; }
    /// Waits until all headers are made.
    void wait();

private:
    void make(const Sandbox &sandbox, const Language &language, const std::stop_token &cancel) const;

    QString m_folder;
    std::jthread m_thread;
};

} // namespace Marathon
