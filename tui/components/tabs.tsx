import { Fragment } from "react";
import { SCREEN_NAMES, type ScreenName, SCREENS } from "../screens/mod.ts";
import { widthOf } from "../text.ts";
import { Line, Toned } from "./line.tsx";

export interface TabsProps {
  readonly screen: ScreenName;
  readonly width: number;
}

/** The names of the screens behind their numbers; where there is no room, only that of the one in front, which stands in brackets. */
export function Tabs({ screen, width }: TabsProps) {
  const front = SCREEN_NAMES.indexOf(screen);
  const all = SCREEN_NAMES.map((name, i) => `${i + 1} ${SCREENS[name].title}`);
  const isWide = widthOf(all.join(GAP)) + 2 <= width;
  const texts = all.map((text, i) => i === front ? `[${text}]` : isWide ? text : `${i + 1}`);
  return (
    <Line>
      {texts.map((text, i) => (
        <Fragment key={i}>
          {gapBefore(i, front)}
          <Toned tone={i === front ? "strong" : "faint"}>{text}</Toned>
        </Fragment>
      ))}
    </Line>
  );
}

const GAP = "  ";

/** The brackets stand in the gaps: nothing moves when another screen comes to the front. */
function gapBefore(index: number, front: number): string {
  const columns = GAP.length - (index === front || index === front + 1 ? 1 : 0);
  return " ".repeat(index === 0 ? columns - 1 : columns);
}
