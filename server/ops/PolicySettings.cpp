#include "server/ops/PolicySettings.h"

#include "shared/core/Text.h"
#include "shared/protocol/Json.h"

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("PolicySettings", text);
}

/// The settings that exist, in their shape. Kinds of incidents are names of another table: one stands for all.
QJsonObject knownSettings()
{
    QJsonObject known = toJson(Policy {});
    known.insert("kinds"_L1, QJsonObject {{"*"_L1, toJson(KindPolicy {.enabled = true, .points = Weights {}})}});
    return known;
}

QJsonObject merged(QJsonObject base, const QJsonObject &changes)
{
    for (auto change = changes.begin(); change != changes.end(); ++change) {
        const QJsonValue before = base.value(change.key());
        base.insert(change.key(), before.isObject() && change->isObject()
                                      ? QJsonValue(merged(before.toObject(), change->toObject()))
                                      : change.value());
    }
    return base;
}

void findUnknown(const QJsonObject &changes, const QJsonObject &known, const QString &path, QList<FieldError> &errors)
{
    const QJsonValue any = known.value("*"_L1);
    for (auto change = changes.begin(); change != changes.end(); ++change) {
        const QString place = path.isEmpty() ? change.key() : path + u'.' + change.key();
        const QJsonValue expected = any.isUndefined() ? known.value(change.key()) : any;
        if (expected.isUndefined()) {
            const QString near = nearest(change.key(), known.keys());
            errors.append({place, near.isEmpty()
                                      ? tr("is not a setting of the policy; there are %1").arg(listed(known.keys()))
                                      : tr("is not a setting of the policy; did you mean %1?").arg(near)});
        } else if (expected.isObject() && change->isObject()) {
            findUnknown(change->toObject(), expected.toObject(), place, errors);
        }
    }
}

} // namespace

Result<Policy> changedPolicy(const Policy &base, const QJsonObject &changes)
{
    QList<FieldError> errors;
    findUnknown(changes, knownSettings(), {}, errors);
    if (!errors.isEmpty())
        return Error {ErrorKind::Invalid,
                      tr("The policy was not changed: %1 %2.").arg(errors.first().field, errors.first().detail),
                      errors};
    Result<Policy> policy = fromJson<Policy>(merged(toJson(base), changes));
    if (!policy)
        return policy;
    if (const Result<void> checked = checkPolicy(*policy); !checked)
        return checked.error();
    return policy;
}

Result<Policy> policyOf(const QString &preset, const QJsonObject &changes)
{
    const Result<Policy> base = policyPreset(preset);
    if (!base)
        return Error {base.error().kind,
                      base.error().message,
                      {{u"preset"_s, tr("must be one of %1").arg(listed(policyPresetNames()))}}};
    QJsonObject others = changes;
    others.remove("preset"_L1);
    return changedPolicy(*base, others);
}

} // namespace Marathon
