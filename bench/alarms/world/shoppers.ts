import type { Source } from '../evaluation/source';
import type { Dice } from './dice';
import type { Effects } from './effects';
import { type Evidence, natsOfCount } from './evidence';
import { type Happening, heightAt } from './happening';
import { MinuteMetric, type Published } from './minute-metric';
import { LOOPS, type Nuisances } from './nuisances';
import { normalShare, PercentileMetric, type Spread } from './percentile-metric';
import type { Traffic } from './traffic';

/** How metrics of CloudWatch RUM are published: most of what happened in time, a part late. */
export interface RumPublication {
  readonly onTime: Published;
  readonly late: Published;
  readonly share: number;
  readonly delay: number;
}

const VIEWS = 4; // per session
const LOADS = 0.7; // per page view
const JS_ERRORS = 0.008; // per page view
const SERVER_ERRORS = 0.001;
const STARTS = 0.08; // per session
const COMPLETED = 0.75;
const LOAD: Spread = { median: 1300, sigma: 0.7 };
const DELAY_OF_INPUT: Spread = { median: 75, sigma: 0.6 };
const SHIFT: Spread = { median: 0.03, sigma: 0.9 };
/** How far minutes differ beyond chance, as the one who knows all takes into account. */
const DISPERSION = { sessions: 0.05, errors: 0.1, speed: 0.05, transactions: 0.03 };

type Name = 'sessions' | 'views' | 'js' | 'http' | 'satisfied' | 'tolerated' | 'frustrated' | 'starts' | 'completed';

/** What real users do, as CloudWatch RUM counts it. */
export class Shoppers {
  readonly metrics = new Map<string, Source>();

  constructor(dice: Dice, happening: Happening, traffic: Traffic, nuisances: Nuisances, rum: RumPublication) {
    const { minutes } = happening;
    const series = () => new Float64Array(minutes);
    const made = Object.fromEntries(NAMES.map((name) => [name, series()])) as Record<Name, Float64Array>;
    const [slow, slower, loops] = [series(), series(), series()];
    let [begun, browsing, checkingOut] = [0, 0, 0];
    let drift = 1;
    for (let minute = 0; minute < minutes; minute++) {
      const incident = happening.incidentAt(minute);
      const height = incident ? heightAt(incident, minute) : 0;
      const effects: Effects = incident?.effects ?? {};
      if (minute % 1440 === 0) drift = dice.logNormal(1, 0.2);
      const part = (share = 0) => share * height;
      const usual = traffic.people[minute] + traffic.bots[minute];
      const kept = 1 - Math.min(1, part(effects.lost) + part(effects.unseen));
      const sessions = dice.overdispersed(usual * kept, 0.01);
      // People look at pages, and buy, some minutes after they came.
      browsing = 0.7 * browsing + 0.3 * sessions;
      const views = dice.poisson(VIEWS * browsing);
      for (let count = dice.poisson(traffic.people[minute] / LOOPS.ofSessions); count > 0; count--)
        loop(dice, loops, minute);
      const jsUsual = JS_ERRORS * drift;
      const jsMean = views * (jsUsual + nuisances.jsErrors[minute] + part(effects.jsErrors));
      const httpMean = views * (SERVER_ERRORS + nuisances.serverErrors[minute] + part(effects.serverErrors));
      const js = dice.overdispersed(jsMean, 0.05) + loops[minute];
      const http = dice.overdispersed(httpMean, 0.05);
      const loads = dice.poisson(LOADS * views);
      const share = part(effects.slow);
      const times = effects.slower ?? 1;
      const [good, fair] = [2000, 8000].map((ms) => sharesBelow(ms, share, times));
      const satisfied = Math.min(loads, dice.poisson(loads * good));
      const frustrated = Math.min(loads - satisfied, dice.poisson(loads * (1 - fair)));
      begun = 0.8 * begun + 0.2 * sessions * traffic.interest[minute] * (traffic.people[minute] / usual);
      const starts = dice.poisson(STARTS * begun);
      // Of those in a checkout, one of five is through with it in a minute.
      const through = dice.binomial(checkingOut, 0.2);
      const completed = dice.binomial(through, COMPLETED * (1 - part(effects.abandoned)));
      checkingOut += starts - through;
      Object.entries({ sessions, views, js, http, satisfied, frustrated, starts, completed }).forEach(
        ([name, value]) => {
          made[name as Name][minute] = value;
        },
      );
      made.tolerated[minute] = loads - satisfied - frustrated;
      slow[minute] = views * share;
      slower[minute] = times;
      if (!incident) continue;
      const tell = teller(happening.evidenceOf(incident), minute, minute + 1 + rum.delay + (effects.delay ?? 0));
      tell('sessions', sessions, usual * kept, usual, DISPERSION.sessions);
      tell('errors', js, views * (jsUsual + part(effects.jsErrors)), views * jsUsual, DISPERSION.errors);
      tell(
        'errors',
        http,
        views * (SERVER_ERRORS + part(effects.serverErrors)),
        views * SERVER_ERRORS,
        DISPERSION.errors,
      );
      const [usualGood] = [sharesBelow(2000, 0, 1)];
      tell('speed', loads - satisfied, loads * (1 - good), loads * (1 - usualGood), DISPERSION.speed);
      const wouldBe = through * COMPLETED;
      tell('transactions', completed, wouldBe * (1 - part(effects.abandoned)), wouldBe, DISPERSION.transactions);
    }
    const counted = (sums: Float64Array) => {
      const [early, late] = [1 - rum.share, rum.share].map((share) => sums.map((sum) => sum * share));
      const counts = sums.map((sum) => Number(sum > 0));
      return new MinuteMetric().add(early, counts, rum.onTime).add(late, counts, rum.late);
    };
    for (const [name, metric] of Object.entries(METRICS)) this.metrics.set(metric, counted(made[name as Name]));
    const normal = () => dice.normal();
    const vital = (spread: Spread, slows: boolean) => {
      const slowed = slows ? slow : series();
      return new PercentileMetric(spread, { counts: made.views, slow: slowed, slower }, normal, rum.onTime);
    };
    this.metrics.set('AWS/RUM WebVitalsLargestContentfulPaint', vital(LOAD, true));
    this.metrics.set('AWS/RUM WebVitalsInteractionToNextPaint', vital(DELAY_OF_INPUT, false));
    this.metrics.set('AWS/RUM WebVitalsCumulativeLayoutShift', vital(SHIFT, false));
  }
}

