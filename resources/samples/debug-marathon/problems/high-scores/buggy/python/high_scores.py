import sys


class Player:
    def __init__(self, name, score):
        self.name = name
        self.score = score


def read_players():
    lines = sys.stdin.read().splitlines()
    players = []
    for line in lines[1:int(lines[0]) + 1]:
        name, score = line.split()
        players.append(Player(name, score))
    return players


def ranked(players):
    """Highest score first; the sort is stable, so equal scores stay in the order of names."""
    by_name = sorted(players, key=lambda player: player.name)
    return sorted(by_name, key=lambda player: player.score, reverse=True)


def main():
    for player in ranked(read_players()):
        print(player.name, player.score)


main()
