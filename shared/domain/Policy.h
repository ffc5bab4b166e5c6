#pragma once

#include "shared/core/Result.h"
#include "shared/domain/Incident.h"

#include <QMap>
#include <QStringList>

namespace Marathon {

/// What happens when a participant's points reach the limit.
enum class LimitAction { None, Alert, Suspend, Disqualify };
template <>
struct EnumNames<LimitAction>
{
    static constexpr std::array rows {EnumName<LimitAction> {LimitAction::None, "none"_L1},
                                      EnumName<LimitAction> {LimitAction::Alert, "alert"_L1},
                                      EnumName<LimitAction> {LimitAction::Suspend, "suspend"_L1},
                                      EnumName<LimitAction> {LimitAction::Disqualify, "disqualify"_L1}};
};

/// Whether points add up over the whole contest or start anew in each round.
enum class PointScope { Contest, Round };
template <>
struct EnumNames<PointScope>
{
    static constexpr std::array rows {EnumName<PointScope> {PointScope::Contest, "contest"_L1},
                                      EnumName<PointScope> {PointScope::Round, "round"_L1}};
};

/// Points per level; a kind may have its own.
struct Weights
{
    qint64 low = 1;
    qint64 medium = 3;
    qint64 high = 6;
    bool operator==(const Weights &) const = default;
};

template <typename Fields>
void describe(Fields &fields, Weights &weights)
{
    fields.maybe("low", weights.low);
    fields.maybe("medium", weights.medium);
    fields.maybe("high", weights.high);
}

/// What differs from the rule for one kind of incident.
struct KindPolicy
{
    bool enabled = true;
    std::optional<Weights> points;
    bool operator==(const KindPolicy &) const = default;
};

template <typename Fields>
void describe(Fields &fields, KindPolicy &kind)
{
    fields.maybe("enabled", kind.enabled);
    fields.maybe("points", kind.points);
}

/// What the page also prevents, not only reports.
struct BlockPolicy
{
    bool copy = true;
    bool cut = true;
    bool paste = true;
    bool contextMenu = true;
    bool selection = false;
    bool keys = true;
    bool operator==(const BlockPolicy &) const = default;
};

template <typename Fields>
void describe(Fields &fields, BlockPolicy &block)
{
    fields.maybe("copy", block.copy);
    fields.maybe("cut", block.cut);
    fields.maybe("paste", block.paste);
    fields.maybe("context_menu", block.contextMenu);
    fields.maybe("selection", block.selection);
    fields.maybe("keys", block.keys);
}

/// How incidents become points and steps: product.md "Proctoring". Defaults are the preset Standard.
struct Policy
{
    QString preset = u"Standard"_s;
    Weights points;
    QMap<QString, KindPolicy> kinds; ///< by the kind's name; a missing kind follows the rule
    qint64 grace = 2;                ///< so many low or medium violations cost nothing
    Duration cooldown {10'000};      ///< same kind within it is merged into the earlier one
    qint64 warningAt = 5;            ///< points
    qint64 limit = 10;               ///< points
    LimitAction limitAction = LimitAction::Disqualify;
    PointScope scope = PointScope::Contest;
    Duration decay {30 * 60'000};   ///< points are halved per quiet period; 0: never
    Duration heartbeatGap {60'000}; ///< a silence of this length is an incident (information)
    bool immediateHigh = false;     ///< a single high incident may reach the limit action without a warning
    bool fullscreenRequired = false;
    bool submitAtZero = true; ///< the newest draft of each unsolved problem is sent in when the time is up
    BlockPolicy block;
    bool operator==(const Policy &) const = default;
};

template <typename Fields>
void describe(Fields &fields, Policy &policy)
{
    fields.maybe("preset", policy.preset);
    fields.maybe("points", policy.points);
    fields.maybe("kinds", policy.kinds);
    fields.maybe("grace", policy.grace);
    fields.maybe("cooldown_ms", policy.cooldown);
    fields.maybe("warning_at", policy.warningAt);
    fields.maybe("limit", policy.limit);
    fields.maybe("limit_action", policy.limitAction);
    fields.maybe("scope", policy.scope);
    fields.maybe("decay_ms", policy.decay);
    fields.maybe("heartbeat_gap_ms", policy.heartbeatGap);
    fields.maybe("immediate_high", policy.immediateHigh);
    fields.maybe("fullscreen_required", policy.fullscreenRequired);
    fields.maybe("submit_at_zero", policy.submitAtZero);
    fields.maybe("block", policy.block);
}

/// A preset by its name, without regard to case: Off, Observe, Supervised, Standard, Strict. Error: Invalid, with the
/// names.
Result<Policy> policyPreset(const QString &name);
QStringList policyPresetNames();

/// Refuses values that make no sense (a negative limit, a warning level at or above the limit, an unknown kind).
Result<void> checkPolicy(const Policy &policy);

/// Points for a violation of this kind and level; 0 for information and for kinds that are switched off.
qint64 weightOf(const Policy &policy, IncidentKind kind, Level level);
bool isEnabled(const Policy &policy, IncidentKind kind);

/// One risk scale everywhere: low < 1/3 of the limit <= medium < 2/3 <= high < limit <= critical.
enum class Risk { Low, Medium, High, Critical };
template <>
struct EnumNames<Risk>
{
    static constexpr std::array rows {EnumName<Risk> {Risk::Low, "low"_L1}, EnumName<Risk> {Risk::Medium, "medium"_L1},
                                      EnumName<Risk> {Risk::High, "high"_L1},
                                      EnumName<Risk> {Risk::Critical, "critical"_L1}};
};
Risk riskOf(qint64 total, qint64 limit);

} // namespace Marathon
