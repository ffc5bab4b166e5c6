while True:
    print("more and more " * 1000)
