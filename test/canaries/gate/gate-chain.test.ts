import { App, Aspects, CfnResource, NestedStack, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Construct } from 'constructs';
import { DeploymentGate } from '../../../src/canaries/gate/deployment-gate';
import { Expect } from '../../../src/canaries/journey/expect';
import { Journey } from '../../../src/canaries/journey/journey';
import { JourneyCanary } from '../../../src/canaries/journey-canary/journey-canary';
import { UserTelemetry } from '../../../src/user-telemetry';

// Template.fromStack() refuses circles of resources, which CDK itself leaves to CloudFormation.

const journey = Journey.startAt('https://shop.example.com').step('see the shop', Expect.visible('h1'));
const stackOf = () => new Stack(new App(), 'Shop');
const resource = (scope: Construct, id: string) => new CfnResource(scope, id, { type: 'AWS::Test::Thing' });

/** A journey, and a gate of its own beside it. */
function gated(scope: Construct, id: string) {
  const whole = new JourneyCanary(scope, id, { journey });
  return { whole, gate: new DeploymentGate(scope, `GateOf${id}`, { canary: whole.canary }) };
}

interface Resource {
  readonly Type: string;
  readonly DependsOn?: string[];
}

const resourcesOf = (stack: Stack): [string, Resource][] =>
  Object.entries(Template.fromStack(stack).toJSON().Resources);
const policiesOf = (stack: Stack) =>
  resourcesOf(stack).flatMap(([id]) => /^UserTelemetryDeploymentGates(Canaries.*)[0-9A-F]{8}$/.exec(id)?.[1] ?? []);
const waitsFor = (stack: Stack, start: string): string[] => {
  const [, found] = resourcesOf(stack).find(([id]) => id.startsWith(start)) ?? [];
  return found?.DependsOn ?? [];
};

describe('a journey as a whole may wait for a gate, and have one itself', () => {
  test.each([[['Buy', 'Search']], [['Search', 'Buy']]])('defined as %j', (order) => {
    const stack = stackOf();
    const all = Object.fromEntries(order.map((id) => [id, gated(stack, id)]));
    all.Search.whole.node.addDependency(all.Buy.gate);
    expect(policiesOf(stack).sort()).toEqual(['Canaries', 'CanariesAfter1']);
    expect(waitsFor(stack, 'SearchRole')).toEqual([expect.stringMatching(/^GateOfBuyRun/)]);
    expect(waitsFor(stack, 'GateOfSearchRun')).toContainEqual(expect.stringContaining('CanariesAfter1'));
    expect(waitsFor(stack, 'GateOfBuyRun')).not.toContainEqual(expect.stringContaining('CanariesAfter1'));
  });

  test('whose gate is a part of it, as UserTelemetry defines them', () => {
    const stack = stackOf();
    const telemetry = new UserTelemetry(stack, 'Telemetry', { applicationName: 'shop' });
    const [buy, search] = ['Buy', 'Search'].map((id) => telemetry.addJourney(id, { journey, deploymentGate: {} }));
    search.node.addDependency(buy);
    expect(waitsFor(stack, 'TelemetrySearchRole')).toContainEqual(expect.stringMatching(/^TelemetryBuyGateRun/));
    expect(policiesOf(stack)).toEqual(['Canaries', 'CanariesAfter1']);
  });

  test('said by an aspect', () => {
    const stack = stackOf();
    const [buy, search] = ['Buy', 'Search'].map((id) => gated(stack, id));
    const visit = (node: unknown) => void (node === stack && search.whole.node.addDependency(buy.gate));
    Aspects.of(stack).add({ visit });
    expect(policiesOf(stack)).toEqual(['Canaries', 'CanariesAfter1']);
  });

  test('by something in between', () => {
    const stack = stackOf();
    const [buy, search] = ['Buy', 'Search'].map((id) => gated(stack, id));
    const between = resource(stack, 'Between');
    between.node.addDependency(buy.gate);
    search.whole.node.addDependency(between);
    expect(policiesOf(stack)).toEqual(['Canaries', 'CanariesAfter1']);
  });

  test('in a nested stack that waits', () => {
    const stack = stackOf();
    const buy = gated(stack, 'Buy');
    const nested = new NestedStack(stack, 'Nested');
    nested.node.addDependency(buy.gate);
    const { canary } = new JourneyCanary(nested, 'Search', { journey });
    new DeploymentGate(stack, 'GateOfSearch', { canary });
    expect(policiesOf(stack)).toEqual(['Canaries', 'CanariesAfter1']);
  });

  test('of another stack, which waits for that of the gate', () => {
    const app = new App();
    const [shop, search] = ['Shop', 'Search'].map((id) => new Stack(app, id));
    const first = gated(shop, 'Buy');
    const second = gated(search, 'Find');
    second.whole.node.addDependency(first.gate);
    const assembly = app.synth();
    const [{ dependencies }] = [assembly.getStackArtifact(search.artifactId)];
    expect(dependencies.map(({ id }) => id)).toContain(shop.artifactId);
    expect([shop, search].map(policiesOf)).toEqual([['Canaries'], ['Canaries']]);
  });
});

