/** Of a batch. JavaScript reads what is nested without end, and can't write it. */
const DEPTH = 64;

export const TOO_DEEP = `nested more than ${DEPTH} levels deep`;

export function isDeep(value: unknown, levels = DEPTH): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((part) => isDeep(part, levels - 1));
}

/** As deep as can be written. */
export function shallow(value: unknown, levels = DEPTH): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return '…';
  if (Array.isArray(value)) return value.map((part) => shallow(part, levels - 1));
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shallow(part, levels - 1)]));
}
