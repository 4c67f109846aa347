"""Stands in for an agent: logs every byte that reaches it, and when.

  recorder.py LOG CONTROL

LOG gets a JSON line per read: {"monotonic_ns", "wall_ns", "hex"}, and one with {"size"} at the start
and whenever the terminal has told of another one. CONTROL is a named pipe made
here; a line written to it is a command:
  paste on | paste off   ask the terminal for bracketed paste (ESC[?2004h), or no longer
  say TEXT               write a line of text to the terminal
  emit HEX               write these bytes to the terminal
  size                   write SIZE COLUMNSxROWS
  flood                  write FLOOD FLOOD … from now on, as fast as the terminal takes it
  exit CODE              end with that exit code
Control-D ends it with exit code 0. Bracketed paste is off until asked for. Prints READY when
the terminal is raw and both files are open; the log's first line is then {"pid", "parent"}.
"""

import json
import os
import select
import signal
import subprocess
import sys
import termios
import time
import tty

FLOOD = 'import os\nwhile True: os.write(1, b"FLOOD FLOOD " * 1000 + b"\\r\\n")'


def main() -> int:
    log_path, control_path = sys.argv[1:3]
    before = termios.tcgetattr(0)
    tty.setraw(0)
    os.mkfifo(control_path)
    # Opened for writing too, so that it does not end with its first writer.
    control = os.open(control_path, os.O_RDWR)
    commands = b""
    with open(log_path, "a", encoding="ascii") as log:
        log.write(json.dumps({"pid": os.getpid(), "parent": os.getppid()}) + "\n")
        log.flush()

        def note_size() -> None:
            size = os.get_terminal_size(0)
            log.write(json.dumps({"size": [size.columns, size.lines]}) + "\n")
            log.flush()

        note_size()
        # A signal becomes readable, so that no two lines of the log run into each other.
        resized, wakeup = os.pipe()
        os.set_blocking(wakeup, False)
        signal.set_wakeup_fd(wakeup)
        signal.signal(signal.SIGWINCH, lambda *_: None)
        os.write(1, b"READY\r\n")
        try:
            while True:
                readable, _, _ = select.select([0, control, resized], [], [])
                if resized in readable:
                    os.read(resized, 4096)
                    note_size()
                if 0 in readable:
                    data = os.read(0, 65536)
                    row = {
                        "monotonic_ns": time.monotonic_ns(),
                        "wall_ns": time.time_ns(),
                        "hex": data.hex(),
                    }
                    log.write(json.dumps(row) + "\n")
                    log.flush()
                    if not data or b"\x04" in data:
                        return 0
                if control in readable:
                    *lines, commands = (commands + os.read(control, 4096)).split(b"\n")
                    for line in lines:
                        word, _, rest = line.partition(b" ")
                        if word == b"paste":
                            os.write(1, b"\x1b[?2004h" if rest == b"on" else b"\x1b[?2004l")
                            os.write(1, b"PASTE " + rest.upper() + b"\r\n")
                        elif word == b"say":
                            os.write(1, rest + b"\r\n")
                        elif word == b"emit":
                            os.write(1, bytes.fromhex(rest.decode()))
                        elif word == b"size":
                            size = os.get_terminal_size(0)
                            os.write(1, b"SIZE %dx%d\r\n" % (size.columns, size.lines))
                        elif word == b"flood":
                            flood = [sys.executable, "-c", FLOOD]
                            subprocess.Popen(flood, stdin=subprocess.DEVNULL)
                        elif word == b"exit":
                            return int(rest)
        finally:
            termios.tcsetattr(0, termios.TCSADRAIN, before)


sys.exit(main())
