import type { Construct } from 'constructs';
import { type PartDocument, VARIABLE } from '../../formats/journey';
import { fail } from '../../private/errors';

/** Follows a journey from part to part, and what requests were sent and have extracted so far. */
export class JourneyVariables {
  private readonly extracted = new Set<string>();
  private requests = 0;

  constructor(private readonly scope: Construct) {}

  public check(what: string, part: PartDocument): void {
    for (const [, name] of JSON.stringify(part).matchAll(VARIABLE)) {
      if (this.extracted.has(name)) continue;
      fail(this.scope, {
        what,
        got: `Journey.variable(${JSON.stringify(name)})`,
        expected: `a variable that an earlier Action.request extracts, which are: ${[...this.extracted].join(', ') || 'none'}`,
        fix: `add extract: { ${name}: '$.…' } to a request before it`,
      });
    }
    if ('expect' in part && part.expect === 'json' && this.requests === 0) {
      fail(this.scope, {
        what,
        got: 'no request before it',
        expected: 'an Action.request, whose answer it is about',
        fix: 'send the request first, or expect a text of the page',
      });
    }
    if ('expect' in part || !part.request) return;
    this.requests++;
    for (const name of Object.keys(part.request.extract ?? {})) this.extracted.add(name);
  }
}
