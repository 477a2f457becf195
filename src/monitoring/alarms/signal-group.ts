import { anyOf, atLeast } from './alarm-rules';
import type { CountedAlarm } from './counted-alarm';

/** What a part of a group may take, so that a rule on all groups of users, some of them twice, stays below its limits. */
const PART = { alarms: 20, characters: 1_600 };

/** Alarms of which a rule asks how many are on, and the composite alarms that stand for them. */
interface Part {
  readonly alarms: CountedAlarm[];
  characters: number;
  any?: CountedAlarm;
  two?: CountedAlarm;
}

/** Defines a composite alarm without actions for a part of a group: on if so many of its alarms are. */
export type DefinePart = (id: string, rule: () => string) => CountedAlarm;

/**
 * Alarms that say the same, to be counted in rules. Where they are more than a rule takes, each part of them becomes a
 * composite alarm, and one more if it matters whether two of a part are on: counting stays exact.
 */
export class SignalGroup {
  private readonly parts: Part[] = [];

  /**
   * @param id of the group, of which ids of its parts are made
   * @param countsTwo whether rules ask for two of them
   */
  constructor(
    private readonly id: string,
    private readonly countsTwo: boolean,
    private readonly define: DefinePart,
  ) {}

  public get size(): number {
    return this.parts.reduce((sum, { alarms }) => sum + alarms.length, 0);
  }

  public get isSplit(): boolean {
    return this.parts.length > 1;
  }

  public add(alarm: CountedAlarm): void {
    const length = alarm.length + 'ALARM("") OR '.length;
    let part = this.parts.at(-1);
    if (!part || part.alarms.length === PART.alarms || part.characters + length > PART.characters) {
      part = { alarms: [], characters: 0 };
      this.parts.push(part);
    }
    part.alarms.push(alarm);
    part.characters += length;
    if (!this.isSplit) return;
    for (const [index, each] of this.parts.entries()) this.definePart(each, index + 1);
  }

  /** The alarms, or those that stand for a part each: as many of these are on as parts have one that is. */
  public get items(): CountedAlarm[] {
    return this.isSplit ? this.parts.flatMap(({ any }) => any ?? []) : (this.parts[0]?.alarms ?? []);
  }

  /** Those that are on where two of one part are. */
  public get pairs(): CountedAlarm[] {
    return this.parts.flatMap(({ two }) => two ?? []);
  }

  /** There are no two in a part of one. */
  private definePart(part: Part, number: number): void {
    const id = `${this.id}Part${number}`;
    part.any ??= this.define(id, () => anyOf(part.alarms));
    if (this.countsTwo && part.alarms.length > 1) part.two ??= this.define(`${id}Two`, () => atLeast(2, part.alarms));
  }
}
