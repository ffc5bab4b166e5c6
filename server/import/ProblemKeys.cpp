#include "server/import/ProblemKeys.h"

#include "server/import/ValidatorFlags.h"

namespace Marathon {

namespace {

/// For keys of the package format which other systems read and this one does not need.
template <typename Target>
void leaveToOthers(const YamlValue &, Target &)
{}

void readName(const YamlValue &value, ProblemSettings &settings)
{
    constexpr qsizetype maxName = 200;
    if (!value.isMapping()) {
        settings.problem.title = value.text(maxName);
        return;
    }
    const QHash<QString, YamlValue> names = value.entries();
    if (names.contains(u"en"_s))
        settings.problem.title = names.value(u"en"_s, value).text(maxName);
    else
        value.fail(u"The English name is missing. Add `en: name`."_s);
}

void readValidation(const YamlValue &value, ProblemSettings &settings)
{
    settings.hasOwnChecker = value.choice({u"default"_s, u"custom"_s}) == "custom"_L1;
}

void readType(const YamlValue &value, ProblemSettings &)
{
    value.choice({u"pass-fail"_s, u"scoring"_s});
}

constexpr std::array limitKeys {
    YamlKey<PackageLimits> {
        "time_limit"_L1, Need::Optional, "seconds of processor time per test, 0.1 to 60; 2 without it"_L1,
        [](const YamlValue &value, PackageLimits &limits) { limits.timeSeconds = value.number(0.1, 60); }},
    YamlKey<PackageLimits> {
        "memory"_L1, Need::Optional, "MiB, 16 to 4096; 256 without it"_L1,
        [](const YamlValue &value, PackageLimits &limits) { limits.memoryMiB = value.wholeNumber(16, 4096); }},
    YamlKey<PackageLimits> {
        "output"_L1, Need::Optional, "MiB, 1 to 256; 8 without it"_L1,
        [](const YamlValue &value, PackageLimits &limits) { limits.outputMiB = value.wholeNumber(1, 256); }},
    YamlKey<PackageLimits> {"time_multiplier"_L1, Need::Optional, "not used here"_L1, leaveToOthers<PackageLimits>},
    YamlKey<PackageLimits> {"time_safety_margin"_L1, Need::Optional, "not used here"_L1, leaveToOthers<PackageLimits>},
    YamlKey<PackageLimits> {"code"_L1, Need::Optional, "not used here"_L1, leaveToOthers<PackageLimits>},
    YamlKey<PackageLimits> {"compilation_time"_L1, Need::Optional, "not used here"_L1, leaveToOthers<PackageLimits>},
    YamlKey<PackageLimits> {"compilation_memory"_L1, Need::Optional, "not used here"_L1, leaveToOthers<PackageLimits>},
    YamlKey<PackageLimits> {"validation_time"_L1, Need::Optional, "not used here"_L1, leaveToOthers<PackageLimits>},
    YamlKey<PackageLimits> {"validation_memory"_L1, Need::Optional, "not used here"_L1, leaveToOthers<PackageLimits>},
    YamlKey<PackageLimits> {"validation_output"_L1, Need::Optional, "not used here"_L1, leaveToOthers<PackageLimits>},
};

constexpr std::array marathonKeys {
    YamlKey<ProblemSettings> {"points"_L1, Need::Required, "for the whole problem, 1 to 1000"_L1,
                              [](const YamlValue &value, ProblemSettings &settings) {
                                  settings.problem.points = value.wholeNumber(1, 1000);
                              }},
    YamlKey<ProblemSettings> {"difficulty"_L1, Need::Optional, "easy, medium or hard; medium without it"_L1,
                              [](const YamlValue &value, ProblemSettings &settings) {
                                  settings.problem.difficulty = value.choice<ProblemPackage::Difficulty>();
                              }},
    YamlKey<ProblemSettings> {
        "bug"_L1, Need::Optional, "class of the bug, as in off-by-one; for statistics, never shown before the end"_L1,
        [](const YamlValue &value, ProblemSettings &settings) { settings.problem.bug = value.identifier(); }},
};

constexpr std::array problemKeys {
    YamlKey<ProblemSettings> {"name"_L1, Need::Required, "the title that participants see"_L1, readName},
    YamlKey<ProblemSettings> {
        "limits"_L1, Need::Optional, "what a program may use, see below"_L1,
        [](const YamlValue &value, ProblemSettings &settings) { readKeys(value, limitKeys, settings.problem.limits); }},
    YamlKey<ProblemSettings> {"validation"_L1, Need::Optional,
                              "default, or custom for a program in output_validators/"_L1, readValidation},
    YamlKey<ProblemSettings> {
        "validator_flags"_L1, Need::Optional,
        "of the default checker: case_sensitive, space_change_sensitive, float_tolerance 1e-6, ..."_L1,
        [](const YamlValue &value, ProblemSettings &settings) { settings.problem.validatorFlags = value.text(200); }},
    YamlKey<ProblemSettings> {
        "x-marathon"_L1, Need::Required, "a mapping with at least `points`, see below"_L1,
        [](const YamlValue &value, ProblemSettings &settings) { readKeys(value, marathonKeys, settings); }},
    YamlKey<ProblemSettings> {"problem_format_version"_L1, Need::Optional, "not used here"_L1,
                              leaveToOthers<ProblemSettings>},
    YamlKey<ProblemSettings> {"type"_L1, Need::Optional,
                              "pass-fail or scoring; what counts is `scoring` in contest.yaml"_L1, readType},
    YamlKey<ProblemSettings> {"uuid"_L1, Need::Optional, "not used here"_L1, leaveToOthers<ProblemSettings>},
    YamlKey<ProblemSettings> {"author"_L1, Need::Optional, "not used here"_L1, leaveToOthers<ProblemSettings>},
    YamlKey<ProblemSettings> {"credits"_L1, Need::Optional, "not used here"_L1, leaveToOthers<ProblemSettings>},
    YamlKey<ProblemSettings> {"source"_L1, Need::Optional, "not used here"_L1, leaveToOthers<ProblemSettings>},
    YamlKey<ProblemSettings> {"source_url"_L1, Need::Optional, "not used here"_L1, leaveToOthers<ProblemSettings>},
    YamlKey<ProblemSettings> {"license"_L1, Need::Optional, "not used here"_L1, leaveToOthers<ProblemSettings>},
    YamlKey<ProblemSettings> {"rights_owner"_L1, Need::Optional, "not used here"_L1, leaveToOthers<ProblemSettings>},
    YamlKey<ProblemSettings> {"keywords"_L1, Need::Optional, "not used here"_L1, leaveToOthers<ProblemSettings>},
    YamlKey<ProblemSettings> {"grading"_L1, Need::Optional, "not used here"_L1, leaveToOthers<ProblemSettings>},
};

constexpr std::array groupKeys {
    YamlKey<GroupSettings> {
        "accept_score"_L1, Need::Optional, "points for passing all tests of the group, 0 to 1000"_L1,
        [](const YamlValue &value, GroupSettings &settings) { settings.points = value.wholeNumber(0, 1000); }},
    YamlKey<GroupSettings> {"reject_score"_L1, Need::Optional, "not used here: a failed group gives 0"_L1,
                            leaveToOthers<GroupSettings>},
    YamlKey<GroupSettings> {"range"_L1, Need::Optional, "not used here"_L1, leaveToOthers<GroupSettings>},
    YamlKey<GroupSettings> {"on_reject"_L1, Need::Optional, "not used here"_L1, leaveToOthers<GroupSettings>},
    YamlKey<GroupSettings> {"grading"_L1, Need::Optional, "not used here"_L1, leaveToOthers<GroupSettings>},
    YamlKey<GroupSettings> {"grader_flags"_L1, Need::Optional, "not used here"_L1, leaveToOthers<GroupSettings>},
    YamlKey<GroupSettings> {"input_validator_flags"_L1, Need::Optional, "not used here"_L1,
                            leaveToOthers<GroupSettings>},
    YamlKey<GroupSettings> {"output_validator_flags"_L1, Need::Optional,
                            "not used here: set `validator_flags` in problem.yaml"_L1, leaveToOthers<GroupSettings>},
};

} // namespace

void readProblemKeys(const YamlValue &document, ProblemSettings &settings)
{
    readKeys(document, problemKeys, settings);
    if (settings.hasOwnChecker || settings.problem.validatorFlags.isEmpty())
        return;
    const QString fault = faultOfValidatorFlags(settings.problem.validatorFlags);
    if (!fault.isEmpty())
        document.entries().value(u"validator_flags"_s, document).fail(fault);
}

void readGroupKeys(const YamlValue &document, GroupSettings &settings)
{
    readKeys(document, groupKeys, settings);
}

QList<KeySection> problemKeySections()
{
    return {sectionOf(u"problem.yaml"_s, problemKeys), sectionOf(u"problem.yaml, `limits`"_s, limitKeys),
            sectionOf(u"problem.yaml, `x-marathon`"_s, marathonKeys),
            sectionOf(u"data/secret/<group>/testdata.yaml"_s, groupKeys)};
}

} // namespace Marathon
