import { Duration } from 'aws-cdk-lib';
import { events } from 'cdk-user-telemetry';
import type { Construct } from 'constructs';

/** What the pages report beyond what browsers tell by themselves. */
export function declareEvents(scope: Construct): events.EventCatalog {
  return new events.EventCatalog(scope, 'Catalog', {
    events: {
      'cart.added': {
        description: 'An article was put into the cart',
        owner: 'shop-team',
        properties: {
          quantity: events.EventProperty.integer({ minimum: 1 }),
          sku: events.EventProperty.text({ required: true }),
        },
      },
    },
  });
}

/** What the shop wants to know: in Athena as views and saved queries, on a laptop by `npx user-telemetry ask`. */
export function askQuestions(scope: Construct, pipeline: events.IEventPipeline, checkout: events.ITransaction): void {
  const { STARTED, COMPLETED } = events.TransactionOutcome;
  new events.Funnel(scope, 'Purchase', {
    pipeline,
    steps: [
      { name: 'saw a product', match: events.EventMatch.page('/product.html') },
      { name: 'put it into the cart', match: events.EventMatch.named('cart.added') },
      { name: 'began to check out', match: events.EventMatch.transaction(checkout, STARTED) },
      { name: 'paid', match: events.EventMatch.transaction(checkout, COMPLETED) },
    ],
    window: Duration.hours(2),
  });
  new events.Paths(scope, 'Ways', { pipeline, length: 6, top: 10 });
}
