/** Bytes of a text of ASCII. */
export const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
export const TRUE: Uint8Array = ascii("true");
export const FALSE: Uint8Array = ascii("false");
/** What stands before each member of a machine record as a line of JSON; END behind the last. */
export const BEFORE = {
  machineId: ascii('{"machineId":"'),
  hardware: ascii('","hardware":"'),
  name: ascii('","name":"'),
  productId: ascii('","productId":"'),
  virtual: ascii('","virtual":'),
  ephemeral: ascii(',"ephemeral":'),
  counted: ascii(',"counted":'),
  licenceState: ascii(',"licenceState":'),
  minutesLeft: ascii(',"minutesLeft":'),
  result: ascii(',"result":'),
  firstSeen: ascii(',"firstSeen":'),
  lastSeen: ascii(',"lastSeen":'),
  heldFrom: ascii(',"heldFrom":'),
} as const;
export const END: Uint8Array = ascii("}\n");
