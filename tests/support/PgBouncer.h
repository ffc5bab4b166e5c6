#pragma once

#include "tests/support/PrivateCluster.h"

namespace Marathon {

/// PgBouncer in transaction mode in front of a private cluster, on a Unix socket in a temporary folder.
class PgBouncer
{
public:
    static bool isInstalled();

    explicit PgBouncer(const PrivateCluster &cluster);
    ~PgBouncer();

    QString url(const QString &database) const;

private:
    QTemporaryDir m_folder;
    QProcess m_process;
};

} // namespace Marathon
