/** What `work` gives of each, in their order, so many at one time. */
export async function atOnce<T, U>(
  most: number,
  values: readonly T[],
  work: (value: T) => Promise<U>,
): Promise<U[]> {
  const results: U[] = [];
  const left = values.entries();
  const worker = async () => {
    for (const [i, value] of left) results[i] = await work(value);
  };
  await Promise.all(Array.from({ length: most }, worker));
  return results;
}

/** Until a condition holds. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !await holds(); tries++) {
    if (tries === 200) throw new Error("it does not come about");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
