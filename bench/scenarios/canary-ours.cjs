// n journeys with their alarms and n instrumented functions, on one dashboard: this library.
const { UserTelemetry, canaries } = require('cdk-user-telemetry');
const { plainFunction } = require('./workloads.cjs');
const { synthesize, times } = require('./stack.cjs');

module.exports = (n) =>
  synthesize((stack) => {
    const telemetry = new UserTelemetry(stack, 'Telemetry', { applicationName: 'bench' });
    times(n, (id) => {
      telemetry.addFunction(`${id}Function`, plainFunction(stack, `${id}Function`));
      telemetry.addJourney(`${id}Journey`, {
        journey: canaries.Journey.startAt('https://shop.example.com')
          .step('open', canaries.Expect.visible('#price'))
          .step('buy', canaries.Action.click('#buy'), canaries.Expect.text('h1', 'Thank you')),
      });
    });
  });
