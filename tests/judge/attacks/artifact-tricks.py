import os


def attempt(trick, *arguments):
    try:
        trick(*arguments)
    except OSError:
        pass


attempt(os.mkfifo, "/tmp/out/fifo")
attempt(os.symlink, "/etc/passwd", "/tmp/out/symlink")
attempt(os.symlink, "good", "/tmp/out/symlink-inside")
attempt(os.mkdir, "/tmp/out/folder")
open("/tmp/out/linked", "w").close()
os.link("/tmp/out/linked", "/tmp/out/link")
with open("/tmp/out/sparse", "w") as file:
    file.truncate(8 << 20)
with open("/tmp/out/good", "w") as file:
    file.write("good")
with open("/tmp/out/" + "n" * 250, "w") as file:
    file.write("long")
