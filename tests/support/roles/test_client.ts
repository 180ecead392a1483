import { Client } from "../../../src/client/client.ts";
import type { ClientLog } from "../../../src/client/logging.ts";
import {
  decodeCertificateRequest,
  encodeCertificateReply,
} from "../../../src/protocol/certificate_exchange.ts";
import { frameType, Type } from "../../../src/protocol/frame.ts";
import type { ReplyFields } from "../../../src/protocol/reply.ts";
import type { Machine, Network } from "../../../src/ports.ts";
import { fakeMachine } from "../fakes/fake_machine.ts";
import { FakeTime } from "../fakes/fake_time.ts";
import { MemoryDocuments } from "../disk/memory_documents.ts";
import { clientProductKey, sampleLicence } from "../samples/sample_licence.ts";
import { authorityBytes, NOW, signedHost, signedReply } from "../samples/samples.ts";
import { type Scripted, ScriptedNetwork } from "../searching/scripted_network.ts";
import { ScriptedNames } from "../searching/scripted_names.ts";
import { SeededRandom } from "../fakes/seeded_random.ts";

/** A client over documents in memory, with the example publisher's licence file, and a host that answers as it is told. */
export class TestClient {
  readonly time = new FakeTime(NOW * 1000);
  readonly documents = new MemoryDocuments();
  readonly random = new SeededRandom(3);
  machine: Machine = fakeMachine("pc-1");
  /** What the host's next replies say; their time is the host's clock, which is the client's. */
  reply: Partial<ReplyFields> = {};
  /** Where the client keeps what it asked, if anywhere. */
  log: ClientLog | undefined;
  /** The network knows one name; a test adds what it needs. */
  readonly names = new ScriptedNames();
  readonly network = new ScriptedNetwork((frame) => this.answerSoundly(frame));

  constructor() {
    this.documents.texts.set("publisher.lic", sampleLicence());
    this.names.addresses.set("kms.example", ["192.0.2.1"]);
  }

  open(network: Network = this.network): Promise<Client> {
    const { time, random, machine, documents, names } = this;
    return Client.open({
      clock: time,
      timer: time,
      random,
      network,
      machine,
      documents,
      openNames: names.open,
      ...(this.log === undefined ? {} : { log: this.log }),
    });
  }

  /** With the editor's key and a host. */
  async ready(): Promise<Client> {
    const client = await this.open();
    await client.installKey(clientProductKey(1));
    await client.changeSettings({ host: "kms.example" });
    return client;
  }

  answerSoundly(frame: Uint8Array): Scripted {
    if (frameType(frame) === Type.certificateRequest) {
      decodeCertificateRequest(frame);
      return [encodeCertificateReply(authorityBytes)];
    }
    const issued = Math.floor(this.time.now() / 1000);
    return [signedReply({ issued, ...this.reply }, signedHost(), frame)];
  }
}
