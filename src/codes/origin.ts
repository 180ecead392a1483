const WIN32_FAILURE = 0x8007;
const NTSTATUS_FAILURE = 0xC000;
const HTTP_FAILURE = 0x8019;
const INTERFACE = 4;
/** Of the numbers of facility 4, those of licensing and of WMI; the others belong to whichever component gives them. */
const LICENSING = { first: 0xA000, last: 0xFFFF };
const WMI = { first: 0x1000, last: 0x10FF };

const FACILITIES: Readonly<Record<number, string>> = {
  0: "the system or COM",
  1: "COM's remote calls",
  2: "Automation",
  3: "structured storage",
  [INTERFACE]: "the component that gave it: each has numbers of its own here",
  7: "the system",
  9: "security: authentication and certificates",
  11: "the trust in certificates",
  15: "setup",
  17: "COM+",
  19: ".NET",
  25: "HTTP",
  32: "background transfers",
  36: "the update service",
  51: "WS-Management",
  63: "the store",
};

/** Of a code without a text, what its number tells. */
export function describeOrigin(code: number): string {
  const [head, number] = [code >>> 16, code & 0xFFFF];
  const facility = head & 0x7FF;
  if (head === WIN32_FAILURE) return `Windows error ${number}, which net helpmsg ${number} names on Windows`;
  if (head === NTSTATUS_FAILURE) return "an NTSTATUS of the system";
  if (head === HTTP_FAILURE) return `HTTP status ${number}`;
  if (facility === INTERFACE && within(LICENSING, number)) return "a code of software licensing";
  if (facility === INTERFACE && within(WMI, number)) return "a code of WMI";
  const name = FACILITIES[facility];
  return name === undefined ? `a code of facility ${facility}` : `a code of ${name}`;
}

function within({ first, last }: { first: number; last: number }, number: number): boolean {
  return first <= number && number <= last;
}
