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
        players.append(Player(name, int(score)))
    return players


def ranked(players):
    return sorted(players, key=lambda player: (player.score, player.name), reverse=True)


def main():
    for player in ranked(read_players()):
        print(player.name, player.score)


main()
