import { systemMulticast } from "../../../src/adapters/network/multicast.ts";
import { systemClock, systemRandom, systemTimer } from "../../../src/adapters/system/system.ts";
import { announceService } from "../../../src/dns/multicast/announce.ts";
import { serviceOf } from "../lan/multicast.ts";

/** Announces INSTANCE on HOST and PORT, prints each state, and takes it back on SIGTERM. */
const [instance, host, port] = Deno.args;
const ports = { clock: systemClock, timer: systemTimer, random: systemRandom, multicast: systemMulticast };
const service = serviceOf(instance!, { host: host!, port: Number(port), priority: 5, weight: 7 });
const announcement = announceService(ports, service, (state) => console.log(JSON.stringify(state)));
const finish = async () => {
  Deno.removeSignalListener("SIGTERM", finish);
  await announcement.close();
};
Deno.addSignalListener("SIGTERM", finish);
