import { systemTimer } from "../../../src/adapters/system/system.ts";
import { TcpListener } from "../../../src/adapters/network/tcp.ts";

/** Prints its port, and sends back what each connection sends, until that ends. */
const listener = TcpListener.listen("127.0.0.1", 0, systemTimer);
console.log(listener.address.port);
await listener.run(async (connection) => {
  try {
    for (let bytes = await connection.read(); bytes !== null; bytes = await connection.read()) {
      await connection.write(bytes);
    }
  } catch {
    // the other side has reset it
  }
  connection.close();
});
