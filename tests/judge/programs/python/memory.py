blocks = []
for number in range(1024):
    blocks.append(bytearray([number % 256]) * (1 << 20))
print(len(blocks))
