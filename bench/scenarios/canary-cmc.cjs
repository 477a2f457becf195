// n canaries and n functions on one dashboard, with three alarms each: cdk-monitoring-constructs.
const { MonitoringFacade } = require('cdk-monitoring-constructs');
const { plainCanary, plainFunction } = require('./workloads.cjs');
const { synthesize, times } = require('./stack.cjs');

module.exports = (n) =>
  synthesize((stack) => {
    const facade = new MonitoringFacade(stack, 'Monitoring');
    times(n, (id) => {
      facade.monitorLambdaFunction({
        lambdaFunction: plainFunction(stack, `${id}Function`),
        humanReadableName: `${id} function`,
        addFaultRateAlarm: { Critical: { maxErrorRate: 0.1 } },
      });
      facade.monitorSyntheticsCanary({
        canary: plainCanary(stack, `${id}Canary`),
        humanReadableName: `${id} canary`,
        add5xxFaultRateAlarm: { Critical: { maxErrorRate: 0.1 } },
        addAverageLatencyAlarm: { Critical: { maxLatency: require('aws-cdk-lib').Duration.seconds(5) } },
      });
    });
  });
