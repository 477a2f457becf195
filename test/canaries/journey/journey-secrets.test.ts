// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of journey.json have this form
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Action, Expect, HttpMethod, Journey, JourneyCanary } from '../../../src/canaries';

const app = new App();
const stack = new Stack(app, 'Shop');
const user = new Secret(stack, 'User');
const token = new Secret(stack, 'Token');
new JourneyCanary(stack, 'Buy', {
  journey: Journey.startAt('https://shop.example.com').step(
    'sign in',
    Action.fillSecret('#code', user, 'code'),
    Action.fill('#again', Journey.secret(user, 'code')),
    Action.request('/api', { method: HttpMethod.POST, headers: { authorization: `Bearer ${Journey.secret(token)}` } }),
  ),
});
const template = Template.fromStack(stack);
const { directory } = app.synth();

function asset(name: string) {
  const [home] = readdirSync(directory).filter((entry) => entry.startsWith('asset.'));
  return JSON.parse(readFileSync(join(directory, home, name), 'utf8'));
}

test('of a secret, the template holds the ARN and the field, the same secret once', () => {
  const [[userId], [tokenId]] = ['User', 'Token'].map((id) =>
    Object.keys(template.findResources('AWS::SecretsManager::Secret')).filter((logicalId) => logicalId.startsWith(id)),
  );
  const [canary] = Object.values(template.findResources('AWS::Synthetics::Canary'));
  expect(canary.Properties.RunConfig.EnvironmentVariables).toEqual({
    JOURNEY_SECRET_1: { 'Fn::Join': ['', [{ Ref: userId }, ' code']] },
    JOURNEY_SECRET_2: { Ref: tokenId },
  });
  expect(JSON.stringify(template.toJSON())).not.toContain('{{resolve:secretsmanager');
});

test('the code holds references', () => {
  expect(asset('journey.json').steps[0].parts).toMatchObject([
    { value: '${JOURNEY_SECRET_1}' },
    { value: '${JOURNEY_SECRET_1}' },
    { request: { headers: { authorization: 'Bearer ${JOURNEY_SECRET_2}' } } },
  ]);
});

test('a journey with secrets records no HAR file, which would hold what forms send', () => {
  expect(asset('synthetics.json').har).toBe(false);
});

test('the canary may read these secrets before it starts', () => {
  const policies = Object.entries(template.findResources('AWS::IAM::Policy'));
  const statements = policies.flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
  const allowed = statements.filter(({ Action: action }) => [action].flat().includes('secretsmanager:GetSecretValue'));
  expect(allowed.map(({ Resource }) => Resource.Ref)).toEqual([
    expect.stringMatching(/^User/),
    expect.stringMatching(/^Token/),
  ]);
  const [canary] = Object.values(template.findResources('AWS::Synthetics::Canary'));
  expect(canary.DependsOn).toEqual(expect.arrayContaining(policies.map(([id]) => id)));
});

test('a secret can not get out of the journey', () => {
  expect(() => stack.resolve(Journey.secret(user))).toThrow('Journey.secret: got "a secret outside of a journey"');
});

test('a text that looks like a reference is refused', () => {
  const journey = Journey.startAt('https://a/').step('a', Expect.text('h1', '${JOURNEY_SECRET_1}'));
  expect(() => new JourneyCanary(new Stack(), 'Buy', { journey })).toThrow('expected no ${JOURNEY_SECRET_1}');
});
