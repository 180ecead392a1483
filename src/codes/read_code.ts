const HIGHEST = 0xFFFFFFFF;
const LOWEST_SIGNED = -0x80000000;
const HIGHEST_WIN32 = 0xFFFF;
const WIN32_FAILURE = 0x80070000;

/**
 * A code as people write it: `0x8007267C`, `8007267C` (eight digits are always hexadecimal), 2147952252, -2147015044. A number of at
 * most 16 bits other than 0 is a Win32 error, so 1722 is 0x800706BA. Undefined for anything else.
 */
export function readCode(text: string): number | undefined {
  const number = readNumber(text);
  if (number === undefined || number < LOWEST_SIGNED || number > HIGHEST) return undefined;
  const code = number >>> 0;
  return code > 0 && code <= HIGHEST_WIN32 ? WIN32_FAILURE + code : code;
}

function readNumber(text: string): number | undefined {
  if (/^0x[0-9a-f]{1,8}$/i.test(text)) return parseInt(text.slice(2), 16);
  if (/^[0-9a-f]{8}$/i.test(text)) return parseInt(text, 16);
  if (/^-?[0-9]{1,10}$/.test(text)) return Number(text);
  return undefined;
}
