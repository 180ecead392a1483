/** Until a condition holds. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !await holds(); tries++) {
    if (tries === 200) throw new Error("it does not come about");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
