import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import * as sns from 'aws-cdk-lib/aws-sns';
import { canaries, monitoring, rum, UserTelemetry } from 'cdk-user-telemetry';
import type { Construct } from 'constructs';
import { askQuestions, declareEvents } from './behavior';
import { Shop } from './shop';

/** AnyCompany Retail with user telemetry: real users, synthetic users, backends, and the checkouts that they make. */
export class RetailStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);

    const shop = new Shop(this, 'Shop');

    const telemetry = new UserTelemetry(this, 'Telemetry', {
      applicationName: 'anycompany-retail',
      notifications: monitoring.Notifications.toTopics({
        page: new sns.Topic(this, 'OnCall', { enforceSSL: true }),
        ticket: new sns.Topic(this, 'Backlog', { enforceSSL: true }),
      }),
    });

    const checkout = telemetry.addTransaction('Checkout', {
      abandonedAfter: Duration.minutes(30),
      minimumCompletionRate: 0.5,
    });

    const pipeline = telemetry.addEventPipeline('Events', {
      distribution: shop.distribution, // the pages post what users do to their own site
      catalog: declareEvents(this),
    });
    askQuestions(this, pipeline, checkout);

    const storefront = telemetry.addWebApp('Storefront', {
      domains: [shop.domainName],
      client: { interactions: rum.Interactions.toEventPipeline() }, // clicks, those in vain, movement, forms
    });
    shop.deploySite(storefront.clientSource()); // adds /telemetry.js to the pages

    telemetry.addTaskDefinition('Orders', shop.orders);
    telemetry.addFunction('Cart', shop.cart);

    telemetry.addJourney('Buy', {
      journey: canaries.Journey.startAt(shop.url)
        .step('open product', canaries.Action.click('text=Stoneware mug'), canaries.Expect.visible('#price'))
        .step('add to cart', canaries.Action.click('#add'), canaries.Expect.text('#added', 'Added to your cart'))
        .step('begin checkout', canaries.Action.click('#cart'), canaries.Action.click('#checkout'))
        .step(
          'order',
          canaries.Action.fill('#name', 'Jane Doe'),
          canaries.Action.fill('#email', 'jane@example.com'),
          canaries.Action.fill('#address', '123 Any Street, Any Town'),
          canaries.Action.click('#order'),
          canaries.Expect.text('h1', 'Thank you'),
        ),
    });
  }
}
