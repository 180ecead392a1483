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

const check = await checkLicence(options); // at the start, offline
tell(check);
if (!check.mayRun) process.exit(1);
if (check.state !== "licensed") tell(await activate(options)); // else the first try comes within a minute
startRenewal(options);
onChange(options, tell);

// What the product is for:
for await (const line of createInterface({ input: process.stdin })) console.log(line.toUpperCase());
