import * as builtIn from './names';

const BUILT_IN_NAMES: ReadonlySet<string> = new Set(Object.values(builtIn));

/**
 * Names of Amazon Pinpoint and of CloudWatch RUM may have any characters, such as `Album Visited`; ours may not, because
 * questions name events. Others become `_`, and the property `event_type` has the name as it was. Undefined where it would
 * be the name of an event that clients report by themselves.
 */
export function storedName(type: string): { readonly name: string; readonly own: object } | undefined {
  const name = type.replace(/[^\w.:-]/gu, '_');
  if (name === type) return { name, own: {} };
  return BUILT_IN_NAMES.has(name) ? undefined : { name, own: { event_type: type } };
}
