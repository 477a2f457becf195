/** Strings of JSON, which are left as they are, and its numbers. */
const TOKENS = /"(?:[^"\\]+|\\.)*"|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/gis;

/** Whether JSON may hold a number that is read as another. */
export function mayHoldInexact(json: string): boolean {
  return /\d{16}|e\+?\d{3}/i.test(json);
}

/** JSON with texts for the numbers that would be read as others. */
export function withTexts(json: string): string {
  return json.replace(TOKENS, (token) => (token.startsWith('"') || isExact(token) ? token : `"${token}"`));
}

function isExact(token: string): boolean {
  const value = Number(token);
  return Number.isFinite(value) && (!/^-?\d+$/.test(token) || BigInt(token) === BigInt(value));
}

/** Whether a value has numbers, at any depth, that JSON does not carry as they were. */
export function hasInexact(value: unknown): boolean {
  if (typeof value === 'number')
    return !Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value));
  return typeof value === 'object' && value !== null && Object.values(value).some(hasInexact);
}
