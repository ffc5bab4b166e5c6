#pragma once

#include "server/ops/ExportTables.h"
#include "shared/domain/ContestPhase.h"
#include "shared/domain/Role.h"
#include "shared/protocol/Json.h"

/// The administrative commands as they travel: {"command": "<name>", ...fields}. One struct per command that has
/// fields.
namespace Marathon {

struct ContestImportRequest
{
    QString dir; ///< absolute path, readable by the process that carries the command out
};
template <typename Fields>
void describe(Fields &fields, ContestImportRequest &request)
{
    fields("dir", request.dir);
}

struct ContestStateRequest
{
    ContestPhase state = ContestPhase::Draft;
};
template <typename Fields>
void describe(Fields &fields, ContestStateRequest &request)
{
    fields("state", request.state);
}

struct RoundStateRequest
{
    int number = 0;
    RoundPhase state = RoundPhase::Locked;
};
template <typename Fields>
void describe(Fields &fields, RoundStateRequest &request)
{
    fields("number", request.number);
    fields("state", request.state);
}

/// A preset, or settings over the preset that they name (over the policy in force when they name none).
struct PolicyRequest
{
    std::optional<QString> preset;
    std::optional<QJsonObject> policy;
};
template <typename Fields>
void describe(Fields &fields, PolicyRequest &request)
{
    fields.maybe("preset", request.preset);
    fields.maybe("policy", request.policy);
}

/// The list as text, or as the bytes of the file (any encoding that readRosterCsv() knows).
struct ParticipantsImportRequest
{
    std::optional<QString> csv;
    std::optional<QString> csvBase64;
    bool dryRun = false; ///< say what would happen, change nothing
};
template <typename Fields>
void describe(Fields &fields, ParticipantsImportRequest &request)
{
    fields.maybe("csv", request.csv);
    fields.maybe("csv_base64", request.csvBase64);
    fields.maybe("dry_run", request.dryRun);
}

/// A new member of the staff, or a new role, password, name or halls of a known one.
struct StaffAddRequest
{
    QString username;
    Role role = Role::Nobody;
    QString password;
    QSet<QString> halls; ///< none: everywhere
    std::optional<QString> name;
};
template <typename Fields>
void describe(Fields &fields, StaffAddRequest &request)
{
    fields("username", request.username);
    fields("role", request.role);
    fields("password", request.password);
    fields.maybe("halls", request.halls);
    fields.maybe("name", request.name);
}

struct ExportRequest
{
    ExportKind kind = ExportKind::Results;
    QString format;
    ExportFilter filter;
};
template <typename Fields>
void describe(Fields &fields, ExportRequest &request)
{
    fields("kind", request.kind);
    fields("format", request.format);
    fields.maybe("round", request.filter.round);
    fields.maybe("hall", request.filter.hall);
}

} // namespace Marathon
