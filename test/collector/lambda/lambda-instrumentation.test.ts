import { App, CfnParameter, Duration, NestedStack, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import { LambdaInstrumentation, type LambdaInstrumentationProps } from '../../../src/collector';
import { TransactionOutcome } from '../../../src/events';
import { newFunction, newStack } from '../fixture';
import { layers as publishedLayers } from './adot-lambda-layers.json';

const assumedBy = new iam.ServicePrincipal('lambda.amazonaws.com');
const ROLE_ARN = 'arn:aws:iam::123456789012:role/fn';

function instrument(fn: lambda.Function, props: Partial<LambdaInstrumentationProps> = {}, id = 'Cart') {
  return new LambdaInstrumentation(Stack.of(fn), id, { function: fn, applicationName: 'shop', ...props });
}

function variablesOf(stack: Stack): Record<string, unknown> {
  const [fn] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
  return fn.Properties.Environment.Variables;
}

function layersIn(region: string, runtime = lambda.Runtime.NODEJS_22_X): unknown {
  const stack = newStack({ env: { region } });
  instrument(newFunction(stack, { runtime }));
  const [fn] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
  return JSON.stringify(fn.Properties.Layers);
}

describe('an instrumented function', () => {
  test('has the layer, the wrapper and the variables that bring its counters into UserTelemetry', () => {
    const stack = newStack();
    instrument(newFunction(stack));
    expect(variablesOf(stack)).toEqual({
      AWS_LAMBDA_EXEC_WRAPPER: '/opt/otel-instrument',
      OTEL_SERVICE_NAME: 'Cart',
      OTEL_RESOURCE_ATTRIBUTES: 'service.namespace=shop,deployment.environment.name=shop',
      OTEL_AWS_APPLICATION_SIGNALS_ENABLED: 'false',
      OTEL_METRICS_EXPORTER: 'awsemf',
      OTEL_EXPORTER_OTLP_LOGS_HEADERS: 'x-aws-metric-namespace=UserTelemetry',
      OTEL_METRICS_ADD_APPLICATION_SIGNALS_DIMENSIONS: 'true',
    });
  });

  test('traces actively and may send segments, in a policy of its own', () => {
    const stack = newStack();
    const fn = newFunction(stack);
    instrument(fn);
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Lambda::Function', { TracingConfig: { Mode: 'Active' } });
    template.hasResourceProperties('AWS::IAM::Policy', {
      Roles: [stack.resolve((fn.role as iam.Role).roleName)],
      PolicyDocument: {
        Statement: [{ Action: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], Effect: 'Allow', Resource: '*' }],
      },
    });
  });

  test('waits for that policy: AWS Lambda refuses active tracing of a role that may not send segments yet', () => {
    const stack = newStack();
    instrument(newFunction(stack));
    const template = Template.fromStack(stack);
    const [policy] = Object.keys(template.findResources('AWS::IAM::Policy'));
    template.hasResource('AWS::Lambda::Function', { DependsOn: Match.arrayWith([policy]) });
  });

  test.each([
    ['imported', (stack: Stack) => iam.Role.fromRoleArn(stack, 'Role', ROLE_ARN, { mutable: false })],
    [
      'of another account',
      (stack: Stack) => iam.Role.fromRoleArn(stack, 'Role', ROLE_ARN.replace(/\d+/, '999999999999')),
    ],
    ['that is to stay as it is', (stack: Stack) => new iam.Role(stack, 'Role', { assumedBy }).withoutPolicyUpdates()],
  ])('with a role %s warns of what that has to allow', (_, role) => {
    const stack = newStack({ env: { account: '123456789012', region: 'eu-west-1' } });
    instrument(newFunction(stack, { role: role(stack) }));
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
    Annotations.fromStack(stack).hasWarning(
      '/Stack/Cart',
      Match.stringLikeRegexp("can't be changed.*refuses active tracing.*xray:PutTraceSegments"),
    );
  });

  test('with an imported role that can be changed adds to it', () => {
    const stack = newStack({ env: { account: '123456789012', region: 'eu-west-1' } });
    instrument(newFunction(stack, { role: iam.Role.fromRoleArn(stack, 'Role', ROLE_ARN) }));
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', { Roles: ['fn'] });
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp("can't be changed"));
  });

  test('keeps the tracing mode that it has', () => {
    const stack = newStack();
    instrument(newFunction(stack, { tracing: lambda.Tracing.PASS_THROUGH }));
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
      TracingConfig: { Mode: 'PassThrough' },
    });
  });

  test('keeps the variables that it has, before and after', () => {
    const stack = newStack();
    const fn = newFunction(stack, {
      environment: {
        OTEL_SERVICE_NAME: 'mine',
        OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment=prod,team=a',
        OTEL_METRICS_EXPORTER: 'none',
      },
    });
    const instrumentation = instrument(fn);
    fn.addEnvironment('OTEL_AWS_APPLICATION_SIGNALS_ENABLED', 'true');
    expect(instrumentation.serviceName).toBe('mine');
    expect(variablesOf(stack)).toMatchObject({
      OTEL_SERVICE_NAME: 'mine',
      OTEL_RESOURCE_ATTRIBUTES: 'service.namespace=shop,deployment.environment=prod,team=a',
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_AWS_APPLICATION_SIGNALS_ENABLED: 'true',
    });
    const metric = instrumentation.metricTransactions('Checkout', TransactionOutcome.STARTED);
    expect(metric.dimensions).toMatchObject({ Service: 'mine', Environment: 'prod' });
  });

  test('in a nested stack takes a name that its parent is given', () => {
    const parent = newStack();
    const name = new CfnParameter(parent, 'Name').valueAsString;
    const nested = new NestedStack(parent, 'Nested');
    const fn = newFunction(nested, { environment: { OTEL_RESOURCE_ATTRIBUTES: `team=${name}` } });
    instrument(fn, { applicationName: name });
    const parameter = { Ref: expect.stringMatching(/^referencetoStackName\w*Ref$/) };
    Template.fromStack(parent);
    expect(variablesOf(nested).OTEL_RESOURCE_ATTRIBUTES).toEqual({
      'Fn::Join': [
        '',
        ['service.namespace=', parameter, ',deployment.environment.name=', parameter, ',team=', parameter],
      ],
    });
  });

  test.each([
    ['serviceName', (name: string) => ({ props: { serviceName: name } })],
    ['OTEL_SERVICE_NAME', (name: string) => ({ environment: { OTEL_SERVICE_NAME: name } })],
    ['an attribute', (name: string) => ({ environment: { OTEL_RESOURCE_ATTRIBUTES: `team=${name}` } })],
  ])('takes what another stack knows: %s', (_, having) => {
    const app = new App();
    const first = new Stack(app, 'First');
    const second = new Stack(app, 'Second');
    const { props, environment } = {
      props: {},
      environment: {},
      ...having(new CfnParameter(first, 'Name').valueAsString),
    };
    instrument(newFunction(second, { environment }), props);
    expect(JSON.stringify(variablesOf(second))).toMatch(/\{"Fn::ImportValue":"First:ExportsOutputRefName\w+"\}/);
    expect(JSON.stringify(variablesOf(second))).not.toContain('{"Ref":"Name"}');
  });

  test('keeps resource attributes that are known at deployment only', () => {
    const stack = newStack();
    instrument(newFunction(stack, { environment: { OTEL_RESOURCE_ATTRIBUTES: `stack=${stack.stackId}` } }));
    expect(variablesOf(stack).OTEL_RESOURCE_ATTRIBUTES).toEqual({
      'Fn::Join': ['', ['service.namespace=shop,deployment.environment.name=shop,stack=', { Ref: 'AWS::StackId' }]],
    });
  });

  test('is measured by its transactions and by the duration of its invocations', () => {
    const stack = newStack();
    const fn = newFunction(stack);
    const instrumentation = instrument(fn, { serviceName: 'cart' });
    expect(instrumentation.metricTransactions('Checkout', TransactionOutcome.ABANDONED)).toMatchObject({
      namespace: 'UserTelemetry',
      metricName: 'user.transactions',
      dimensions: { transaction: 'Checkout', outcome: 'abandoned', Service: 'cart', Environment: 'shop' },
      statistic: 'Sum',
    });
    expect(instrumentation.metricRequestDuration({ period: Duration.minutes(1) })).toMatchObject({
      namespace: 'AWS/Lambda',
      metricName: 'Duration',
      dimensions: { FunctionName: fn.functionName },
      period: Duration.minutes(1),
    });
  });

  test.each([lambda.Runtime.JAVA_21, lambda.Runtime.DOTNET_8])('on %s traces without metrics, and warns', (runtime) => {
    const stack = newStack();
    instrument(newFunction(stack, { runtime, code: lambda.Code.fromAsset(__dirname) }));
    expect(variablesOf(stack)).not.toHaveProperty('OTEL_METRICS_EXPORTER');
    Annotations.fromStack(stack).hasWarning(
      '/Stack/Cart',
      Match.stringLikeRegexp(
        `layer for ${runtime.name} exports traces only.*cdk-user-telemetry:lambda-without-metrics`,
      ),
    );
  });
});

