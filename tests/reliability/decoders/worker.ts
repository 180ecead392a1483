/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />
import { acceptSample, type Batch, runBatch } from "./batch.ts";
import { DECODERS } from "./known/all.ts";

/** Runs the batches that it is sent, and says what came of each. */
self.onmessage = async ({ data }: MessageEvent<Batch>) => {
  try {
    const decoder = DECODERS[data.decoder]!;
    if (data.from === 0) await acceptSample(decoder);
    self.postMessage(await runBatch(decoder, data));
  } catch (error) {
    self.postMessage({ fault: error instanceof Error ? error.message : String(error) });
  }
};
self.postMessage("ready");
