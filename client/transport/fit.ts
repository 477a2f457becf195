import { json } from '../core/json';
import { parse } from '../core/storage';
import { bytes, cut } from '../core/text';

type Members = Record<string, unknown>;

/** What an event is counted by. */
const NEEDED = new Set(['version', 'transaction', 'attempt', 'reason', 'feature']);
/** Texts are not cut to less. */
const SHORT = 64;

/** The details of an event, shortened until they take that many bytes as a text within a request, as far as that goes. */
export function fitted(details: string, room: number): string {
  const value = (parse(details) ?? {}) as Members;
  const fits = () => bytes(json(json(value))) <= room;
  for (let longest = longestText(value); longest && !fits(); longest = longestText(value)) {
    const { holder, name, length } = longest;
    holder[name] = cut(holder[name] as string, length >> 1);
  }
  const sizes = Object.keys(value).map((name) => ({ name, size: json(value[name]).length }));
  for (const { name } of sizes.sort((one, other) => other.size - one.size)) {
    if (fits()) break;
    if (NEEDED.has(name)) continue;
    delete value[name];
    value.dataDropped = 'too long';
  }
  return json(value);
}

function longestText(holder: Members): { holder: Members; name: string; length: number } | undefined {
  let longest: ReturnType<typeof longestText>;
  for (const [name, item] of Object.entries(holder)) {
    const found =
      typeof item === 'string'
        ? { holder, name, length: item.length }
        : typeof item === 'object' && item
          ? longestText(item as Members)
          : undefined;
    if (found && found.length > (longest?.length ?? SHORT)) longest = found;
  }
  return longest;
}
