import { App, Duration, Stack } from 'aws-cdk-lib';
import * as events from '../../src/events';

/** An app that asks each question once. */
export function synthesizeShop(outdir: string): void {
  const app = new App({ outdir, analyticsReporting: false });
  const stack = new Stack(app, 'Shop');
  const pipeline = new events.EventPipeline(stack, 'Events');
  const { EventMatch } = events;
  const steps = [
    { name: 'saw a product', match: EventMatch.page('/products/:id') },
    { name: 'put it into the cart', match: EventMatch.named('cart.added') },
    { name: 'began to check out', match: EventMatch.named('transaction_started') },
    { name: 'paid', match: EventMatch.page('/thanks') },
  ];
  const window = Duration.hours(2);
  new events.Funnel(stack, 'Purchase', { pipeline, steps, window });
  const breakdown = events.FunnelBreakdown.first('device');
  new events.Funnel(stack, 'ByDevice', { pipeline, steps, window, breakdown });
  new events.Retention(stack, 'ComeBack', { pipeline, unit: events.RetentionUnit.WEEK });
  new events.Paths(stack, 'Ways', { pipeline, length: 5 });
  new events.Sessions(stack, 'Visits', { pipeline });
  new events.ActiveUsers(stack, 'Active', { pipeline });
  new events.FeatureAdoption(stack, 'Features', { pipeline });
  new events.Campaigns(stack, 'FromWhere', { pipeline });
  new events.Frustration(stack, 'InVain', { pipeline });
  new events.ReleaseComparison(stack, 'Since2', { pipeline, release: '2.0.0' });
  const transaction = new events.Transaction(stack, 'Checkout', { abandonedAfter: Duration.minutes(20) });
  new events.TransactionOutcomes(stack, 'Checkouts', { pipeline, transaction });
  app.synth();
}

export const QUESTIONS = [
  ...['Purchase', 'ByDevice', 'ComeBack', 'Ways', 'Visits', 'Active', 'Features', 'FromWhere', 'InVain', 'Since2'],
  'Checkouts',
];
