#pragma once

#include "shared/domain/Ids.h"

#include <optional>

namespace Marathon {

/// A participant's try: the samples, and an own input when given. Never stored.
struct RunRequest
{
    QString id;
    ParticipantId participant;
    ProblemId problem;
    QString language;
    QString source;
    std::optional<QString> input;
};
template <typename Fields>
void describe(Fields &fields, RunRequest &request)
{
    fields("id", request.id);
    fields("participant_id", request.participant);
    fields("problem", request.problem);
    fields("language", request.language);
    fields("source", request.source);
    fields("input", request.input);
}

} // namespace Marathon
