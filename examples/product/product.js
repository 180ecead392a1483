import { homedir } from "node:os";
import process from "node:process";
import { createInterface } from "node:readline";
import { activate, checkLicence, onChange, startRenewal } from "@kms/client";

const options = {
  folder: process.env.WRITER_STATE ?? `${homedir()}/.writer-licence`,
  licenceFile: `${import.meta.dirname}/publisher.lic`,
  productId: "6f1d2c3b-4a59-4867-9788-a9bacbdcedfe",
};

function tell({ state, text, advice, stateEnds, error }) {
  const end = stateEnds === null ? "" : ` until ${new Date(stateEnds).toISOString().slice(0, 10)}`;
  console.error(`Writer: ${state}${end}: ${[text, advice, error?.message].filter(Boolean).join("; ")}.`);
}

let check = await checkLicence(options); // at the start, offline
tell(check);
if (check.state !== "licensed") tell(check = await activate(options)); // where the grace is over, the only way back
if (!check.mayRun) process.exit(1);
startRenewal(options);
onChange(options, tell);

// What the product is for:
for await (const line of createInterface({ input: process.stdin })) console.log(line.toUpperCase());
