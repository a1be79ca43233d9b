"""A small device for Fieldkey's serial protocol (docs/serial-protocol.md), in plain Python 3.

The class `Device` also runs on MicroPython: feed it what the UART received, send what it returns. It uses json,
binascii, hashlib and os only. Below it is a runner for a serial port or pseudo-terminal:

    python3 fk1.py PATH [--store FILE] [--id NAME] [--write] [--every SECONDS]

With --write it sends points to InfluxDB with the token it has stored, as a real device would.
"""

import binascii
import hashlib
import json
import os

LIMITS = {"url": 128, "org": 64, "bucket": 64, "token": 128, "device": 64, "ca": 64, "ssid": 32, "psk": 63}
HEX = "0123456789abcdef"


def crc32(data):
    if hasattr(binascii, "crc32"):
        return binascii.crc32(data) & 0xFFFFFFFF
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0xEDB88320 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def quote(text):
    """A JSON string in printable ASCII, with `$` and `*` escaped."""
    out = '"'
    for character in text:
        code = ord(character)
        if character in '"\\':
            out += "\\" + character
        elif 0x20 <= code < 0x7F and character not in "$*":
            out += character
        elif code < 0x10000:
            out += "\\u%04x" % code
        else:
            code -= 0x10000
            out += "\\u%04x\\u%04x" % (0xD800 + (code >> 10), 0xDC00 + (code & 0x3FF))
    return out + '"'


def encode(value):
    """Compact JSON; written out because not every json.dumps can leave out the spaces."""
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, list):
        return "[" + ",".join([encode(item) for item in value]) + "]"
    return "{" + ",".join([quote(key) + ":" + encode(value[key]) for key in value]) + "}"


def frame(message):
    body = "FK" + encode(message)
    return ("$%s*%08X\r\n" % (body, crc32(body.encode()))).encode()


def is_hex(text, digits):
    return isinstance(text, str) and len(text) == digits and all(c in HEX for c in text.lower())


def is_number(value, low, high):
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


class Refused(Exception):
    def __init__(self, code, message, data=None):
        self.error = {"code": code, "message": message}
        if data is not None:
            self.error["data"] = data


