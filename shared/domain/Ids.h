#pragma once

#include "shared/core/Id.h"

namespace Marathon {

using ContestId = Id<struct ContestTag>;
/// The organiser's own number of a participant (roll number); unique in a contest, the same in every export.
using ParticipantId = Id<struct ParticipantTag>;
using ProblemId = Id<struct ProblemTag>;
using SubmissionId = Id<struct SubmissionTag>;
using SessionId = Id<struct SessionTag>;
/// Chosen by the page (or by the server for what it observed itself); unique per participant, never looked up alone.
using IncidentId = Id<struct IncidentTag>;
using WarningId = Id<struct WarningTag>;
/// One step by a person or by the policy; everything that it caused carries it, so that it can be undone as a whole.
using ActionId = Id<struct ActionTag>;
using LanguageId = Id<struct LanguageTag>;

} // namespace Marathon
