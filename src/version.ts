/** The version of the program, which deno.json names too (tests/app/version_test.ts compares them). */
export const VERSION = "0.1.0";
