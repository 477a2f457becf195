import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { UserTelemetry } from '../src/user-telemetry';
import { widgetsOf } from './monitoring/helpers';

function setUp() {
  const stack = new Stack(new App(), 'Shop');
  return { stack, telemetry: new UserTelemetry(stack, 'Telemetry', { applicationName: 'shop' }) };
}

function countedFeatures(stack: Stack): string[][] {
  const monitors = Object.values(Template.fromStack(stack).findResources('AWS::RUM::AppMonitor'));
  return monitors.map(({ Properties }) =>
    (Properties.AppMonitorConfiguration.MetricDestinations?.[0].MetricDefinitions ?? []).map(
      ({ EventPattern }: { EventPattern: string }) => JSON.parse(EventPattern).event_details.feature[0],
    ),
  );
}

test('a feature is counted in every web app, whichever was added first', () => {
  const { stack, telemetry } = setUp();
  telemetry.addWebApp('Storefront', { domains: ['shop.example.com'] });
  telemetry.addFeature('GiftCards');
  telemetry.addWebApp('Outlet', { domains: ['outlet.example.com'] });

  expect(countedFeatures(stack)).toEqual([['GiftCards'], ['GiftCards']]);
});

test('the dashboard shows how often features are used, over all web apps', () => {
  const { stack, telemetry } = setUp();
  telemetry.addFeature('GiftCards');
  telemetry.addFeature('wish-list');
  telemetry.addWebApp('Storefront', { domains: ['shop.example.com'] });
  telemetry.addWebApp('Outlet', { domains: ['outlet.example.com'] });

  const [widget] = widgetsOf(stack).filter(
    ({ properties }) => properties.title === 'Features: how often they are used',
  );
  const drawn = widget.properties.metrics.flat().filter((part: { expression?: string }) => part.expression);
  expect(drawn).toEqual([
    expect.objectContaining({
      expression: 'SUM([TIME_SERIES(0),feature0_0,feature0_1,feature0_2])',
      label: 'GiftCards',
    }),
    expect.objectContaining({
      expression: 'SUM([TIME_SERIES(0),feature1_0,feature1_1,feature1_2])',
      label: 'wish-list',
    }),
  ]);
});

test('two features of one name are refused', () => {
  const { telemetry } = setUp();
  telemetry.addFeature('GiftCards');

  expect(() => telemetry.addFeature('Other', { featureName: 'GiftCards' })).toThrow(
    '[Shop/Telemetry] addFeature() (featureName): got "GiftCards", expected a name that no other feature has; rename one of them, or declare it once: all web apps share it',
  );
});

test('a transaction and a feature may share a name', () => {
  const { telemetry } = setUp();
  telemetry.addTransaction('Returns');

  expect(() => telemetry.addFeature('Returns')).not.toThrow();
});
