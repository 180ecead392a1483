// A DNS server for tests, over UDP on 127.0.0.1: `node dns_stub.mjs FILE`. Each line of FILE is a record, as
// `_volact._tcp.example.test SRV 0 100 1688 kms.example.test` or `kms.example.test A 127.0.0.1`; the file is read
// anew for each question. Prints its port as JSON. RFC 1035, RFC 2782; no compression, no EDNS, no authority.
import { readFileSync } from "node:fs";
import dgram from "node:dgram";

const TYPES = { A: 1, AAAA: 28, SRV: 33 };
const [NAME_ERROR, AUTHORITATIVE, RESPONSE] = [3, 0x0400, 0x8000];

const encodeName = (name) => Buffer.concat([...name.split(".").map(label), Buffer.of(0)]);
const label = (text) => Buffer.from([text.length, ...Buffer.from(text)]);

function encodeData(type, fields) {
  if (type === "A") return Buffer.from(fields[0].split(".").map(Number));
  if (type === "AAAA") return Buffer.from(fields[0], "hex");
  const numbers = Buffer.alloc(6);
  fields.slice(0, 3).forEach((field, i) => numbers.writeUInt16BE(Number(field), 2 * i));
  return Buffer.concat([numbers, encodeName(fields[3])]);
}

function encodeRecord({ name, type, fields }) {
  const data = encodeData(type, fields);
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(TYPES[type], 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt32BE(60, 4);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([encodeName(name), fixed, data]);
}

function readRecords(file) {
  const lines = readFileSync(file, "utf8").split("\n").filter((line) => line !== "");
  return lines.map((line) => line.split(" ")).map(([name, type, ...fields]) => ({ name, type, fields }));
}

/** The name asked for, and where its type stands. */
function readQuestion(query) {
  const labels = [];
  let at = 12;
  while (query[at] !== 0) {
    labels.push(query.toString("latin1", at + 1, at + 1 + query[at]));
    at += 1 + query[at];
  }
  return { name: labels.join(".").toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function answer(query, records) {
  const { name, type, end } = readQuestion(query);
  const named = records.filter((record) => record.name === name);
  const found = named.filter((record) => TYPES[record.type] === type);
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  const recursion = query.readUInt16BE(2) & 0x0100;
  header.writeUInt16BE(RESPONSE | AUTHORITATIVE | recursion | (named.length === 0 ? NAME_ERROR : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(found.length, 6);
  return Buffer.concat([header, query.subarray(12, end), ...found.map(encodeRecord)]);
}

const socket = dgram.createSocket("udp4");
socket.on("message", (query, { port, address }) => {
  socket.send(answer(query, readRecords(process.argv[2])), port, address);
});
socket.bind(0, "127.0.0.1", () => console.log(JSON.stringify({ port: socket.address().port })));
