/** Characters that would end a script in a page, or a line of old JavaScript. */
const UNSAFE = /[<>\u2028\u2029]/g;

/**
 * A value as a JavaScript expression that can stand in a file as well as inline in a page.
 *
 * JSON but for the escapes, so no `</script>` and no `<!--` can come out of it.
 */
export function script(value: unknown): string {
  return escapeScript(JSON.stringify(value));
}

/** The same for what is JSON already; all of these characters can only stand in its strings. */
export function escapeScript(json: string): string {
  return json.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A regular expression as a JavaScript expression: JSON has none. */
export function regExp(source: string): string {
  return `new RegExp(${script(source)})`;
}
