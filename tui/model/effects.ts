import type { Input, Output, RouteName } from "../../src/api/routes.ts";

/** A call of the management API that a screen wants. */
export type CallEffect = {
  readonly [Name in RouteName]: {
    readonly kind: "call";
    readonly route: Name;
    readonly input: Input<Name>;
    /** Comes back with the answer, so that the screen can tell which of its calls is answered. */
    readonly tag: string;
  };
}[RouteName];

/** What is to be done outside of the model. */
export type Effect = CallEffect;

/** What became of a call. The answer's texts are clean. */
export type Answered = {
  readonly [Name in RouteName]: {
    readonly kind: "answered";
    readonly route: Name;
    readonly tag: string;
    readonly output: Output<Name>;
  };
}[RouteName];

export interface Failed {
  readonly kind: "failed";
  readonly route: RouteName;
  readonly tag: string;
  /** Clean. */
  readonly reason: string;
  readonly remedy: string | null;
}

export function call<Name extends RouteName>(route: Name, input: Input<Name>, tag = ""): CallEffect {
  return { kind: "call", route, input, tag } as unknown as CallEffect;
}
