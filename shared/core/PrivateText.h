#pragma once

#include <QJsonObject>
#include <QString>

namespace Marathon {

/// Free text about a person (a reason, an address). The ledger holds only `ref`, SHA-256(random salt + text), so that a
/// person can be erased by deleting salt and text while the hash chain stays whole. `text` is empty after an erasure.
struct PrivateText
{
    QString ref;
    QString text;
    bool operator==(const PrivateText &) const = default;
};

/// The same for structured evidence that a page reported.
struct PrivateJson
{
    QString ref;
    QJsonObject value;
    bool operator==(const PrivateJson &) const = default;
};

} // namespace Marathon
