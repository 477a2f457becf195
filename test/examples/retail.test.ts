import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Match, Template } from 'aws-cdk-lib/assertions';

const ROOT = join(__dirname, '../..');
const RETAIL = join(ROOT, 'examples/retail');
const TSX = ['--import', 'tsx'];

let folder: string;
let output: string;
let status: number | null;
let template: Template;

function run(cwd: string, ...args: string[]) {
  const env = { ...process.env, TSX_TSCONFIG_PATH: join(RETAIL, 'tsconfig.json') };
  return spawnSync(process.execPath, [...TSX, ...args], { cwd, env, encoding: 'utf8' });
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'retail-'));
  const bundled = run(RETAIL, 'bundle.ts');
  if (bundled.status !== 0) throw new Error(bundled.stderr);
  const synthesized = run(ROOT, 'test/examples/synthesize.ts', folder);
  output = `${synthesized.stdout}${synthesized.stderr}`;
  status = synthesized.status;
  template = Template.fromJSON(JSON.parse(readFileSync(join(folder, 'AnyCompanyRetail.template.json'), 'utf8')));
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('cdk-nag AwsSolutions finds nothing that is not acknowledged', () => {
  expect(output).not.toContain('AwsSolutions');
  expect(status).toBe(0);
  const report = JSON.parse(readFileSync(join(folder, 'validation-report.json'), 'utf8'));
  expect(JSON.stringify(report)).toContain('AwsSolutions'); // it did look
});

test('the wiring takes under 60 lines', () => {
  const lines = readFileSync(join(RETAIL, 'retail-stack.ts'), 'utf8').trimEnd().split('\n');
  expect(lines.length).toBeLessThan(60);
});

test('all three kinds of user are watched', () => {
  template.resourceCountIs('AWS::RUM::AppMonitor', 1);
  template.resourceCountIs('AWS::Synthetics::Canary', 1);
  template.hasResourceProperties('AWS::ECS::TaskDefinition', {
    ContainerDefinitions: Match.arrayWith([Match.objectLike({ Name: 'orders' })]),
  });
  template.hasResourceProperties('AWS::Lambda::Function', { Handler: 'index.handler', Layers: Match.anyValue() });
  template.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
});

test('pages tell what users do to a path of their own site, and questions are saved', () => {
  const [distribution] = Object.values(template.findResources('AWS::CloudFront::Distribution'));
  const paths = distribution.Properties.DistributionConfig.CacheBehaviors.map(
    ({ PathPattern }: { PathPattern: string }) => PathPattern,
  );
  const [endpoint] = paths.filter((path: string) => !path.startsWith('/api/'));
  expect(JSON.stringify(template.toJSON())).toContain(
    JSON.stringify(`"eventPipeline":{"endpoint":"${endpoint}"`).slice(1, -1),
  );
  const queries = Object.values(template.findResources('AWS::Athena::NamedQuery'));
  expect(queries.map(({ Properties }) => Properties.Name)).toEqual(
    expect.arrayContaining(['Purchase', 'Purchase, dropped', 'Ways', 'Ways, links']),
  );
});

test('alarms may notify the topics, which enforce TLS', () => {
  const policies = Object.values(template.findResources('AWS::SNS::TopicPolicy'));
  expect(policies).toHaveLength(2);
  for (const { Properties } of policies) {
    expect(Properties.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({ Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' } }),
    );
  }
});

test('the code of the orders service is a plain object in S3, which needs no Docker to deploy', () => {
  const [task] = Object.values(template.findResources('AWS::ECS::TaskDefinition'));
  const fetch = task.Properties.ContainerDefinitions.find(({ Name }: { Name: string }) => Name === 'fetch-code');
  expect(JSON.stringify(fetch.Command)).toMatch(/s3:\/\/.*[0-9a-f]{64}\.js/);
  const assets = JSON.parse(readFileSync(join(folder, 'AnyCompanyRetail.assets.json'), 'utf8'));
  expect(assets.dockerImages).toEqual({});
});

test('the orders service learns from its environment where the collector is', () => {
  const [task] = Object.values(template.findResources('AWS::ECS::TaskDefinition'));
  const orders = task.Properties.ContainerDefinitions.find(({ Name }: { Name: string }) => Name === 'orders');
  const names = orders.Environment.map(({ Name }: { Name: string }) => Name);
  expect(names).toEqual(expect.arrayContaining(['PORT', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_RESOURCE_ATTRIBUTES']));
});

test('nothing but the load balancer may connect to the orders service', () => {
  const rules = Object.values(template.findResources('AWS::EC2::SecurityGroupIngress'));
  expect(rules).toHaveLength(1);
  expect(rules[0].Properties).toMatchObject({ FromPort: 8080, ToPort: 8080 });
  expect(rules[0].Properties.SourceSecurityGroupId).toBeDefined();
});