describe('chains', () => {
  const chain = (length: number, perLink: number, reversed = false) => {
    const stack = stackOf();
    const ids = Array.from({ length: length * perLink }, (_, index) => index);
    const all = new Map((reversed ? [...ids].reverse() : ids).map((index) => [index, gated(stack, `Journey${index}`)]));
    for (const index of ids) {
      const before = all.get(index - perLink);
      if (before) all.get(index)?.whole.node.addDependency(before.gate);
    }
    return stack;
  };

  test.each([false, true])('of four, reversed: %s', (reversed) => {
    const expected = ['Canaries', 'CanariesAfter1', 'CanariesAfter2', 'CanariesAfter3'];
    expect(policiesOf(chain(4, 1, reversed)).sort()).toEqual(expected);
  });

  test('as long as a role has room for, with 55 gates', () => {
    expect(policiesOf(chain(11, 5))).toHaveLength(11);
  });

  test('that are longer are refused, with a way out', () => {
    expect(() => policiesOf(chain(12, 1))).toThrow(/Shop\/GateOfJourney11\b.*got 12.*canary\.node\.addDependency/);
  });

  test('a gate waits for what its application waits for, too', () => {
    const stack = stackOf();
    const [first, second, third] = ['A', 'B', 'C'].map((id) => gated(stack, id));
    second.whole.node.addDependency(first.gate);
    const service = resource(stack, 'Service');
    service.node.addDependency(second.gate);
    const { canary } = new JourneyCanary(stack, 'D', { journey });
    const fourth = new DeploymentGate(stack, 'GateOfD', { canary, application: [service] });
    third.whole.node.addDependency(fourth);
    expect(policiesOf(stack)).toEqual(['Canaries', 'CanariesAfter1', 'CanariesAfter2']);
  });
});

describe('whole constructs', () => {
  test('wait for what has a gate in it', () => {
    const stack = stackOf();
    const telemetry = new UserTelemetry(stack, 'Telemetry', { applicationName: 'shop' });
    telemetry.addJourney('Buy', { journey, deploymentGate: {} });
    const service = resource(stack, 'Service');
    service.node.addDependency(telemetry);
    expect(waitsFor(stack, 'Service')).toContainEqual(expect.stringMatching(/^TelemetryBuyGateRun/));
  });

  test('are waited for by what has a gate in it', () => {
    const stack = stackOf();
    const telemetry = new UserTelemetry(stack, 'Telemetry', { applicationName: 'shop' });
    telemetry.addJourney('Buy', { journey, deploymentGate: {} });
    telemetry.node.addDependency(resource(stack, 'Service'));
    expect(waitsFor(stack, 'TelemetryBuyRole')).toEqual(['Service']);
  });

  test('a gate waits for another journey and its gate', () => {
    const stack = stackOf();
    const [buy, search] = ['Buy', 'Search'].map((id) => gated(stack, id));
    buy.gate.node.addDependency(search.whole, search.gate);
    expect(policiesOf(stack)).toEqual(['Canaries']);
  });
});

describe('what goes round in circles is refused, with the gate', () => {
  test('a journey that waits for its own', () => {
    const stack = stackOf();
    const { whole, gate } = gated(stack, 'Buy');
    whole.node.addDependency(gate);
    expect(() => Template.fromStack(stack)).toThrow(/Shop\/GateOfBuy.*canary: got "one that waits for its own gate"/);
  });

  test('two journeys that wait for the gates of each other', () => {
    const stack = stackOf();
    const [buy, search] = ['Buy', 'Search'].map((id) => gated(stack, id));
    buy.whole.node.addDependency(search.gate);
    search.whole.node.addDependency(buy.gate);
    expect(() => Template.fromStack(stack)).toThrow(/waits for Shop\/GateOfSearch, which waits for it/);
  });

  test.each([
    [3, 'Shop/GateOfC, which waits for Shop/GateOfB, which waits for it'],
    [4, 'Shop/GateOfD, which waits for Shop/GateOfC, which waits for Shop/GateOfB, which waits for it'],
  ])('%i journeys, each of which waits for the gate of the one before, with the way round', (count, way) => {
    const stack = stackOf();
    const all = ['A', 'B', 'C', 'D'].slice(0, count).map((id) => gated(stack, id));
    all.forEach(({ whole }, index) => void whole.node.addDependency((all[index - 1] ?? all[count - 1]).gate));
    expect(() => Template.fromStack(stack)).toThrow(`canary: got "waits for ${way}"`);
  });
});
