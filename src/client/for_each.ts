/** What `work` gives of each, in their order, at most `atOnce` at one time. */
export async function forEach<T, U>(
  values: readonly T[],
  atOnce: number,
  work: (value: T) => Promise<U>,
): Promise<U[]> {
  const results: U[] = [];
  const left = values.entries();
  const worker = async () => {
    for (const [i, value] of left) results[i] = await work(value);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
