/** A line that begins so was made by a text that should have stayed in its own. */
export const FORGED = "forged";

/** Does more to a terminal than be shown: by its controls, or by what it has no width of. */
export const ACTIVE =
  // deno-lint-ignore no-control-regex -- they are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Cs}/u;

/** Names that do harm, each to one of the places that a name comes to. */
export const HOSTILE: readonly string[] = [
  "\u001b[2J\u001b[1;1Hforged", // clears the screen
  "\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007", // a link to elsewhere
  "\u001b]52;c;ZXZpbA==\u0007", // writes to the clipboard
  "\u001b]0;title\u001b\\",
  '\u001bP$q"p\u001b\\',
  "\u001b[6n\u001b[c", // has the terminal type an answer
  "\u009b31m\u009d0;title\u009c\u0090q\u009c",
  "a\nforged",
  "a\r\nforged",
  "a\rforged",
  "a\u0085forged",
  "a\u2028forged",
  "a\u2029forged",
  "a\u000bforged\u000cforged",
  "a\tb",
  "a\u0008\u0008\u0008forged",
  "\u0000nul\u0000",
  "\u202egnp.exe\u202c",
  "\u2066a\u2067b\u2068c\u2069",
  "\u200e\u200f\u061c",
  "ad\u200bmin\u2060\ufeff\u00ad",
  "\u{e0041}\u{e0042}\u{e007f}",
  `a${"\u0301".repeat(60)}`,
  "\ud800a",
  "a\udfff",
  "=1+1",
  "+1+1",
  "-1+1",
  "@SUM(A1:A9)",
  '=cmd|"/c calc"!A1',
  "|cmd",
  "\t=1+1",
  "\r=1+1",
  "\n=1+1",
  " =1+1",
  "\uff1d1+1",
  "a;=1+1;b",
  "a,=1+1",
  '"',
  '","=1+1","',
  "''",
  "</script><script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  "<!--",
  "]]><a/>",
  "</title></svg></td></tr></table>",
  "&lt;b&gt; &amp; &#60;",
  'x"} 1\nforged_metric{a="b"} 1',
  "# TYPE forged counter",
  "a\\",
  '\\" \\n',
  'a"]b\\c] [x@1 y="z"]',
  "<0>1 - forged - - - -",
  '{"a":1}',
  '"}],"forged":[{"',
  "%s%n %PATH% !PATH! & calc | calc > x ^",
  "$(calc) `calc` ${HOME} ; calc",
  "../../etc/passwd",
  "--json",
  "__proto__",
  "x".repeat(5000),
  "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}".repeat(30),
  "\u65e5\u672c".repeat(60),
];
