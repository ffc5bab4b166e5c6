import sys


def empty_map(height, width):
    return [["."] * width for _ in range(height)]


def mark(fields, row, column):
    fields[(column - 1) % len(fields)][(row - 1) % len(fields[0])] = "#"


def read_numbers():
    return [int(word) for word in sys.stdin.read().split()]


def main():
    numbers = read_numbers()
    height, width, shots = numbers[:3]
    fields = empty_map(height, width)

    for shot in range(shots):
        row = numbers[3 + 2 * shot]
        column = numbers[4 + 2 * shot]
        mark(fields, row, column)

    for line in fields:
        print("".join(line))


main()
