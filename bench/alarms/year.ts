import { PAGE } from './app';
import { AlarmRoom, type Resource } from './evaluation/alarm-room';
import { hourOfWeek } from './hour-of-week';
import { type Incident, RECOVERY } from './world/incidents';
import type { World } from './world/world';

/** One incident, and what was told of it. */
export interface Verdict {
  readonly incident: Incident;
  /** In minutes; undefined: nobody could know. */
  readonly detectable?: number;
  readonly page?: number;
  readonly ticket?: number;
}

export interface Outcome {
  readonly verdicts: readonly Verdict[];
  /** In how many days none of the incidents was near. */
  readonly quietDays: number;
  /** The alarms that told something while nothing was wrong, with the minute. */
  readonly falsePages: readonly Told[];
  readonly falseTickets: readonly Told[];
}

interface Told {
  readonly at: number;
  readonly alarm: string;
  /** Of a composite alarm: which of its alarms were on. */
  readonly because: readonly string[];
}

/** After its end an incident is told of late, but is told of. */
const GRACE = 30;

/** Lets alarms look at a year, minute by minute. */
export function live(world: World, resources: readonly Resource[]): Outcome {
  const { sourceOf, minutes, incidents } = world;
  const room = new AlarmRoom(resources, { sourceOf, minutes, epoch: EPOCH, band: hourOfWeek });
  const told: { page: Told[]; ticket: Told[] } = { page: [], ticket: [] };
  // Alarms begin some days before the year does.
  for (let now = world.from - 3 * 1440; now <= minutes; now++) {
    for (const { at, alarm, state, targets, because } of room.look(now)) {
      if (state !== 'ALARM' || now <= world.from) continue;
      told[targets.includes(PAGE) ? 'page' : 'ticket'].push({ at, alarm, because });
    }
  }
  const firstWithin = (list: Told[], { start, end }: Incident) =>
    list.find(({ at }) => at > start && at <= end + GRACE)?.at;
  const isNear = ({ at }: Told) => incidents.some(({ start, end }) => at > start && at <= end + RECOVERY);
  const busy = incidents.reduce((sum, { start, end }) => sum + end + RECOVERY - start, 0);
  return {
    verdicts: incidents.map((incident) => ({
      incident,
      detectable: world.detectable(incident),
      page: firstWithin(told.page, incident),
      ticket: firstWithin(told.ticket, incident),
    })),
    quietDays: (minutes - world.from - busy) / 1440,
    falsePages: told.page.filter((one) => !isNear(one)),
    falseTickets: told.ticket.filter((one) => !isNear(one)),
  };
}

const EPOCH = Date.UTC(2026, 0, 1) / 1000 - 21 * 86_400;
