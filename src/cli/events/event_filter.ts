/** The options by which events are chosen. */
export const EVENT_FILTER = {
  id: {
    type: "string",
    array: true,
    nargs: 1,
    describe: "events of this number (12290), or of several: 12290,12310",
  },
  since: { type: "string", describe: "from then on: 2h, 7d, today, yesterday, 10:30, 2027-05-21T10:30" },
  until: { type: "string", describe: "before then" },
  machine: {
    type: "string",
    describe: "a computer's name, in which * stands for anything, or its machine ID",
  },
  result: { type: "string", describe: "activated, refused, or a code such as 0xC004F038" },
} as const;
