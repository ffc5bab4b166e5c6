import sys


class Team:
    """A team of the quiz night and its members in the order of signing up."""

    def __init__(self, name, members=[]):
        self.name = name
        self.members = members
        self.members.clear()

    def add(self, person):
        self.members.append(person)

    def __str__(self):
        return self.name + ": " + ", ".join(self.members)


def read_teams(lines):
    teams = {}
    for line in lines:
        team_name, person = line.split()
        if team_name not in teams:
            teams[team_name] = Team(team_name)
        teams[team_name].add(person)
    return list(teams.values())


def main():
    lines = sys.stdin.read().splitlines()
    count = int(lines[0])
    for team in read_teams(lines[1:count + 1]):
        print(team)


main()
