#include "shared/domain/ContestConfig.h"

#include <algorithm>

namespace Marathon {

namespace {

template <typename List, typename Matches>
auto found(const List &list, Matches matches) -> decltype(&*list.begin())
{
    const auto item = std::find_if(list.begin(), list.end(), matches);
    return item == list.end() ? nullptr : &*item;
}

} // namespace

const RoundConfig *ContestConfig::round(int number) const
{
    return found(rounds, [number](const RoundConfig &round) { return round.number == number; });
}

const ProblemConfig *ContestConfig::problem(const ProblemId &wanted) const
{
    return found(problems, [&wanted](const ProblemConfig &problem) { return problem.id == wanted; });
}

const StaffScope *ContestConfig::scopeOf(const QString &username) const
{
    return found(staff, [&username](const StaffScope &scope) { return scope.username == username; });
}

} // namespace Marathon
