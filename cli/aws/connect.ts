import type { Clients } from './clients';

/** The calls to AWS in a Region. Only here are the clients loaded, which are a file of their own in the package. */
export function connect(region: string): Clients {
  const { clientsIn } = require('./clients') as typeof import('./clients');
  return clientsIn(region);
}

/** What all pages of an answer hold together; `token` is what both question and answer call the place to go on at. */
export async function everyPage<Input extends object, Output extends object, Item>(
  call: (input: Input) => Promise<Output>,
  input: Input,
  itemsOf: (output: Output) => readonly Item[] | undefined,
  token: string = 'NextToken',
): Promise<Item[]> {
  const found: Item[] = [];
  let next: unknown;
  do {
    const output: Output = await call(next === undefined ? input : { ...input, [token]: next });
    for (const item of itemsOf(output) ?? []) found.push(item);
    const following = (output as Record<string, unknown>)[token] || undefined;
    // CloudWatch Logs may answer the same token at the end: asking again would never end.
    next = following === next ? undefined : following;
  } while (next !== undefined);
  return found;
}
