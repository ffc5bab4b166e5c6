#pragma once

#include "shared/core/Clock.h"
#include "shared/core/EnumTable.h"

namespace Marathon {

using namespace Qt::Literals::StringLiterals;

/// What an incident is. The browser's signals are merged in the page; the server alone decides what they mean.
enum class IncidentKind {
    AwayTab,
    AwayWindow,
    AwayPage,
    FullscreenExit,
    PasteExternal,
    CopyPage,
    Cut,
    EditBulk,
    EditProgram,
    KeyRestricted,
    KeyPrintScreen,
    MenuContext,
    DevtoolsSuspect,
    ScreenExtended,
    NetGap,
    PageStalled,
    SessionSecond,
    SessionIpChange,
    UnreportedGap,
    RateSubmit,
    StaffObserved,
};

enum class Level { Info, Low, Medium, High };
template <>
struct EnumNames<Level>
{
    static constexpr std::array rows {EnumName<Level> {Level::Info, "info"_L1}, EnumName<Level> {Level::Low, "low"_L1},
                                      EnumName<Level> {Level::Medium, "medium"_L1},
                                      EnumName<Level> {Level::High, "high"_L1}};
};

/// Who can vouch for a report: the page alone, the page with partial checks by the server, the server, or a proctor.
enum class Trust { Page, Partly, Server, Staff };
template <>
struct EnumNames<Trust>
{
    static constexpr std::array rows {
        EnumName<Trust> {Trust::Page, "page"_L1}, EnumName<Trust> {Trust::Partly, "partly"_L1},
        EnumName<Trust> {Trust::Server, "server"_L1}, EnumName<Trust> {Trust::Staff, "staff"_L1}};
};

/// Who reported an incident.
enum class IncidentSource { Page, Server, Staff };
template <>
struct EnumNames<IncidentSource>
{
    static constexpr std::array rows {EnumName<IncidentSource> {IncidentSource::Page, "page"_L1},
                                      EnumName<IncidentSource> {IncidentSource::Server, "server"_L1},
                                      EnumName<IncidentSource> {IncidentSource::Staff, "staff"_L1}};
};

enum class Phase { Open, Closed };
template <>
struct EnumNames<Phase>
{
    static constexpr std::array rows {EnumName<Phase> {Phase::Open, "open"_L1},
                                      EnumName<Phase> {Phase::Closed, "closed"_L1}};
};

/// What a kind's level depends on.
enum class Measure {
    Fixed,      ///< always the first level
    DurationMs, ///< how long it lasted, in milliseconds
    Length,     ///< how many characters (evidence.len)
    Occurrence, ///< the how-manieth of its kind for this participant
    Given,      ///< chosen by the proctor who recorded it
};

/// From `atLeast` (unit of the measure) on, the level is `level`.
struct LevelStep
{
    qint64 atLeast;
    Level level;
};

/// One row per kind. Default levels: product.md "Level defaults" over participant-web.md section 2.3.
struct IncidentFact
{
    IncidentKind kind;
    QLatin1StringView name;
    QLatin1StringView title;
    Trust trust;
    Measure measure;
    std::array<LevelStep, 4> steps; ///< rising; unused ones repeat the last
    bool lowerOnTouch = false;      ///< one level lower on touch devices
};

constexpr std::array<LevelStep, 4> always(Level level)
{
    return {LevelStep {0, level}, {0, level}, {0, level}, {0, level}};
}
constexpr std::array<LevelStep, 4> from(LevelStep a, LevelStep b)
{
    return {a, b, b, b};
}
constexpr std::array<LevelStep, 4> from(LevelStep a, LevelStep b, LevelStep c)
{
    return {a, b, c, c};
}

constexpr std::array incidentFacts {
    IncidentFact {IncidentKind::AwayTab,
                  "away.tab"_L1,
                  "Left the page"_L1,
                  Trust::Partly,
                  Measure::DurationMs,
                  {LevelStep {0, Level::Info}, {3'000, Level::Low}, {15'000, Level::Medium}, {60'000, Level::High}},
                  true},
    IncidentFact {IncidentKind::AwayWindow, "away.window"_L1, "Worked in another window"_L1, Trust::Page,
                  Measure::DurationMs, from({0, Level::Info}, {10'000, Level::Low}, {60'000, Level::Medium})},
    IncidentFact {IncidentKind::AwayPage, "away.page"_L1, "Closed or reloaded the page"_L1, Trust::Partly,
                  Measure::DurationMs, from({0, Level::Info}, {10'000, Level::Low})},
    IncidentFact {IncidentKind::FullscreenExit, "fullscreen.exit"_L1, "Left full screen"_L1, Trust::Page,
                  Measure::Occurrence, from({0, Level::Low}, {3, Level::Medium})},
    IncidentFact {IncidentKind::PasteExternal, "clip.paste.external"_L1, "Pasted from outside"_L1, Trust::Partly,
                  Measure::Length, from({0, Level::Info}, {40, Level::Low}, {200, Level::Medium})},
    IncidentFact {IncidentKind::CopyPage, "clip.copy.page"_L1, "Copied from the page"_L1, Trust::Page, Measure::Fixed,
                  always(Level::Info)},
    IncidentFact {IncidentKind::Cut, "clip.cut"_L1, "Cut outside the editor"_L1, Trust::Page, Measure::Fixed,
                  always(Level::Info)},
    IncidentFact {IncidentKind::EditBulk, "edit.bulk"_L1, "Much text at once"_L1, Trust::Partly, Measure::Fixed,
                  always(Level::Info)},
    IncidentFact {IncidentKind::EditProgram, "edit.program"_L1, "Text put in by a program"_L1, Trust::Partly,
                  Measure::Fixed, always(Level::Medium)},
    IncidentFact {IncidentKind::KeyRestricted, "key.restricted"_L1, "Restricted key"_L1, Trust::Page,
                  Measure::Occurrence, from({0, Level::Info}, {3, Level::Low})},
    IncidentFact {IncidentKind::KeyPrintScreen, "key.printscreen"_L1, "Print Screen pressed"_L1, Trust::Page,
                  Measure::Fixed, always(Level::Info)},
    IncidentFact {IncidentKind::MenuContext, "menu.context"_L1, "Context menu"_L1, Trust::Page, Measure::Fixed,
                  always(Level::Info)},
    IncidentFact {IncidentKind::DevtoolsSuspect, "devtools.suspect"_L1, "Developer tools suspected"_L1, Trust::Page,
                  Measure::Fixed, always(Level::Info)},
    IncidentFact {IncidentKind::ScreenExtended, "screen.extended"_L1, "Second screen"_L1, Trust::Page, Measure::Fixed,
                  always(Level::Info)},
    IncidentFact {IncidentKind::NetGap, "net.gap"_L1, "Connection lost"_L1, Trust::Server, Measure::Fixed,
                  always(Level::Info)},
    IncidentFact {IncidentKind::PageStalled, "page.stalled"_L1, "Page stood still"_L1, Trust::Server, Measure::Fixed,
                  always(Level::Info)},
    IncidentFact {IncidentKind::SessionSecond, "session.second"_L1, "Second device"_L1, Trust::Server, Measure::Fixed,
                  always(Level::Info)},
    IncidentFact {IncidentKind::SessionIpChange, "session.ip_change"_L1, "Address changed"_L1, Trust::Server,
                  Measure::Fixed, always(Level::Info)},
    IncidentFact {IncidentKind::UnreportedGap, "client.unreported_gap"_L1, "Unreported gap"_L1, Trust::Server,
                  Measure::Fixed, always(Level::Info)},
    IncidentFact {IncidentKind::RateSubmit, "rate.submit"_L1, "Too many requests"_L1, Trust::Server, Measure::Fixed,
                  always(Level::Info)},
    IncidentFact {IncidentKind::StaffObserved, "staff.observed"_L1, "A proctor observed"_L1, Trust::Staff,
                  Measure::Given, always(Level::Medium)},
};
static_assert(oneRowPerKindInOrder(incidentFacts));

template <>
struct EnumNames<IncidentKind>
{
    static constexpr auto &rows = incidentFacts;
};

const IncidentFact &factOf(IncidentKind kind);

/// What a level is computed from; only the field that the kind's measure names is read.
struct Measured
{
    Duration duration {0};
    qint64 length = 0;
    qint64 occurrence = 1;
    Level given = Level::Medium;
    bool touch = false;
};

/// The level of an incident of this kind, from the table.
Level levelOf(IncidentKind kind, const Measured &measured);

/// How long an open incident of this kind must last to reach a level above `level`; nothing when it rises no further.
std::optional<Duration> nextLevelAfter(IncidentKind kind, Duration duration);

} // namespace Marathon
