import type { Construct } from 'constructs';
import { fail } from '../../../private/errors';

/** What the user has decided about typed texts: see `RecordingOptions`. */
interface Decisions {
  readonly values?: { readonly [field: string]: string };
  readonly keepTypedValues?: boolean;
}

/** What takes the place of typed texts. */
export class RecordedValues {
  private readonly fields = new Set<string>();
  private readonly missing = new Set<string>();

  constructor(
    private readonly scope: Construct,
    private readonly what: string,
    private readonly decisions: Decisions,
  ) {}

  /** The text for a field; `check()` refuses the recording if there is none. */
  public of(field: string, recorded: string): string {
    this.fields.add(field);
    const given = this.decisions.values?.[field];
    if (given !== undefined) return given;
    if (!this.decisions.keepTypedValues) this.missing.add(field);
    return recorded;
  }

  /** Refuses typed texts that nobody has decided about, and texts for fields that are not there. */
  public check(): void {
    const show = (names: Iterable<string>) => [...names].map((name) => JSON.stringify(name)).join(', ');
    if (this.missing.size > 0) {
      fail(this.scope, {
        what: `${this.what}: values`,
        got: Object.keys(this.decisions.values ?? {}),
        expected: `a text or a secret for each typed field, also for ${show(this.missing)}`,
        fix: 'pass values: { field: Journey.secret(…) }, or keepTypedValues: true if nothing typed is private',
      });
    }
    const unknown = Object.keys(this.decisions.values ?? {}).filter((field) => !this.fields.has(field));
    if (unknown.length > 0) {
      fail(this.scope, {
        what: `${this.what}: values`,
        got: unknown,
        expected: `fields that are typed into: ${show(this.fields) || 'none'}`,
        fix: 'rename or drop them',
      });
    }
  }
}
