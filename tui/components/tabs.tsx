import { SCREEN_NAMES, type ScreenName, SCREENS } from "../screens/mod.ts";
import { widthOf } from "../text.ts";
import { Line, Toned } from "./line.tsx";

export interface TabsProps {
  readonly screen: ScreenName;
  readonly width: number;
}

/** The names of the screens behind their numbers; where there is no room, only that of the one in front, which stands in brackets. */
export function Tabs({ screen, width }: TabsProps) {
  const all = SCREEN_NAMES.map((name, i) => `${i + 1} ${SCREENS[name].title}`);
  const isWide = widthOf(all.join("  ")) + 2 <= width;
  return (
    <Line>
      {SCREEN_NAMES.map((name, i) => {
        const gap = i === 0 ? "" : " ";
        if (name === screen) return [gap, <Toned key={name} tone="strong">{`[${all[i]}]`}</Toned>];
        return [gap, <Toned key={name} tone="faint">{isWide ? ` ${all[i]} ` : ` ${i + 1} `}</Toned>];
      })}
    </Line>
  );
}