class Device:
    max = 256
    rx = 256
    gap = 0
    proof = "sha256"
    locked = False
    reboot = False

    def __init__(self, store, name="reference-device", seconds=None):
        self.path = store
        self.name = name
        self.seconds = seconds or (lambda: 0)
        self.line = bytearray()
        self.long = False
        self.staged = None
        self.heard = self.seconds()

    # The wire

    def feed(self, data):
        """Takes received bytes, however they were cut, and returns the bytes to send."""
        out = b""
        for byte in data:
            if byte == 10:
                out += self.take_line()
            elif len(self.line) >= self.max - 1:
                self.long = True
            else:
                self.line.append(byte)
        return out

    def take_line(self):
        line, long = bytes(self.line), self.long
        self.line, self.long = bytearray(), False
        if long:
            return self.refuse(None, Refused(-32002, "too long"))
        if line[-1:] == b"\r":
            line = line[:-1]
        start = line.rfind(b"$FK{")
        if start < 0 or line[-9:-8] != b"*":
            return b""
        body = line[start + 1 : -9]
        try:
            told = int(line[-8:].decode(), 16)
        except ValueError:
            told = -1
        if told != crc32(body) or body[-1:] != b"}":
            return self.refuse(None, Refused(-32003, "crc"))
        return self.answer(body[2:])

    def refuse(self, number, refused):
        return frame({"jsonrpc": "2.0", "id": number, "error": refused.error})

    def answer(self, text):
        now = self.seconds()
        if now - self.heard > 60:
            self.staged = None
        self.heard = now
        try:
            request = json.loads(text.decode())
        except ValueError:
            return self.refuse(None, Refused(-32700, "json"))
        if request.get("jsonrpc") != "2.0" or not is_number(request.get("id"), 1, 65535):
            return self.refuse(None, Refused(-32600, "request"))
        number, method, params = request["id"], request.get("method"), request.get("params", {})
        try:
            if not isinstance(params, dict):
                raise Refused(-32602, "params")
            if method == "identify":
                result = self.identify()
            elif method == "provision":
                result = self.provision(params)
            elif method == "confirm":
                result = self.confirm(params)
            else:
                raise Refused(-32601, "method")
        except Refused as refused:
            return self.refuse(number, refused)
        return frame({"jsonrpc": "2.0", "id": number, "result": result})

    # The methods

    def identify(self):
        result = {"v": 1, "dev": self.name, "fw": "1.0.0", "hw": "python", "max": self.max, "rx": self.rx}
        result["gap"], result["proof"] = self.gap, self.proof
        stored = self.load()
        result["state"] = "locked" if self.locked else "stored" if stored else "empty"
        if stored:
            result["n"] = stored["n"]
        return result

    def provision(self, params):
        n, i, of = params.get("n"), params.get("i"), params.get("of")
        if not is_hex(n, 16) or not is_number(of, 1, 32) or not is_number(i, 1, of):
            raise Refused(-32602, "params")
        if self.locked:
            raise Refused(-32009, "press the button")
        fields = {}
        for name in params:
            if name in ("n", "i", "of"):
                continue
            value = params[name]
            if name not in LIMITS or not isinstance(value, str) or len(value.encode()) > LIMITS[name]:
                raise Refused(-32008, "field", {"field": name})
            if any(ord(c) < 0x20 or ord(c) == 0x7F for c in value):
                raise Refused(-32008, "field", {"field": name})
            fields[name] = value
        if self.staged is None or self.staged["n"] != n or self.staged["of"] != of:
            self.staged = {"n": n, "of": of, "parts": {}}
        self.staged["parts"][i] = fields
        return {"n": n, "have": sorted(self.staged["parts"])}

    def confirm(self, params):
        n, head = params.get("n"), params.get("head")
        if not is_hex(n, 16) or not is_hex(head, 16 if self.proof == "sha256" else 4):
            raise Refused(-32602, "params")
        staged, stored = self.staged, self.load()
        whole = staged is not None and staged["n"] == n and len(staged["parts"]) == staged["of"]
        if not whole:
            if stored and stored["n"] == n:
                return self.stored_result()
            if staged is None or staged["n"] != n:
                raise Refused(-32004, "unknown n")
            raise Refused(-32005, "parts missing", {"have": sorted(staged["parts"])})
        if self.locked:
            raise Refused(-32009, "press the button")
        fields = {}
        for part in staged["parts"].values():
            fields.update(part)
        if self.digest(fields, n)[: len(head)] != head.lower():
            raise Refused(-32006, "head differs")
        try:
            self.save({"n": n, "fields": fields})
        except OSError:
            raise Refused(-32007, "storage")
        self.staged = None
        return self.stored_result()

    def stored_result(self):
        stored = self.load()
        if not stored:
            raise Refused(-32007, "storage")
        result = {"n": stored["n"], "stored": True}
        result[self.proof] = self.digest(stored["fields"], stored["n"])
        result["reboot"] = self.reboot
        return result

    def digest(self, fields, n):
        text = "".join(["%s=%s\n" % (name, fields[name]) for name in sorted(fields)]) + "nonce=%s\n" % n
        if self.proof == "crc32":
            return "%08x" % crc32(text.encode())
        return binascii.hexlify(hashlib.sha256(text.encode()).digest()).decode()

    # The storage: written beside and renamed, so that a power cut leaves the old set or the new one

    def load(self):
        try:
            with open(self.path) as file:
                return json.load(file)
        except (OSError, ValueError):
            return None

    def save(self, stored):
        new = self.path + ".new"
        with open(new, "w") as file:
            file.write(encode(stored))
            file.flush()
        if hasattr(os, "sync"):
            os.sync()
        os.rename(new, self.path)


# The runner, for a computer that plays the device


def write_points(device, every):
    import threading
    import time
    import urllib.error
    import urllib.parse
    import urllib.request

    def send(fields):
        query = urllib.parse.urlencode({"org": fields["org"], "bucket": fields["bucket"], "precision": "ms"})
        line = "reference,device=%s uptime=%di %d" % (fields["device"], time.monotonic(), time.time() * 1000)
        request = urllib.request.Request(
            fields["url"].rstrip("/") + "/api/v2/write?" + query,
            data=line.encode(),
            headers={"Authorization": "Token " + fields["token"], "Content-Type": "text/plain; charset=utf-8"},
        )
        urllib.request.urlopen(request, timeout=5).close()

    def run():
        while True:
            stored = device.load()
            if stored:
                try:
                    send(stored["fields"])
                except (OSError, urllib.error.HTTPError):
                    pass  # No network yet, or the token is not active yet: try again, like any firmware.
            time.sleep(every)

    threading.Thread(target=run, daemon=True).start()


def serve(device, path):
    """Speaks with whoever opens the other end until the line goes away."""
    import termios
    import tty

    port = os.open(path, os.O_RDWR | os.O_NOCTTY)
    tty.setraw(port)
    speed = termios.tcgetattr(port)
    speed[4] = speed[5] = termios.B115200
    termios.tcsetattr(port, termios.TCSANOW, speed)
    print("ready", flush=True)
    while True:
        try:
            data = os.read(port, 4096)
        except OSError:
            return
        if not data:
            return
        out = device.feed(data)
        while out:
            out = out[os.write(port, out) :]


def main():
    import argparse
    import time

    parser = argparse.ArgumentParser()
    parser.add_argument("path")
    parser.add_argument("--store", default="settings.stored")
    parser.add_argument("--id", default="reference-device")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--every", type=float, default=2)
    given = parser.parse_args()
    device = Device(given.store, given.id, time.monotonic)
    if given.write:
        write_points(device, given.every)
    serve(device, given.path)


if __name__ == "__main__":
    main()
