const SHOWN_TEXTS = 3;
const SHOWN_LENGTH = 200;

/** A text as reports quote it. */
export function quote(text: unknown): string {
  const whole = String(text);
  return JSON.stringify(whole.length > SHOWN_LENGTH ? `${whole.slice(0, SHOWN_LENGTH)}…` : whole);
}

/** The first of several texts, quoted. */
export function list(texts: readonly string[]): string {
  const shown = texts.slice(0, SHOWN_TEXTS).map(quote).join(', ');
  return texts.length > SHOWN_TEXTS ? `${shown} and ${texts.length - SHOWN_TEXTS} more` : shown;
}
