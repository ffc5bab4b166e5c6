#include "shared/domain/Verdict.h"

namespace Marathon {

const VerdictFact &factOf(Verdict verdict)
{
    return verdictFacts[static_cast<std::size_t>(verdict)];
}

} // namespace Marathon
