values = [int(word) for word in open(0).read().split()]
print(sum(values[1:values[0] + 1]))
