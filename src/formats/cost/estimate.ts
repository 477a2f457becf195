import { alarms } from './alarms';
import { assumptionsOf, DAYS_OF_MONTH, type Usage } from './assumptions';
import { backends } from './backends';
import { type BilledResource, byRegion, type Consumption, type Finding, show } from './billed-resource';
import { dashboards } from './dashboards';
import { eventPipelines } from './event-pipelines';
import { costOf, PRICES, type Price, type PriceName, priceIn, REFERENCE } from './prices';
import { realUsers } from './real-users';
import { syntheticUsers } from './synthetic-users';

/** What something costs in 30 days. */
export interface CostItem {
  readonly name: string;
  readonly monthlyUsd: number;
  readonly basis: string;
  /** Some price of it is that of another Region. */
  readonly standsIn: boolean;
}

export interface Costs {
  readonly items: readonly CostItem[];
  readonly monthlyUsd: number;
  readonly unknown: readonly string[];
  readonly prices: readonly PriceName[];
}

/** What templates cost in 30 days with so many sessions: the one calculation, of constructs and of the command. */
export function costsOf(resources: readonly BilledResource[], usage: Usage): Costs {
  const { monthlySessions: sessions, freeTier = false } = usage;
  const assumed = assumptionsOf(usage);
  const parts = [
    realUsers(resources, sessions, assumed),
    syntheticUsers(resources, assumed),
    eventPipelines(resources, sessions, assumed),
    backends(resources, sessions, assumed),
    alarms(resources),
    dashboards(resources, freeTier),
  ];
  const consumed = parts.flatMap(({ consumptions }) => consumptions);
  const all = [...consumed, ...storedLogs(consumed, assumed.logRetentionDays)].filter(({ amount }) => amount > 0);
  const { items, foreign } = priced(all, freeTier);
  return {
    items,
    monthlyUsd: items.reduce((sum, item) => sum + item.monthlyUsd, 0),
    unknown: [...parts.flatMap(({ unknown }: Finding) => unknown), ...foreign],
    prices: [...new Set(all.map(({ price }) => price))],
  };
}

/** What is taken in lies there for a while; it is stored compressed, so that this is the most. */
function storedLogs(consumed: readonly Consumption[], days: number): Consumption[] {
  return byRegion(consumed.filter(({ price }) => price === 'logsIngested')).map(([region, here]) => {
    const amount = (here.reduce((sum, each) => sum + each.amount, 0) * days) / DAYS_OF_MONTH;
    return { item: 'Logs: storage', price: 'logsStored', amount, region, basis: `${show(days)} days, uncompressed` };
  });
}

/** Steps of a price and what is free of it are shared by all that have it, in the measure of their amounts. */
function priced(consumed: readonly Consumption[], freeTier: boolean) {
  const items = new Map<string, { usd: number; basis: string[]; standsIn: boolean }>();
  const foreign = new Map<string, PriceName[]>();
  const free = new Map<PriceName, number>();
  for (const [region, here] of byRegion(consumed)) {
    for (const name of new Set(here.map(({ price }) => price))) {
      const same = here.filter(({ price }) => price === name);
      const amount = same.reduce((sum, each) => sum + each.amount, 0);
      const { tiers, standsIn } = priceIn(name, region);
      const left = free.get(name) ?? (freeTier ? ((PRICES[name] as Price).free ?? 0) : 0);
      free.set(name, Math.max(0, left - amount));
      const unit = costOf(Math.max(0, amount - left), tiers) / amount;
      if (standsIn) foreign.set(String(region), [...(foreign.get(String(region)) ?? []), name]);
      for (const each of same) {
        const item = items.get(each.item) ?? { usd: 0, basis: [], standsIn: false };
        item.usd += each.amount * unit;
        item.basis.push(each.basis);
        item.standsIn ||= standsIn;
        items.set(each.item, item);
      }
    }
  }
  return {
    items: [...items].map(([name, { usd, basis, standsIn }]): CostItem => {
      return { name, monthlyUsd: usd, basis: [...new Set(basis)].join('; '), standsIn };
    }),
    foreign: [
      ...[...foreign].map(([region, names]) => told(region, names)),
      ...(consumed.some(({ region }) => region === undefined)
        ? [
            `the Region of a stack: the prices of ${REFERENCE} are taken, a lower bound as far as is known; say which it is`,
          ]
        : []),
    ],
  };
}

function told(region: string, names: readonly PriceName[]): string {
  const what = names.map((name) => PRICES[name].source).filter((source, index, all) => all.indexOf(source) === index);
  const items = names.length === 1 ? 'a price' : `${names.length} prices`;
  return `${items} in ${region} (${names.join(', ')}): those of ${REFERENCE} are taken, a lower bound as far as is known; see ${what.join(', ')}`;
}
