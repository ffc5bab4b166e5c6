#include "shared/domain/Policy.h"

#include "shared/core/Text.h"

#include <QCoreApplication>

namespace Marathon {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Policy", text);
}

struct Preset
{
    QLatin1StringView name;
    Policy (*make)();
};

Policy standard()
{
    return {};
}

Policy off()
{
    Policy policy;
    for (const IncidentFact &fact : incidentFacts)
        policy.kinds.insert(QString(fact.name), {.enabled = false, .points = std::nullopt});
    policy.limitAction = LimitAction::None;
    policy.block = {
        .copy = false, .cut = false, .paste = false, .contextMenu = false, .selection = false, .keys = false};
    return policy;
}

Policy observe()
{
    Policy policy;
    policy.points = {.low = 0, .medium = 0, .high = 0};
    policy.limitAction = LimitAction::None;
    policy.block = off().block;
    return policy;
}

Policy supervised()
{
    Policy policy;
    policy.limitAction = LimitAction::Suspend;
    return policy;
}

Policy strict()
{
    Policy policy;
    policy.points = {.low = 2, .medium = 5, .high = 10};
    policy.grace = 0;
    policy.immediateHigh = true;
    policy.fullscreenRequired = true;
    return policy;
}

constexpr std::array presets {
    Preset {"Off"_L1, off},           Preset {"Observe"_L1, observe}, Preset {"Supervised"_L1, supervised},
    Preset {"Standard"_L1, standard}, Preset {"Strict"_L1, strict},
};

} // namespace

QStringList policyPresetNames()
{
    QStringList names;
    for (const Preset &preset : presets)
        names.append(QString(preset.name));
    return names;
}

Result<Policy> policyPreset(const QString &name)
{
    for (const Preset &preset : presets) {
        if (name.compare(preset.name, Qt::CaseInsensitive) != 0)
            continue;
        Policy policy = preset.make();
        policy.preset = QString(preset.name);
        return policy;
    }
    return Error {ErrorKind::Invalid,
                  tr("There is no policy preset \"%1\". Choose one of %2.").arg(name, listed(policyPresetNames()))};
}

Result<void> checkPolicy(const Policy &policy)
{
    QList<FieldError> errors;
    const auto require = [&errors](bool holds, const QString &field, const QString &detail) {
        if (!holds)
            errors.append({field, detail});
    };
    require(policy.grace >= 0 && policy.grace <= 1000, u"grace"_s, tr("must be from 0 to 1000"));
    require(policy.limit >= 1 && policy.limit <= 100'000, u"limit"_s, tr("must be from 1 to 100000"));
    require(policy.warningAt >= 1 && policy.warningAt <= policy.limit, u"warning_at"_s,
            tr("must be from 1 to the limit"));
    require(policy.cooldown >= Duration(0) && policy.cooldown <= std::chrono::hours(1), u"cooldown_ms"_s,
            tr("must be from 0 to 3600000"));
    require(policy.decay >= Duration(0) && policy.decay <= std::chrono::hours(24), u"decay_ms"_s,
            tr("must be from 0 to 86400000"));
    require(policy.heartbeatGap >= std::chrono::seconds(15), u"heartbeat_gap_ms"_s, tr("must be 15000 or more"));
    const auto requireWeights = [&require](const Weights &weights, const QString &field) {
        require(weights.low >= 0 && weights.low <= weights.medium && weights.medium <= weights.high &&
                    weights.high <= 1000,
                field, tr("must not fall from low to high, and be from 0 to 1000"));
    };
    requireWeights(policy.points, u"points"_s);
    for (auto kind = policy.kinds.begin(); kind != policy.kinds.end(); ++kind) {
        require(fromName<IncidentKind>(kind.key()).has_value(), u"kinds."_s + kind.key(),
                tr("is not a kind of incident"));
        if (kind->points)
            requireWeights(*kind->points, u"kinds."_s + kind.key() + u".points"_s);
    }
    if (errors.isEmpty())
        return {};
    return Error {ErrorKind::Invalid,
                  tr("The policy was not changed: %1 %2. Correct the fields that are named.")
                      .arg(errors.first().field, errors.first().detail),
                  errors};
}

qint64 weightOf(const Policy &policy, IncidentKind kind, Level level)
{
    if (!isEnabled(policy, kind))
        return 0;
    const KindPolicy own = policy.kinds.value(QString(factOf(kind).name));
    const Weights &weights = own.points ? *own.points : policy.points;
    switch (level) {
    case Level::Info:
        return 0;
    case Level::Low:
        return weights.low;
    case Level::Medium:
        return weights.medium;
    case Level::High:
        return weights.high;
    }
    Q_UNREACHABLE();
}

bool isEnabled(const Policy &policy, IncidentKind kind)
{
    const auto own = policy.kinds.constFind(QString(factOf(kind).name));
    return own == policy.kinds.constEnd() || own->enabled;
}

Risk riskOf(qint64 total, qint64 limit)
{
    if (total >= limit)
        return Risk::Critical;
    if (3 * total >= 2 * limit)
        return Risk::High;
    return 3 * total >= limit ? Risk::Medium : Risk::Low;
}

} // namespace Marathon
