/** Whether it has members, whatever it says it is: `typeof` takes some objects of the browser for undefined. */
export function isObject(value: unknown): value is object {
  return Object(value) === value;
}
