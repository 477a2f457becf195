import { problemOfPattern } from '../../../private/checks';
import type { Problem } from '../../../private/errors';
import { isVariable } from './variables';

/** The exporter panics at one that does not compile, and an unset variable makes one that matches every metric. */
export function regularExpression(what: string, pattern: string): Problem[] {
  if (isVariable(pattern)) {
    const expected = 'a regular expression: an unset variable would select every metric';
    return [{ what, got: pattern, expected, fix: 'write it out' }];
  }
  const got = pattern;
  if (/\(\?(=|!|<=|<!)|\\[1-9]/.test(pattern)) {
    const expected = 'a regular expression of RE2, which has no look-around and no back references';
    return [{ what, got, expected, fix: 'write it without' }];
  }
  const problem = problemOfPattern(toJavaScript(pattern));
  return problem === undefined ? [] : [{ what, got, expected: 'a regular expression', fix: `correct it: ${problem}` }];
}

/**
 * RE2's own syntax in words of JavaScript, as far as validity goes: named groups, flags (also of a group), the ends of a text,
 * classes of POSIX, quotation.
 *
 * @see https://github.com/google/re2/wiki/Syntax
 */
function toJavaScript(pattern: string): string {
  return pattern
    .replace(/\\Q([\s\S]*?)(\\E|$)/g, (_, text: string) => text.replace(/[^\w]/g, '\\$&'))
    .replace(/\(\?P</g, '(?<')
    .replace(/\(\?[imsU]*(-[imsU]+)?\)/g, '')
    .replace(/\(\?[imsU]*(-[imsU]+)?:/g, '(?:')
    .replace(/\[:\^?[a-z]+:\]/g, 'a')
    .replace(/\\[AzCa]/g, '');
}
