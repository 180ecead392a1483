import { Box } from "ink";
import type { ComponentType } from "react";
import { ConfirmationBox } from "./components/confirmation_box.tsx";
import { ConnectionLine } from "./components/connection_line.tsx";
import { Footer } from "./components/footer.tsx";
import { Header } from "./components/header.tsx";
import { Help } from "./components/help.tsx";
import { Notice } from "./components/notice.tsx";
import { Tabs } from "./components/tabs.tsx";
import { TooSmall } from "./components/too_small.tsx";
import { contextOf, type Model, noticeLines } from "./model/model.ts";
import { isTooSmall } from "./model/size.ts";
import { SCREENS } from "./screens/mod.ts";
import type { ScreenProps } from "./screens/screen.ts";

export interface FrameProps {
  readonly title: string;
  readonly model: Model;
}

/** The whole terminal: header, tabs and footer, which are the same for all screens, and one screen. */
export function Frame({ title, model }: FrameProps) {
  const { size, host, notice } = model;
  if (isTooSmall(size)) return <TooSmall {...size} />;
  const context = contextOf(model);
  return (
    <Box width={size.columns} height={size.rows} flexDirection="column" paddingX={1} overflow="hidden">
      <Header title={title} status={host.status} caller={model.caller} width={context.width} />
      <Tabs screen={model.screen} width={context.width} />
      <ConnectionLine connection={host.connection} />
      <Box flexDirection="column" flexGrow={1} flexShrink={1} flexBasis={0} overflow="hidden">
        <Body model={model} />
      </Box>
      {notice === null ? null : <Notice tone={notice.tone} lines={noticeLines(model)} />}
      <Footer model={model} width={context.width} />
    </Box>
  );
}

/** A question or the help stands in front of the screen. */
export function Body({ model }: { readonly model: Model }) {
  const context = contextOf(model);
  if (model.confirmation !== null) return <ConfirmationBox confirmation={model.confirmation} />;
  if (model.help !== null) return <Help place={model.help} {...context} />;
  const View = SCREENS[model.screen].View as ComponentType<ScreenProps<unknown>>;
  return <View state={model.screens[model.screen]} {...context} />;
}