const METRICS: Readonly<Record<Name, string>> = {
  sessions: 'AWS/RUM SessionCount',
  views: 'AWS/RUM PageViewCount',
  js: 'AWS/RUM JsErrorCount',
  http: 'AWS/RUM Http5xxCount',
  satisfied: 'AWS/RUM NavigationSatisfiedTransaction',
  tolerated: 'AWS/RUM NavigationToleratedTransaction',
  frustrated: 'AWS/RUM NavigationFrustratedTransaction',
  starts: 'RUM/CustomMetrics/UserTelemetry TransactionStarted',
  completed: 'RUM/CustomMetrics/UserTelemetry TransactionCompleted',
};
const NAMES = Object.keys(METRICS) as Name[];

/** The share of page loads that take less than so many milliseconds, where some take several times as long. */
function sharesBelow(ms: number, slow: number, times: number): number {
  const below = (most: number) => normalShare(Math.log(most / LOAD.median) / LOAD.sigma);
  return (1 - slow) * below(ms) + (slow > 0 ? slow * below(ms / times) : 0);
}

function loop(dice: Dice, into: Float64Array, from: number): void {
  const minutes = 1 + Math.floor(dice.uniform(0, LOOPS.minutes));
  const errors = Math.ceil(dice.uniform(LOOPS.least, LOOPS.most) / minutes);
  for (let minute = from; minute < Math.min(from + minutes, into.length); minute++) into[minute] += errors;
}

function teller(evidence: Evidence, minute: number, published: number) {
  return (
    signal: Parameters<Evidence['add']>[0],
    count: number,
    mean: number,
    usual: number,
    dispersion: number,
  ): void => evidence.add(signal, minute, published, natsOfCount(count, mean, usual, dispersion));
}
