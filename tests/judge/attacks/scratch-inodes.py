count = 0
try:
    while count < 10000000:
        open("/tmp/%d" % count, "w").close()
        count += 1
except OSError as error:
    print("held", error.errno)
