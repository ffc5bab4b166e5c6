values = [int(word) for word in open(0).read().split()]
print(sum(values))
