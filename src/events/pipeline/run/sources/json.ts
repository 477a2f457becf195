const BYTE_ORDER_MARK = '\uFEFF';

/** Reads JSON, or says where it is none, without a word of it: messages of `JSON.parse()` quote what is around. */
export function readJson(text: string): { readonly json?: unknown; readonly flaw?: string } {
  try {
    return { json: JSON.parse(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text) };
  } catch (error) {
    const position = / at position (\d+)/.exec((error as Error).message);
    return { flaw: position ? `no JSON at position ${position[1]}` : 'no JSON' };
  }
}
