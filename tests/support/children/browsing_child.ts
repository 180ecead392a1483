import { systemMulticast } from "../../../src/adapters/network/multicast.ts";
import { systemClock, systemRandom, systemTimer } from "../../../src/adapters/system/system.ts";
import { browseServices } from "../../../src/dns/multicast/browse.ts";

/** Prints what a client finds. */
const ports = { clock: systemClock, timer: systemTimer, random: systemRandom, multicast: systemMulticast };
console.log(JSON.stringify(await browseServices(ports)));
