"""Multicast DNS by somebody else (python3-zeroconf). Prints JSON, one value a line, until SIGTERM.

publish ADDRESS NAME PORT: announces an instance of the service.
browse ADDRESS: prints each instance that comes ("up"), changes ("changed") or goes ("down").
garbage ADDRESS: sends packets that are none, or nearly none, to all on the link, and ends.
sniff INTERFACE: prints where from and where to each packet goes that passes there, in or out, to UDP port 5353.
"""
import json
import random
import signal
import socket
import struct
import sys
import time

import zeroconf

TYPE = "_volact._tcp.local."
GROUP, PORT = "224.0.0.251", 5353


def say(**value):
    print(json.dumps(value), flush=True)


def publish(address, name, port):
    responder = zeroconf.Zeroconf(interfaces=[address])
    responder.register_service(zeroconf.ServiceInfo(
        TYPE, f"{name}.{TYPE}", addresses=[socket.inet_aton(address)], port=int(port), priority=3, weight=4,
        properties={"publisher": "Fabrikam"}, server="witness.local."))
    say(published=name)
    await_end()
    responder.close()


def browse(address):
    class Listener(zeroconf.ServiceListener):
        def add_service(self, browser, kind, name):
            self.tell("up", browser, name)

        def update_service(self, browser, kind, name):
            self.tell("changed", browser, name)

        def remove_service(self, browser, kind, name):
            say(event="down", name=name)

        def tell(self, event, browser, name):
            info = browser.get_service_info(TYPE, name)
            say(event=event, name=name, target=info.server, port=info.port, priority=info.priority,
                weight=info.weight, addresses=sorted(info.parsed_addresses()),
                text={key.decode(): value.decode() for key, value in info.properties.items()})

    browser = zeroconf.Zeroconf(interfaces=[address])
    zeroconf.ServiceBrowser(browser, TYPE, Listener())
    say(browsing=True)
    await_end()
    browser.close()


def garbage(address):
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(address))
    sender.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sender.bind((address, PORT))
    for packet in packets(random.Random(1)):
        sender.sendto(packet, (GROUP, PORT))
        time.sleep(0.0005)
    say(sent=True)


def packets(chance):
    name = b"".join(bytes([len(label)]) + label for label in (b"_volact", b"_tcp", b"local")) + b"\0"
    head = struct.pack(">6H", 0, 0x8400, 0, 1, 0, 0)
    yield from (b"", b"\0", head, head + b"\xc0\x0c", head + b"\xc0\xff", head + b"\x3fabc",
                struct.pack(">6H", 0, 0, 0xffff, 0xffff, 0xffff, 0xffff), b"\0" * 9000)
    for _ in range(500):
        yield chance.randbytes(chance.randrange(400))
        data = chance.randbytes(chance.randrange(80))
        kind = chance.choice((1, 12, 16, 28, 33, 41, 47, 250, 255))
        yield head + name + struct.pack(">HHIH", kind, chance.choice((1, 0x8001)), 120, len(data)) + data


def sniff(interface):
    every_protocol = socket.ntohs(3)
    wire = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, every_protocol)
    wire.bind((interface, 0))
    say(sniffing=True)
    while True:
        packet = wire.recv(9000)
        ends = udp_ends(packet)
        if ends is not None and ends[2] == PORT:
            say(sender=ends[0], to=ends[1])


def udp_ends(packet):
    """Sender, receiver and its port of a UDP packet in IPv4 or IPv6; None of any other."""
    if packet[0] >> 4 == 4 and packet[9] == socket.IPPROTO_UDP:
        start, source, target = (packet[0] & 15) * 4, packet[12:16], packet[16:20]
    elif packet[0] >> 4 == 6 and packet[6] == socket.IPPROTO_UDP:
        start, source, target = 40, packet[8:24], packet[24:40]
    else:
        return None
    family = socket.AF_INET if len(source) == 4 else socket.AF_INET6
    return (socket.inet_ntop(family, source), socket.inet_ntop(family, target),
            int.from_bytes(packet[start + 2:start + 4], "big"))


def await_end():
    signal.sigwait([signal.SIGTERM])


signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM] if sys.argv[1] in ("publish", "browse") else [])
{"publish": publish, "browse": browse, "garbage": garbage, "sniff": sniff}[sys.argv[1]](*sys.argv[2:])
