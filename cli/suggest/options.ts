export const SUGGEST_USAGE = '';
export function readSuggestOptions(_a: string[]) {
  return {};
}
