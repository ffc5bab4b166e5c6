#pragma once

#include "server/ops/DataDirectory.h"
#include "shared/protocol/Json.h"

#include <memory>

namespace Marathon {

/// How the command line reaches the running server.
struct ControlInfo
{
    qint64 pid = 0;
    QString address;           ///< "127.0.0.1:8080"; one that reaches the server from this machine
    QString token;             ///< new with every start; opens POST /api/control
    QString certificateSha256; ///< with HTTPS: SHA-256 of the server's certificate (DER), in hex; empty: plain HTTP
};
template <typename Fields>
void describe(Fields &fields, ControlInfo &info)
{
    fields("pid", info.pid);
    fields("address", info.address);
    fields("token", info.token);
    fields.maybe("certificate_sha256", info.certificateSha256);
}

/// control.json, mode 0600, for as long as this object lives.
class ControlFile
{
public:
    /// Error: Unavailable, when it cannot be written.
    static Result<std::unique_ptr<ControlFile>> write(const DataDirectory &directory, const ControlInfo &info);
    /// Removes the file, unless a later server has put its own there.
    ~ControlFile();
    ControlFile(const ControlFile &) = delete;
    ControlFile &operator=(const ControlFile &) = delete;

private:
    ControlFile(DataDirectory directory, ControlInfo info)
        : m_directory(std::move(directory))
        , m_info(std::move(info))
    {}
    DataDirectory m_directory;
    ControlInfo m_info;
};

/// Nothing when there is no such file. Error: Invalid, when it is no control file; NotAllowed, when it cannot be read.
Result<std::optional<ControlInfo>> readControlFile(const DataDirectory &directory);
/// True when the process that wrote it is gone.
bool isStale(const ControlInfo &info);
/// 256 random bits as hexadecimal digits.
QString newControlToken();

} // namespace Marathon
