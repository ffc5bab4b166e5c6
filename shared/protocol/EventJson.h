#pragma once

#include "shared/domain/Event.h"
#include "shared/protocol/Json.h"

namespace Marathon {

/// The body of an event as JSON; in the ledger's form private texts are references.
QJsonObject bodyToJson(const EventBody &body, JsonForm form);

/// Reads a body by its type's name. Errors: Invalid for an unknown type or a version newer than ours ("update"), and
/// for wrong fields.
Result<EventBody> bodyFromJson(const QString &type, int version, const QJsonObject &json, JsonForm form);

/// {"t":"event","seq","at","type","v","participant_id","actor","body"}: what staff get.
QJsonObject eventToWire(const Event &event);
Result<Event> eventFromWire(const QJsonObject &json);

/// Calls `visit(PrivateText &)` and `visit(PrivateJson &)` for every private text in a body, so that the store can give
/// them references and fill them in again.
class PrivateVisitor
{
public:
    virtual ~PrivateVisitor() = default;
    virtual void visit(PrivateText &text) = 0;
    virtual void visit(PrivateJson &json) = 0;
};
void visitPrivate(EventBody &body, PrivateVisitor &visitor);

} // namespace Marathon