describe('the layer', () => {
  test.each([
    ['us-east-1', lambda.Runtime.NODEJS_22_X, '615299751070:layer:AWSOpenTelemetryDistroJs:15'],
    ['us-east-1', lambda.Runtime.PYTHON_3_12, '615299751070:layer:AWSOpenTelemetryDistroPython:29'],
    ['ap-southeast-3', lambda.Runtime.NODEJS_20_X, '039612877180:layer:AWSOpenTelemetryDistroJs:15'],
    ['cn-north-1', lambda.Runtime.PYTHON_3_13, '440179912924:layer:AWSOpenTelemetryDistroPython:14'],
  ])('in %s for %s is %s', (region, runtime, arn) => {
    expect(layersIn(region, runtime)).toContain(`:lambda:${region}:${arn}`);
  });

  test('is looked up at deployment where the Region is not known, from one small mapping', () => {
    const stack = newStack();
    instrument(newFunction(stack, {}, 'A'), {}, 'CartA');
    instrument(newFunction(stack, {}, 'B'), {}, 'CartB');
    const template = Template.fromStack(stack);
    const mappings = template.findMappings('*');
    expect(Object.keys(mappings)).toEqual(['AdotLambdaLayerJs']);
    expect(mappings.AdotLambdaLayerJs['eu-west-1']).toEqual({ account: '615299751070', version: '15' });
    expect(JSON.stringify(mappings).length).toBeLessThan(2500);
    template.allResourcesProperties('AWS::Lambda::Function', {
      Layers: [
        {
          'Fn::Join': [
            '',
            Match.arrayWith([
              { 'Fn::FindInMap': ['AdotLambdaLayerJs', { Ref: 'AWS::Region' }, 'account'] },
              ':layer:AWSOpenTelemetryDistroJs:',
              { 'Fn::FindInMap': ['AdotLambdaLayerJs', { Ref: 'AWS::Region' }, 'version'] },
            ]),
          ],
        },
      ],
    });
  });

  test.each([
    ['Js', lambda.Runtime.NODEJS_22_X],
    ['Python', lambda.Runtime.PYTHON_3_12],
    ['Java', lambda.Runtime.JAVA_21],
    ['DotNet', lambda.Runtime.DOTNET_8],
  ])('of %s is the one that AWS documents, in every Region', (name, runtime) => {
    const stack = newStack();
    instrument(newFunction(stack, { runtime, code: lambda.Code.fromAsset(__dirname) }));
    const mapping = Template.fromStack(stack).findMappings('*')[`AdotLambdaLayer${name}`];
    const documented = Object.entries(
      publishedLayers[`AWSOpenTelemetryDistro${name}` as keyof typeof publishedLayers],
    ).map(([region, { account, version }]) => [region, { account, version: String(version) }]);
    expect(mapping).toEqual(Object.fromEntries(documented));
  });

  test('has the version that the user states', () => {
    const stack = newStack({ env: { region: 'eu-west-1' } });
    instrument(newFunction(stack), { layerVersion: 17 });
    const [fn] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
    expect(JSON.stringify(fn.Properties.Layers)).toContain('615299751070:layer:AWSOpenTelemetryDistroJs:17');
  });

  test.each([0, 1.5])('has no version %d', (layerVersion) => {
    expect(() => instrument(newFunction(newStack()), { layerVersion })).toThrow(
      `[Stack/Cart] layerVersion: got ${layerVersion}, expected a whole number of at least 1`,
    );
  });

  test('has no version beside one of the user', () => {
    const stack = newStack();
    const arn = 'arn:aws:lambda:us-east-1:123456789012:layer:mine:1';
    const layer = lambda.LayerVersion.fromLayerVersionArn(stack, 'Layer', arn);
    expect(() => instrument(newFunction(stack), { layer, layerVersion: 2 })).toThrow(
      '[Stack/Cart] layerVersion: got 2, expected nothing beside layer',
    );
  });

  test('can be one of the user, also for a runtime and a Region without one', () => {
    const stack = newStack({ env: { region: 'us-gov-west-1' } });
    const arn = 'arn:aws-us-gov:lambda:us-gov-west-1:123456789012:layer:mine:1';
    const layer = lambda.LayerVersion.fromLayerVersionArn(stack, 'Layer', arn);
    instrument(newFunction(stack, { runtime: lambda.Runtime.PYTHON_3_14 }), { layer });
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { Layers: [arn] });
  });
});

