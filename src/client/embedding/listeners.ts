import process from "node:process";

/** Calls a product's function. What it throws must not end what goes on in the background, or the product: it becomes a warning. */
export function tell(call: () => void): void {
  try {
    call();
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : String(error));
  }
}
