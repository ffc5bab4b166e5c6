#include "server/judge/Protection.h"
#include "shared/protocol/JudgeMessages.h"

#include <CLI/CLI.hpp>
#include <QCoreApplication>
#include <cstdio>

using namespace Marathon;

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    auto sandbox = BubblewrapSandbox::open();
    if (!sandbox) {
        std::fprintf(stderr, "%s\n", qUtf8Printable(sandbox.error().message));
        return 1;
    }
    const ProtectionReport report = protectionReport(**sandbox);
    std::fputs(qUtf8Printable(protectionTable(report)), stdout);
    return report.level == ProtectionLevel::None;
}
