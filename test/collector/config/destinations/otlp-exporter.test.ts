import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { CollectorConfig, type OtlpEndpoint, OtlpProtocol, TraceDestination } from '../../../../src/collector';
import { newStack } from '../../fixture';

const stack = newStack();
const metricsLogGroup = LogGroup.fromLogGroupName(stack, 'Metrics', '/metrics');
const secret = Secret.fromSecretNameV2(stack, 'Key', 'vendor');

function bind(endpoint: Partial<OtlpEndpoint>) {
  const vendor = { name: 'vendor', url: 'https://otlp.vendor.example', ...endpoint };
  const config = new CollectorConfig({ traceDestinations: [TraceDestination.otlp(vendor)] });
  return config._bind(stack, { metricsLogGroup, memoryLimitMiB: 256 });
}

test('secret headers are read from the environment, and stand nowhere else', () => {
  const { document, secrets } = bind({
    headers: { 'x-team': 'shop' },
    secretHeaders: { 'api-key': { secret, field: 'key' } },
  });
  expect(document.exporters['otlphttp/vendor']).toEqual({
    endpoint: 'https://otlp.vendor.example',
    headers: { 'x-team': 'shop', 'api-key': expect.stringMatching(/^\$\{env:OTLP_VENDOR_API_KEY\}$/) },
  });
  expect(secrets).toEqual({ OTLP_VENDOR_API_KEY: { secret, field: 'key' } });
});

test('gRPC to this host needs no TLS', () => {
  const { document } = bind({ url: 'http://localhost:4317', protocol: OtlpProtocol.GRPC });
  expect(document.exporters['otlp/vendor']).toEqual({ endpoint: 'http://localhost:4317', tls: { insecure: true } });
});

test.each<[Partial<OtlpEndpoint>, string]>([
  [{ name: 'Vendor' }, 'OtlpEndpoint.name: got "Vendor", expected a lower-case letter'],
  [{ url: 'http://otlp.vendor.example' }, 'url: got "http://otlp.vendor.example", expected https:// and a host'],
  [{ url: 'https://v.example/v1/traces' }, 'url: got "https://v.example/v1/traces", expected the base URL; leave /v1/'],
  [{ protocol: OtlpProtocol.GRPC }, 'url: got "https://otlp.vendor.example", expected a host and a port'],
  [{ headers: { 'a b': '1' } }, 'headers: got "a b", expected a name of an HTTP header'],
  [{ headers: { 'X-Api-Key': '1' } }, 'headers: got "X-Api-Key", expected no credentials'],
  [
    { headers: { 'X-Team': '1' }, secretHeaders: { 'x-team': { secret } } },
    'headers: got "x-team", expected each header once, in headers or in secretHeaders',
  ],
])('endpoint %# is refused', (endpoint, message) => {
  expect(() => bind(endpoint)).toThrow(message);
});
