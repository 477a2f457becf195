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

/**
 * Lets browsers compile the client beside the page instead of in its way, as far as they know this comment.
 *
 * Nearly all of its functions are called at once; compiled one by one, when they are called, they take the page as much
 * time as running them. It has to be the first line.
 *
 * @see https://v8.dev/blog/explicit-compile-hints
 */
export const COMPILE_AT_ONCE = '//# allFunctionsCalledOnLoad\n';

const call = (bundle: string, configuration: string) =>
  `(function(__USER_TELEMETRY__){${bundle}})(${configuration});\n`;

/** The client as a file: its configuration, a JavaScript expression, is all that it knows of the page. */
export function clientScript(bundle: string, configuration: string): string {
  return COMPILE_AT_ONCE + call(bundle, configuration);
}

/** The same for a configuration that the page has; without it there is nothing to do, and no error to show for it. */
export function clientScriptOfPage(bundle: string): string {
  const configuration = 'window.__USER_TELEMETRY__';
  return `${COMPILE_AT_ONCE}${configuration}&&${call(bundle, configuration)}`;
}
