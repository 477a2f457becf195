import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { App, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { AwsSolutionsChecks } from 'cdk-nag';
import { AppMonitor, SourceMaps, type SourceMapsProps, WebApp, type WebAppProps } from '../../../src/rum';

const MAP = { version: 3, file: 'app.js', sources: ['app.ts'], names: [], mappings: 'AAAA' };
const DOMAINS = ['shop.example.com'];
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function build(files: Record<string, unknown> = { 'app.js.map': MAP }): string {
  const folder = mkdtempSync(join(tmpdir(), 'build-'));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

function define(props: Partial<SourceMapsProps> | ((stack: Stack) => Partial<SourceMapsProps>) = {}, id = 'Maps') {
  const app = new App();
  const stack = new Stack(app, 'Shop');
  const own = typeof props === 'function' ? props(stack) : props;
  return { app, stack, maps: new SourceMaps(stack, id, { directory: own.directory ?? build(), ...own }) };
}

/** What is uploaded, by path. */
function uploaded(stack: Stack, directory: string): Record<string, Record<string, unknown>> {
  const assembly = (stack.node.root as App).synth();
  const { files } = JSON.parse(readFileSync(join(assembly.directory, `${stack.stackName}.assets.json`), 'utf8'));
  const asset = Object.values<{ source: { path: string; packaging: string } }>(files).find(({ source }) => {
    return source.packaging === 'zip' && contentOf(join(assembly.directory, source.path, directory)) !== undefined;
  });
  return { [directory]: JSON.parse(contentOf(join(assembly.directory, asset?.source.path ?? '', directory)) ?? '{}') };
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

describe('the app monitor', () => {
  const appMonitorName = 'storefront';
  test('may read the source maps, it alone, and is created after that', () => {
    const { stack, maps } = define();
    new AppMonitor(stack, 'Monitor', { domains: DOMAINS, appMonitorName, sourceMaps: maps });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          {
            Effect: 'Allow',
            Principal: { Service: 'rum.amazonaws.com' },
            Action: ['s3:GetObject', 's3:ListBucket'],
            Resource: [
              { 'Fn::GetAtt': [Match.stringLikeRegexp('^MapsBucket'), 'Arn'] },
              { 'Fn::Join': ['', [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^MapsBucket'), 'Arn'] }, '/*']] },
            ],
            Condition: {
              StringEquals: {
                'aws:SourceAccount': { Ref: 'AWS::AccountId' },
                'aws:SourceArn': [{ 'Fn::Join': ['', Match.arrayWith([':appmonitor/storefront'])] }],
              },
            },
          },
        ]),
      },
    });
    template.hasResource('AWS::RUM::AppMonitor', {
      Properties: {
        DeobfuscationConfiguration: {
          JavaScriptSourceMaps: {
            Status: 'ENABLED',
            S3Uri: { 'Fn::Join': ['', ['s3://', { Ref: Match.stringLikeRegexp('^MapsBucket') }]] },
          },
        },
      },
      DependsOn: [Match.stringLikeRegexp('^MapsBucketPolicy')],
    });
  });

  test('may decrypt with the key of the bucket, under both ARNs that the documentation has', () => {
    const { stack, maps } = define((scope) => ({ encryptionKey: new Key(scope, 'Key') }));
    new AppMonitor(stack, 'Monitor', { domains: DOMAINS, appMonitorName, sourceMaps: maps });
    const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::KMS::Key'));
    const statement = Properties.KeyPolicy.Statement.find(({ Action }: { Action: string }) => Action === 'kms:Decrypt');
    expect(statement.Principal).toEqual({ Service: 'rum.amazonaws.com' });
    const { 'aws:SourceArn': sources } = statement.Condition.StringEquals;
    const ends = sources.map((arn: { 'Fn::Join': [string, unknown[]] }) => arn['Fn::Join'][1].at(-1));
    expect(ends).toEqual([':appmonitor/storefront', '/storefront'].map((end) => expect.stringContaining(end)));
  });

  test('that another stack defines by name is allowed on request, once', () => {
    const { stack, maps } = define();
    const other = AppMonitor.fromAppMonitorName(stack, 'Other', 'outlet');
    maps.allowAppMonitor(other);
    maps.allowAppMonitor(other);
    expect(JSON.stringify(Template.fromStack(stack).toJSON()).match(/appmonitor\/outlet/g)).toHaveLength(1);
  });

  test('has to be in the Region of the bucket', () => {
    const app = new App();
    const maps = new SourceMaps(new Stack(app, 'Maps', { env: { region: 'eu-west-1' } }), 'Maps', {
      directory: build(),
    });
    const shop = new Stack(app, 'Shop', { env: { region: 'us-east-1' } });
    expect(() => new AppMonitor(shop, 'Monitor', { domains: DOMAINS, sourceMaps: maps })).toThrow(
      '[Shop/Monitor] sourceMaps (bucket): got "a bucket in eu-west-1", expected a bucket in us-east-1',
    );
  });
});

describe('the release', () => {
  test('is a hash of the source maps: the same for the same, another one for others', () => {
    const release = (files: Record<string, unknown>) => define({ directory: build(files) }).maps.releaseId;
    const first = release({ 'a.js.map': MAP, 'b/c.js.map': MAP });
    expect(first).toMatch(/^[0-9a-f]{20}$/);
    expect(release({ 'b/c.js.map': MAP, 'a.js.map': MAP, 'logo.png': 'x' })).toBe(first);
    expect(release({ 'a.js.map': MAP, 'b/c.js.map': { ...MAP, mappings: 'CAAA' } })).not.toBe(first);
    expect(release({ 'a.js.map': MAP, 'c.js.map': MAP })).not.toBe(first);
  });

  test('names the folder of its source maps, below the prefix, where those of former releases stay', () => {
    const { stack, maps } = define({ releaseId: 'shop/2.0.0', prefix: 'maps' });
    Template.fromStack(stack).hasResourceProperties('Custom::CDKBucketDeployment', {
      DestinationBucketKeyPrefix: 'maps/shop/2.0.0',
      Prune: false,
    });
    expect(JSON.stringify(stack.resolve(maps.s3Uri))).toMatch(/"\/maps"\]\]\}$/);
  });
});

describe('the upload', () => {
  test('holds the source maps of scripts only, at their paths', () => {
    const directory = build({ 'a.js': 'x', 'assets/a.js.map': MAP, 'a.css.map': MAP, 'a.d.ts.map': 'no JSON' });
    const { stack } = define({ directory });
    expect(uploaded(stack, 'assets/a.js.map')).toEqual({ 'assets/a.js.map': MAP });
    for (const left of ['a.js', 'a.css.map', 'a.d.ts.map']) expect(uploaded(stack, left)).toEqual({ [left]: {} });
  });

  test('completes what esbuild leaves out and the service wants', () => {
    const { file, ...map } = MAP;
    const { stack } = define({ directory: build({ 'assets/main.js.map': map }) });
    expect(uploaded(stack, 'assets/main.js.map')).toEqual({ 'assets/main.js.map': { ...map, file: 'main.js' } });
  });
});

describe('a folder is refused', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['without source maps', { 'a.js': 'x', 'a.css.map': MAP }, 'directory: got '],
    ['with a map that is no JSON', { 'a.js.map': ')]}' }, 'directory (a.js.map): got "no JSON object"'],
    [
      'with a map of version 2',
      { 'a.js.map': { ...MAP, version: 2 } },
      'directory (a.js.map): got "a JSON object of version 2',
    ],
    ['with a map of sections', { 'a.js.map': { version: 3, sections: [] } }, 'without sources, names, mappings'],
  ])('%s', (_, files, message) => {
    expect(() => define({ directory: build(files) })).toThrow(message);
  });

  test('that does not exist', () => {
    expect(() => define({ directory: '/none' })).toThrow(
      '[Shop/Maps] directory: got "/none", expected a folder that can',
    );
  });

  test('with a map of more than 50 MB', () => {
    const directory = build();
    truncateSync(join(directory, 'app.js.map'), 50_000_001);
    expect(() => define({ directory })).toThrow(
      'directory (app.js.map): got "50000001 bytes", expected a source map of',
    );
  });
});

describe('fails when', () => {
  test.each<[Partial<SourceMapsProps>, string]>([
    [{ releaseId: '' }, 'releaseId: got ""'],
    [{ releaseId: 'a b' }, 'releaseId: got "a b"'],
    [{ releaseId: 'a/../b' }, 'releaseId: got "a/../b"'],
    [{ releaseId: '/a' }, 'releaseId: got "/a"'],
    [{ releaseId: 'a/' }, 'releaseId: got "a/"'],
    [{ releaseId: 'a'.repeat(100), prefix: 'maps' }, 'expected at most 104 characters together with prefix'],
    [{ releaseId: Token.asString({ Ref: 'Release' }) }, 'releaseId: got "a token"'],
    [{ prefix: 'maps/' }, 'prefix: got "maps/"'],
    [{ prefix: '..' }, 'prefix: got ".."'],
    [{ prefix: Token.asString({ Ref: 'Folder' }) }, 'prefix: got "a token"'],
  ])('%j', (props, message) => {
    expect(() => define(props)).toThrow(message);
  });

  test('a bucket has a key whose policy nobody can change', () => {
    expect(() =>
      define((stack) => ({ bucket: new Bucket(stack, 'Bucket', { encryption: BucketEncryption.KMS_MANAGED }) })),
    ).toThrow('[Shop/Maps] bucket: got "a bucket that is encrypted with the key aws/s3"');
    expect(() =>
      define((stack) => ({ bucket: new Bucket(stack, 'Bucket', { encryption: BucketEncryption.KMS }) })),
    ).not.toThrow();
  });

  test('a bucket that is defined elsewhere is said to go', () => {
    expect(() =>
      define((stack) => ({ bucket: new Bucket(stack, 'Bucket'), removalPolicy: RemovalPolicy.DESTROY })),
    ).toThrow('[Shop/Maps] removalPolicy: got "destroy", expected nothing beside bucket');
  });

  test('there are a bucket and a key', () => {
    expect(() =>
      define((stack) => ({ bucket: new Bucket(stack, 'Bucket'), encryptionKey: new Key(stack, 'Key') })),
    ).toThrow('[Shop/Maps] encryptionKey: got ');
  });

  test('the bucket or the key is imported, so that its policy stays as it is', () => {
    const arn = 'arn:aws:kms:us-east-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef';
    const bucket = define((stack) => ({ bucket: Bucket.fromBucketName(stack, 'Bucket', 'maps') }));
    const key = define((stack) => ({ encryptionKey: Key.fromKeyArn(stack, 'Key', arn) }));
    for (const [{ stack, maps }, what] of [
      [bucket, 'bucket'],
      [key, 'encryptionKey'],
    ] as const) {
      expect(() => new AppMonitor(stack, 'Monitor', { domains: DOMAINS, sourceMaps: maps })).toThrow(
        `[Shop/Maps] ${what}: got "one that is imported`,
      );
    }
  });
});

test('the bucket stays when the stack goes, unless it is said to be emptied and deleted', () => {
  Template.fromStack(define().stack).hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Retain' });
  const template = Template.fromStack(define({ removalPolicy: RemovalPolicy.DESTROY }).stack);
  template.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Delete' });
  template.resourceCountIs('Custom::S3AutoDeleteObjects', 1);
});

test('two in a stack coexist and pass cdk-nag, which still judges the deployments of others', () => {
  const { app, stack } = define();
  new SourceMaps(stack, 'More', {
    directory: build(),
    removalPolicy: RemovalPolicy.DESTROY,
    encryptionKey: new Key(stack, 'Key', { enableKeyRotation: true }),
  });
  expect(new AwsSolutionsChecks(app).validateScope(app).violations).toEqual([]);
  const destinationBucket = Bucket.fromBucketName(stack, 'Site', 'site');
  new BucketDeployment(stack, 'Pages', { sources: [Source.data('a.txt', 'a')], destinationBucket });
  const found = new AwsSolutionsChecks(app).validateScope(app).violations.map(({ ruleName }) => ruleName);
  expect(found).toEqual(['AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::site/*]']);
});

describe('a web application', () => {
  const web = (props: Partial<WebAppProps>) => {
    const { stack, maps } = define({ releaseId: '2.0.0' });
    return new WebApp(stack, 'Storefront', { domains: DOMAINS, sourceMaps: maps, ...props });
  };

  test('has browsers name the release of its source maps', () => {
    expect(web({})._settings().releaseId).toBe('2.0.0');
    expect(web({ client: { releaseId: '2.0.0' } })._settings().releaseId).toBe('2.0.0');
  });

  test('of another release is refused', () => {
    expect(() => web({ client: { releaseId: '2.0.1' } })).toThrow(
      '[Shop/Storefront] client.releaseId: got "2.0.1", expected "2.0.0", as sourceMaps has it',
    );
  });
});
