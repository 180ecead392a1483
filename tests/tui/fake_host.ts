import type { Input, Output, RouteName } from "../../src/api/routes.ts";
import type { Host } from "../../tui/runtime/store.ts";
import { FakeWatch } from "./fake_watch.ts";

type Answers = { [Name in RouteName]?: (input: Input<Name>) => Output<Name> | Promise<Output<Name>> };

/** A host's management API in the hands of a test. A call for which no answer is given is never answered. */
export class FakeHost implements Host {
  readonly stream = new FakeWatch();
  /** All calls, in order. */
  readonly calls: { readonly route: RouteName; readonly input: unknown }[] = [];
  readonly answers: Answers = {};

  readonly watch = this.stream.watch;

  call<Name extends RouteName>(route: Name, input: Input<Name>): Promise<Output<Name>> {
    this.calls.push({ route, input });
    const answer = this.answers[route] as ((input: Input<Name>) => Output<Name>) | undefined;
    if (answer === undefined) return new Promise(() => {});
    return Promise.resolve(input).then(answer);
  }
}
