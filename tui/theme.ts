import { createContext, useContext } from "react";

/** What a text says; never its colour. */
export type Tone = "plain" | "strong" | "faint" | "good" | "waiting" | "warning" | "bad" | "key";

/** Properties of ink's Text. */
export interface TextStyle {
  readonly color?: string;
  readonly backgroundColor?: string;
  readonly bold?: boolean;
  readonly dimColor?: boolean;
}
/** `picture`: for what is drawn with blocks and must be dark on light whatever the terminal is. */
export type Theme = Readonly<Record<Tone | "picture", TextStyle>>;

/** Only the terminal's own sixteen colours: the person has chosen them to be readable. */
const COLOURED: Theme = {
  plain: {},
  strong: { bold: true },
  faint: { dimColor: true },
  good: { color: "green" },
  waiting: { color: "cyan" },
  warning: { color: "yellow" },
  bad: { color: "red", bold: true },
  key: { color: "cyan", bold: true },
  picture: { color: "black", backgroundColor: "whiteBright" },
};

const COLOURLESS: Theme = {
  plain: {},
  strong: {},
  faint: {},
  good: {},
  waiting: {},
  warning: {},
  bad: {},
  key: {},
  picture: {},
};

/** Stands before a text in its tone, which must be told without colours too. Each is one column wide. */
export const MARKS: Readonly<Record<Tone, string>> = {
  plain: "•",
  strong: "•",
  faint: "•",
  good: "✓",
  waiting: "○",
  warning: "!",
  bad: "✗",
  key: "•",
};

/** Without colour no escape code is written for a text at all. */
export function themeFor(colour: boolean): Theme {
  return colour ? COLOURED : COLOURLESS;
}

export const ThemeContext = createContext<Theme>(COLOURLESS);

export function useTheme(): Theme {
  return useContext(ThemeContext);
}