describe('instrumentation is refused', () => {
  test.each([
    [lambda.Runtime.NODEJS_16_X, 'use nodejs18.x, the nearest'],
    [lambda.Runtime.PYTHON_3_14, 'use python3.13, the nearest'],
    [lambda.Runtime.JAVA_25, 'use java21, the nearest'],
    [lambda.Runtime.DOTNET_6, 'use dotnet8, the nearest'],
    [lambda.Runtime.RUBY_3_3, 'pass a layer of your own as layer; functions from container images'],
  ])('on %s, with the nearest choice', (runtime, fix) => {
    const stack = newStack();
    const fn = newFunction(stack, { runtime, code: lambda.Code.fromAsset(__dirname) });
    expect(() => instrument(fn)).toThrow(
      new RegExp(`\\[Stack/Cart\\] runtime of function: got "${runtime.name}", expected one of python3\\.10.*; ${fix}`),
    );
  });

  test('in a container image', () => {
    const stack = newStack();
    const fn = newFunction(stack, {
      runtime: lambda.Runtime.FROM_IMAGE,
      handler: lambda.Handler.FROM_IMAGE,
      code: lambda.Code.fromEcrImage(ecr.Repository.fromRepositoryName(stack, 'Images', 'images')),
    });
    expect(() => instrument(fn)).toThrow('AWS Lambda takes no layers for images');
  });

  test('in a Region without the layer, with the nearest', () => {
    expect(() => layersIn('eu-west-9')).toThrow(
      '[Stack/Fn] region of the stack: got "eu-west-9", expected a Region with the layer AWSOpenTelemetryDistroJs; deploy to eu-west-3',
    );
    expect(() => layersIn('us-gov-east-9')).toThrow(/AWSOpenTelemetryDistroJs; pass a copy of the layer as layer$/);
    expect(() => layersIn('eusc-de-east-1')).toThrow(/AWSOpenTelemetryDistroJs; pass a copy of the layer as layer$/);
    expect(() => layersIn('cn-east-9')).toThrow('deploy to cn-north');
    expect(() => layersIn('me-south-1', lambda.Runtime.PYTHON_3_12)).toThrow('deploy to me-central-1');
  });

  test('of a function that has a wrapper', () => {
    const fn = newFunction(newStack(), { environment: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/other' } });
    expect(() => instrument(fn)).toThrow(
      '[Stack/Cart] AWS_LAMBDA_EXEC_WRAPPER of Stack/Fn: got "/opt/other", expected no wrapper; instrument the function once',
    );
  });

  test('twice', () => {
    const fn = newFunction(newStack());
    instrument(fn);
    expect(() => instrument(fn, {}, 'Again')).toThrow('[Stack/Again] AWS_LAMBDA_EXEC_WRAPPER of Stack/Fn: got');
  });

  test('at synth, when another wrapper was set afterwards', () => {
    const stack = newStack();
    const fn = newFunction(stack);
    instrument(fn);
    fn.addEnvironment('AWS_LAMBDA_EXEC_WRAPPER', '/opt/other');
    expect(() => Template.fromStack(stack)).toThrow(
      'got "/opt/other", expected /opt/otel-instrument; instrument the function once',
    );
  });

  test('from a container image, also with a layer of its own', () => {
    const stack = newStack();
    const code = lambda.Code.fromAssetImage('test/collector', { cmd: ['app.handler'], exclude: ['**', '!Dockerfile'] });
    code.bindToResource = () => undefined;
    code.bind = () => ({ image: { imageUri: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/cart:1' } });
    const fn = newFunction(stack, { runtime: lambda.Runtime.FROM_IMAGE, handler: lambda.Handler.FROM_IMAGE, code });
    const layer = lambda.LayerVersion.fromLayerVersionArn(
      stack,
      'Own',
      'arn:aws:lambda:eu-west-1:123456789012:layer:own:1',
    );
    expect(() => instrument(fn, { layer })).toThrow(
      'AWS Lambda takes no layers for images; put the OpenTelemetry SDK into the image',
    );
  });

  test('that has five layers', () => {
    const stack = newStack();
    const arn = (index: number) => `arn:aws:lambda:eu-west-1:123456789012:layer:own${index}:1`;
    const layers = [1, 2, 3, 4, 5].map((index) =>
      lambda.LayerVersion.fromLayerVersionArn(stack, `Layer${index}`, arn(index)),
    );
    expect(() => instrument(newFunction(stack, { layers }))).toThrow(
      '[Stack/Cart] layers of function: got 5, expected at most 4 beside the one of OpenTelemetry',
    );
  });

  test.each([
    ['OTEL_SERVICE_NAME', '"Cart"'],
    ['OTEL_RESOURCE_ATTRIBUTES', 'service.namespace='],
    ['OTEL_METRICS_EXPORTER', '"awsemf"'],
    ['OTEL_METRICS_ADD_APPLICATION_SIGNALS_DIMENSIONS', '"true"'],
  ])('at synth, when %s was changed afterwards: metrics would go elsewhere', (name, expected) => {
    const stack = newStack();
    const fn = newFunction(stack, { runtime: lambda.Runtime.NODEJS_22_X });
    instrument(fn);
    fn.addEnvironment('OTEL_TRACES_SAMPLER', 'always_off').addEnvironment(name, 'other');
    expect(() => Template.fromStack(stack)).toThrow(`[Stack/Cart] ${name} of Stack/Fn: got`);
    expect(() => Template.fromStack(stack)).toThrow(expected);
  });

  test('under two names', () => {
    const fn = newFunction(newStack(), { environment: { OTEL_SERVICE_NAME: 'a' } });
    expect(() => instrument(fn, { serviceName: 'b' })).toThrow('[Stack/Cart] serviceName: got "b", expected "a"');
  });

  test('for two applications', () => {
    const fn = newFunction(newStack(), { environment: { OTEL_RESOURCE_ATTRIBUTES: 'service.namespace=other' } });
    expect(() => instrument(fn)).toThrow('service.namespace in OTEL_RESOURCE_ATTRIBUTES: got "other"');
  });

  test('with names that are none', () => {
    expect(() => instrument(newFunction(newStack()), { applicationName: '' })).toThrow('applicationName: got ""');
    expect(() => instrument(newFunction(newStack()), { serviceName: 'a,b' })).toThrow('serviceName: got "a,b"');
  });
});

test('a function that logs as JSON is warned of: its metrics may not be found', () => {
  const stack = newStack();
  instrument(
    newFunction(stack, {
      loggingFormat: lambda.LoggingFormat.JSON,
      applicationLogLevelV2: lambda.ApplicationLogLevel.WARN,
    }),
  );
  expect(JSON.stringify(Annotations.fromStack(stack).findWarning('*', Match.anyValue()))).toContain(
    'The function logs as JSON from the level WARN on',
  );
});

describe('cdk-nag', () => {
  test('finds nothing in what is defined here, and still what the user defined', () => {
    const stack = newStack();
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
    instrument(newFunction(stack, { role, runtime: lambda.Runtime.NODEJS_24_X }));
    const app = stack.node.root as App;
    app.synth();
    const { violations } = new AwsSolutionsChecks(app).validateScope(app);
    const found = violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
    );
    expect(found).toEqual(['AwsSolutions-IAM5[Resource::*] Stack/Role/DefaultPolicy/Resource']);
  });
});
