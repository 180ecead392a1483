"""This computer's hardware (SPEC 3.2), as kms reads it on Linux. Other systems: see ../README.md."""
import fcntl
import hashlib
import re
import socket
import struct
from pathlib import Path


def read_value(path: Path) -> bytes:
    """The trimmed text of a small file; nothing where it cannot be read."""
    try:
        with open(path, "rb") as file:
            return file.read(65536).strip()
    except OSError:
        return b""


def first_disk() -> bytes:
    for disk in sorted(Path("/sys/block").glob("*")):
        if not re.match("loop|ram|zram|dm-|sr|md", disk.name):
            for file in ("device/serial", "device/wwid", "wwid", "serial"):
                value = read_value(disk / file)
                if value:
                    return value
    return b""


def has_address(name: str) -> bool:
    """Whether the interface has an IP address; kms sees no others."""
    lines = read_value(Path("/proc/net/if_inet6")).decode().splitlines()
    if any(line.split()[-1] == name for line in lines):
        return True
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        try:
            fcntl.ioctl(any_socket, 0x8915, struct.pack("256s", name.encode()))  # SIOCGIFADDR
            return True
        except OSError:
            return False


def network_address() -> bytes:
    """The lowest hardware address: of the physical interfaces, where there are such."""
    interfaces = list(Path("/sys/class/net").glob("*"))
    physical = [one for one in interfaces if (one / "device").exists()]
    addresses = [read_value(one / "address") for one in physical or interfaces if has_address(one.name)]
    return min((one for one in addresses if one not in (b"", b"00:00:00:00:00:00")), default=b"")


def this_hardware() -> bytes:
    """16 bytes: of each component four, or zeros where it is absent."""
    model = re.search(rb"^model name\s*:\s*(.+)$", read_value(Path("/proc/cpuinfo")), re.MULTILINE)
    dmi = Path("/sys/class/dmi/id")
    board = (read_value(dmi / "board_vendor"), read_value(dmi / "board_name"), model[1] if model else b"")
    components = {
        b"system": read_value(Path("/etc/machine-id")) or read_value(Path("/var/lib/dbus/machine-id")),
        b"board": b" ".join(part for part in board if part),
        b"disk": first_disk(),
        b"network": network_address(),
    }
    hashed = [hashlib.sha256(name + b"\0" + value).digest()[:4] if value else bytes(4)
              for name, value in components.items()]  # fmt: skip
    return b"".join(hashed)


