#pragma once

#include "shared/protocol/Json.h"

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

struct OfferedLanguage
{
    QString id;
    QString name;
    QString version; ///< first line of what its tool says
    bool operator==(const OfferedLanguage &) const = default;
};

template <typename Fields>
void describe(Fields &fields, OfferedLanguage &language)
{
    fields("id", language.id);
    fields("name", language.name);
    fields("version", language.version);
}

enum class ProtectionLevel { Full, Reduced, None };
template <>
struct EnumNames<ProtectionLevel>
{
    static constexpr std::array rows {EnumName<ProtectionLevel> {ProtectionLevel::Full, "full"_L1},
                                      EnumName<ProtectionLevel> {ProtectionLevel::Reduced, "reduced"_L1},
                                      EnumName<ProtectionLevel> {ProtectionLevel::None, "none"_L1}};
};
static_assert(oneRowPerKindInOrder(EnumNames<ProtectionLevel>::rows));

/// One self-test of a worker's sandbox. `required`: without it the worker refuses to judge.
struct ProtectionCheck
{
    QString name;
    bool held = false;
    bool required = false;
    QString detail;
    bool operator==(const ProtectionCheck &) const = default;
};

template <typename Fields>
void describe(Fields &fields, ProtectionCheck &check)
{
    fields("name", check.name);
    fields("held", check.held);
    fields("required", check.required);
    fields("detail", check.detail);
}

struct ProtectionReport
{
    ProtectionLevel level = ProtectionLevel::None;
    QList<ProtectionCheck> checks;
    bool operator==(const ProtectionReport &) const = default;
};

template <typename Fields>
void describe(Fields &fields, ProtectionReport &report)
{
    fields("level", report.level);
    fields("checks", report.checks);
}

inline constexpr int judgeProtocolVersion = 1;

struct WorkerHello
{
    static constexpr auto type = "hello"_L1;
    int version = judgeProtocolVersion;
    QString name;
    int slotCount = 1;
    QList<OfferedLanguage> languages;
    ProtectionReport protection;
};

template <typename Fields>
void describe(Fields &fields, WorkerHello &hello)
{
    fields("v", hello.version);
    fields("name", hello.name);
    fields("slots", hello.slotCount);
    fields("languages", hello.languages);
    fields("protection", hello.protection);
}

/// Server to worker, in answer to `hello`.
struct WorkerWelcome
{
    static constexpr auto type = "welcome"_L1;
    Duration heartbeat {5000}; ///< say `heartbeat` this often, or the jobs go to others
};

template <typename Fields>
void describe(Fields &fields, WorkerWelcome &welcome)
{
    fields("heartbeat_ms", welcome.heartbeat);
}

} // namespace Marathon
