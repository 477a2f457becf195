import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment } from 'aws-cdk-lib/aws-s3-deployment';
import { ClientDelivery, WebApp } from '../../../src/rum';

function define(delivery?: ClientDelivery, applicationName?: string) {
  const stack = new Stack(new App(), 'Shop');
  return { stack, app: new WebApp(stack, 'Storefront', { domains: ['shop.example.com'], delivery, applicationName }) };
}

describe('a single file', () => {
  test('is loaded by one tag from where it is deployed, and has no integrity', () => {
    const { app } = define();
    expect(app.scriptTag()).toBe('<script async src="/telemetry.js"></script>');
    expect(app.scriptTag('/a/b/')).toBe('<script async src="/a/b/telemetry.js"></script>');
    expect(app.integrity).toBeUndefined();
    expect(() => app.inlineScriptTag()).toThrow('[Shop/Storefront] inlineScriptTag() (delivery): got ');
  });

  test.each(['telemetry', 'a/b.js', '.js', 'a"b.js', `${'a'.repeat(62)}.js`])(
    'fails when it is named %p',
    (fileName) => {
      expect(() => define(ClientDelivery.singleFile({ fileName })).app.scriptTag()).toThrow(
        'delivery (fileName): got ',
      );
    },
  );

  test.each(['', 'a/', '/a', '/"/'])('fails when it is looked for in %p', (directory) => {
    expect(() => define().app.scriptTag(directory)).toThrow('directory: got ');
  });
});

describe('files with integrity', () => {
  test('are a script that the tag vouches for, and the configuration, which holds what deployment knows', () => {
    const { stack, app } = define(ClientDelivery.withIntegrity({ fileName: 't.js' }));
    new BucketDeployment(stack, 'Site', {
      sources: [app.clientSource()],
      destinationBucket: new Bucket(stack, 'Bucket'),
    });
    const assembly = (stack.node.root as App).synth();
    const folder = readdirSync(assembly.directory)
      .map((name) => join(assembly.directory, name))
      .find((path) => path.includes('asset.') && !path.endsWith('.zip') && holds(path, 't-config.js')) as string;
    const script = readdirSync(folder).find((name) => /^t-[0-9a-f]{10}\.js$/.test(name)) as string;
    const digest = createHash('sha384')
      .update(readFileSync(join(folder, script)))
      .digest('base64');
    expect(app.integrity).toBe(`sha384-${digest}`);
    expect(readFileSync(join(folder, 't-config.js'), 'utf8')).toBe('window.__USER_TELEMETRY__=<<marker:0xbaba:0>>;\n');
    Template.fromStack(stack).hasResourceProperties('Custom::CDKBucketDeployment', {
      SourceMarkers: [{ '<<marker:0xbaba:0>>': { 'Fn::Join': Match.anyValue() } }],
    });
    expect(app.scriptTag()).toBe(
      `<script defer src="/t-config.js"></script><script defer src="/${script}" integrity="sha384-${digest}" crossorigin="anonymous"></script>`,
    );
  });

  test('can have their configuration in the page, which it never breaks out of', () => {
    const { stack, app } = define(ClientDelivery.withIntegrity(), '</script>');
    const tag = JSON.stringify(stack.resolve(app.inlineScriptTag()));
    expect(tag).toContain('<script>window.__USER_TELEMETRY__=');
    expect(tag.match(/<\/script>/g)).toHaveLength(2);
  });
});

function holds(path: string, name: string): boolean {
  try {
    return readdirSync(path).includes(name);
  } catch {
    return false;
  }
}

test('a server that renders pages gets the tag and the configuration as variables, or as a parameter', () => {
  const { stack, app } = define();
  const { USER_TELEMETRY_SCRIPT_TAG, USER_TELEMETRY_CONFIGURATION } = app.environment('/t/');
  expect(USER_TELEMETRY_SCRIPT_TAG).toBe('<script async src="/t/telemetry.js"></script>');
  expect(JSON.stringify(stack.resolve(USER_TELEMETRY_CONFIGURATION))).toContain('appMonitorId');
  app.writeParameter(stack, 'Tag');
  Template.fromStack(stack).hasResourceProperties('AWS::SSM::Parameter', {
    Value: '<script async src="/telemetry.js"></script>',
    Tier: 'Intelligent-Tiering',
  });
});

describe('two web apps in one deployment', () => {
  const deploy = (...deliveries: (ClientDelivery | undefined)[]) => {
    const stack = new Stack(new App(), 'Shop');
    const sources = deliveries.map((delivery, index) => {
      return new WebApp(stack, `App${index}`, { domains: ['shop.example.com'], delivery }).clientSource();
    });
    const destinationBucket = new Bucket(stack, 'Bucket');
    new BucketDeployment(stack, 'Site', { sources: [...sources, sources[0]], destinationBucket });
  };

  test.each([
    ['telemetry.js', ClientDelivery.singleFile()],
    ['telemetry-config.js', ClientDelivery.withIntegrity()],
  ])('are refused if both write %s', (file, delivery) => {
    expect(() => deploy(delivery, delivery)).toThrow(
      `[Shop/Site] the browser client of Shop/App1: got "${file}", expected a file that no other web app has there`,
    );
  });

  test('may have files of different names', () => {
    expect(() => deploy(undefined, ClientDelivery.singleFile({ fileName: 'admin.js' }))).not.toThrow();
  });
});
