"""Multicast DNS by somebody else (python3-zeroconf). Prints JSON, one value a line, until SIGTERM.

publish ADDRESS NAME PORT: announces an instance of the service.
browse ADDRESS: prints each instance that comes ("up"), changes ("changed") or goes ("down").
garbage ADDRESS: sends packets that are none, or nearly none, to all on the link, and ends.
listen ADDRESS: prints the length of each packet that comes to port 5353.
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


def listen(address):
    receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    receiver.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    receiver.bind(("", PORT))
    receiver.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
                        socket.inet_aton(GROUP) + socket.inet_aton(address))
    say(listening=True)
    while True:
        packet, sender = receiver.recvfrom(9000)
        say(bytes=len(packet), sender=sender[0], port=sender[1])


def await_end():
    signal.sigwait([signal.SIGTERM])


signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM] if sys.argv[1] in ("publish", "browse") else [])
{"publish": publish, "browse": browse, "garbage": garbage, "listen": listen}[sys.argv[1]](*sys.argv[2:])
