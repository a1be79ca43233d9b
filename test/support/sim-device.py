"""The reference device with faults, as its own process on a serial line, so that it can be killed."""

import argparse
import importlib.util
import os
import pathlib
import signal
import sys
import time

here = pathlib.Path(__file__).resolve()
spec = importlib.util.spec_from_file_location("fk1", here.parents[2] / "docs/reference-device/fk1.py")
sys.dont_write_bytecode = True
fk1 = importlib.util.module_from_spec(spec)
spec.loader.exec_module(fk1)

parser = argparse.ArgumentParser()
parser.add_argument("path")
parser.add_argument("--store", required=True)
parser.add_argument("--id", default="sim-device")
parser.add_argument("--write", action="store_true")
parser.add_argument("--max", type=int, default=256)
parser.add_argument("--rx", type=int, default=0, help="size of the receive ring, emptied every 10 ms; 0: no limit")
parser.add_argument("--proof", choices=["sha256", "crc32"], default="sha256")
parser.add_argument("--locked", action="store_true")
parser.add_argument("--fault", choices=["none", "silent", "wrong", "die-before-store", "die-after-store"], default="none")
parser.add_argument("--log", action="store_true", help="prints firmware chatter between the frames")
parser.add_argument("--echo", action="store_true", help="sends back what it receives, as a terminal line does")
given = parser.parse_args()


class SimDevice(fk1.Device):
    def feed(self, data):
        answer = super().feed(data)
        if given.fault == "silent":
            return b""
        chatter = b"I (1234) wifi: scanning $FK{\r\n" if given.log else b""
        return (data if given.echo else b"") + chatter + answer + (b"W (99) adc" if given.log else b"")

    def save(self, stored):
        if given.fault == "die-before-store":
            os.kill(os.getpid(), signal.SIGKILL)
        super().save(stored)
        if given.fault == "die-after-store":
            os.kill(os.getpid(), signal.SIGKILL)

    def stored_result(self):
        result = super().stored_result()
        if given.fault == "wrong":
            result[self.proof] = "".join("0" if digit != "0" else "1" for digit in result[self.proof])
        return result


device = SimDevice(given.store, given.id, time.monotonic)
device.max, device.proof, device.locked = given.max, given.proof, given.locked
device.rx, device.gap = (given.rx, 15) if given.rx else (1024, 0)
if given.write:
    fk1.write_points(device, 0.3)

if given.rx:
    # A ring in front of the firmware: what arrives while it is full is lost.
    read = os.read

    def ring(port, _):
        data = read(port, 4096)
        time.sleep(0.01)
        return data[: given.rx]

    os.read = ring

fk1.serve(device, given.path)
