import os

written = 0
try:
    with open("/tmp/fill", "wb") as file:
        while written < 1 << 30:
            written += file.write(b"x" * 65536)
            file.flush()
except OSError as error:
    print("held", error.errno)
print(os.path.getsize("/tmp/fill"))
