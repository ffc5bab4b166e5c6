#include "server/import/ContestKeys.h"

#include <QSet>

namespace Marathon {

namespace {

QList<PlacedName> namesIn(const YamlValue &list)
{
    QList<PlacedName> names;
    QSet<QString> seen;
    for (const YamlValue &value : list.items()) {
        const QString name = value.identifier();
        if (seen.contains(name))
            value.fail(u"`%1` is named twice here. Remove one of them."_s.arg(name));
        seen.insert(name);
        names.append({name, value});
    }
    return names;
}

constexpr std::array roundKeys {
    YamlKey<RoundReading> {
        "number"_L1, Need::Required, "order of play, 1 to 99, each number once"_L1,
        [](const YamlValue &value, RoundReading &reading) { reading.round.number = value.wholeNumber(1, 99); }},
    YamlKey<RoundReading> {"name"_L1, Need::Required, "what participants see, as in Level 1"_L1,
                           [](const YamlValue &value, RoundReading &reading) { reading.round.name = value.text(100); }},
    YamlKey<RoundReading> {
        "minutes"_L1, Need::Required, "length, 1 to 1440"_L1,
        [](const YamlValue &value, RoundReading &reading) { reading.round.minutes = value.wholeNumber(1, 1440); }},
    YamlKey<RoundReading> {
        "timing"_L1, Need::Optional,
        "common: one start and end for all (also without it); individual: own clock from first entry"_L1,
        [](const YamlValue &value, RoundReading &reading) {
            reading.round.timing = value.choice<RoundDefinition::Timing>();
        }},
    YamlKey<RoundReading> {
        "languages"_L1, Need::Required,
        "list of language ids, as in [c, cpp]; every problem of the round has a buggy program in each"_L1,
        [](const YamlValue &value, RoundReading &reading) { reading.languages = namesIn(value); }},
    YamlKey<RoundReading> {
        "problems"_L1, Need::Required,
        "list of folders under problems/, in the order of their letters; a problem belongs to one round"_L1,
        [](const YamlValue &value, RoundReading &reading) { reading.problems = namesIn(value); }},
    YamlKey<RoundReading> {"countdown_minutes"_L1, Need::Optional,
                           "countdown before the round, 0 to 120; 0 without it"_L1,
                           [](const YamlValue &value, RoundReading &reading) {
                               reading.round.countdownMinutes = value.wholeNumber(0, 120);
                           }},
    YamlKey<RoundReading> {"qualification"_L1, Need::Optional,
                           "none: open to all (also without it); list: staff publish who enters"_L1,
                           [](const YamlValue &value, RoundReading &reading) {
                               reading.round.qualification = value.choice<RoundDefinition::Qualification>();
                           }},
};

constexpr std::array leaderboardKeys {
    YamlKey<ContestDefinition::Leaderboard> {
        "public"_L1, Need::Optional, "true: seen without sign-in (also without it)"_L1,
        [](const YamlValue &value, ContestDefinition::Leaderboard &board) { board.isPublic = value.flag(); }},
    YamlKey<ContestDefinition::Leaderboard> {"freeze_minutes_before_end"_L1, Need::Optional,
                                             "0 to 1440; 0, also without it: never frozen"_L1,
                                             [](const YamlValue &value, ContestDefinition::Leaderboard &board) {
                                                 board.freezeMinutesBeforeEnd = value.wholeNumber(0, 1440);
                                             }},
};

void readRounds(const YamlValue &value, ContestReading &reading)
{
    QSet<int> numbers;
    for (const YamlValue &item : value.items()) {
        RoundReading round {item, {}, {}, {}};
        readKeys(item, roundKeys, round);
        const int number = round.round.number;
        if (number != 0 && numbers.contains(number))
            item.fail(u"There are two rounds with the number %1. Give each its own."_s.arg(number));
        numbers.insert(number);
        for (const PlacedName &language : round.languages) {
            if (!language.value.choice(reading.known.languageIds()).isEmpty())
                round.round.languages.append(language.name);
        }
        for (const PlacedName &problem : round.problems)
            round.round.problems.append(problem.name);
        reading.rounds.append(round);
    }
}

void readPolicy(const YamlValue &value, ContestReading &reading)
{
    if (!value.isMapping()) {
        reading.contest.policyPreset = value.choice(reading.known.policyPresets);
        return;
    }
    reading.contest.policySettings = value.json().toObject();
    reading.contest.policySettings.remove("preset"_L1);
    const QHash<QString, YamlValue> entries = value.entries();
    if (entries.contains(u"preset"_s))
        reading.contest.policyPreset = entries.value(u"preset"_s, value).choice(reading.known.policyPresets);
    else
        value.fail(
            u"The key `preset` is missing. Add the preset whose settings are changed here, as in `preset: Standard`."_s);
}

constexpr std::array contestKeys {
    YamlKey<ContestReading> {
        "id"_L1, Need::Required, "identifier of a-z, 0-9 and -"_L1,
        [](const YamlValue &value, ContestReading &reading) { reading.contest.id = value.identifier(); }},
    YamlKey<ContestReading> {
        "name"_L1, Need::Required, "what everybody sees"_L1,
        [](const YamlValue &value, ContestReading &reading) { reading.contest.name = value.text(200); }},
    YamlKey<ContestReading> {
        "starts_at"_L1, Need::Optional, "moment, as in 2026-01-29T05:30:00Z; started by hand without it"_L1,
        [](const YamlValue &value, ContestReading &reading) { reading.contest.startsAt = value.instant(); }},
    YamlKey<ContestReading> {"scoring"_L1, Need::Optional,
                             "all-or-nothing (also without it), or groups: points per group of tests"_L1,
                             [](const YamlValue &value, ContestReading &reading) {
                                 reading.contest.scoring = value.choice<ContestDefinition::Scoring>();
                             }},
    YamlKey<ContestReading> {"penalty_minutes"_L1, Need::Optional,
                             "added to the time per rejected submission, 0 to 600; 0 without it"_L1,
                             [](const YamlValue &value, ContestReading &reading) {
                                 reading.contest.penaltyMinutes = value.wholeNumber(0, 600);
                             }},
    YamlKey<ContestReading> {
        "smallest_fix_tie_break"_L1, Need::Optional,
        "true: fewer changed lines rank before less time; false without it"_L1,
        [](const YamlValue &value, ContestReading &reading) { reading.contest.smallestFixTieBreak = value.flag(); }},
    YamlKey<ContestReading> {"leaderboard"_L1, Need::Optional, "who sees it and when it stops, see below"_L1,
                             [](const YamlValue &value, ContestReading &reading) {
                                 readKeys(value, leaderboardKeys, reading.contest.leaderboard);
                             }},
    YamlKey<ContestReading> {
        "policy"_L1, Need::Optional,
        "Off, Observe, Supervised, Standard (also without it) or Strict; or a mapping with `preset` and the settings that differ"_L1,
        readPolicy},
    YamlKey<ContestReading> {"rounds"_L1, Need::Required, "list of rounds, see below"_L1, readRounds},
};

} // namespace

void readContestKeys(const YamlValue &document, ContestReading &reading)
{
    reading.contest.policyPreset = u"Standard"_s;
    readKeys(document, contestKeys, reading);
}

QList<KeySection> contestKeySections()
{
    return {sectionOf(u"contest.yaml"_s, contestKeys), sectionOf(u"contest.yaml, each entry of `rounds`"_s, roundKeys),
            sectionOf(u"contest.yaml, `leaderboard`"_s, leaderboardKeys)};
}

} // namespace Marathon
