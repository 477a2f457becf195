import { awscdk, javascript } from 'projen';

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-user-telemetry',
  description:
    'User activity telemetry for AWS CDK apps: real users, synthetic users, backends and transactions, wired together',
  author: 'The cdk-user-telemetry authors',
  authorAddress: 'maintainers@cdk-user-telemetry.example',
  authorOrganization: true,
  copyrightOwner: 'The cdk-user-telemetry authors',
  repositoryUrl: 'https://github.com/cdk-user-telemetry/cdk-user-telemetry.git',
  license: 'Apache-2.0',
  stability: 'stable',
  keywords: [
    'aws-cdk',
    'awscdk',
    'cdk',
    'constructs',
    'aws-cdk-construct',
    'canary',
    'cloudwatch',
    'observability',
    'opentelemetry',
    'rum',
    'synthetics',
    'well-architected',
  ],
  defaultReleaseBranch: 'main',
  majorVersion: 0,

  cdkVersion: '2.271.0', // the first whose acknowledge() is scoped to the construct
  constructsVersion: '10.5.1', // what cdk-nag 3 asks for, and the first that the Go proxy has
  jsiiVersion: '~6.0.16', // jsii is not semver: 6.0 means TypeScript 6.0
  typescriptVersion: '~6.0.3',
  projenVersion: '~0.103.25',
  projenrcTs: true,
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.16.0',
  workflowNodeVersion: '24.x', // trusted publishing needs npm >= 11.5.1
  bin: { 'user-telemetry': 'assets/cli/user-telemetry.js' },
  sampleCode: false,
  lambdaAutoDiscover: false, // scripts/lib/bundle.ts bundles *.lambda.ts, beside the client and the runner
  pullRequestTemplate: false,
  githubOptions: { mergify: false },

  publishToPypi: { distName: 'cdk-user-telemetry', module: 'cdk_user_telemetry' },
  publishToMaven: {
    javaPackage: 'io.github.cdkusertelemetry',
    mavenGroupId: 'io.github.cdkusertelemetry',
    mavenArtifactId: 'cdk-user-telemetry',
  },
  publishToNuget: { dotNetNamespace: 'CdkUserTelemetry', packageId: 'CdkUserTelemetry' },
  publishToGo: {
    moduleName: 'github.com/cdk-user-telemetry/cdk-user-telemetry-go',
    packageName: 'cdkusertelemetry',
  },
  npmTrustedPublishing: true,
  releaseWorkflowSetupSteps: [
    {
      name: 'Walk through applications of many frameworks',
      run: 'scripts/test frameworks',
      env: { CHROMIUM: '/usr/bin/google-chrome' }, // which runners have
    },
    {
      name: 'Install a JDK for Trino',
      uses: 'actions/setup-java@v6.0.0',
      with: { distribution: 'temurin', 'java-version': '25' },
    },
    { name: 'Ask Trino and DuckDB', run: 'scripts/test queries' },
    { name: 'Count what arrives while something goes wrong', run: 'scripts/test losses' },
  ],
  bumpPackage: 'commit-and-tag-version@^12', // 13 needs Node 22

  devDeps: [
    '@aws-rum/web-core@3.2.1',
    // Of the clients below the command line tool bundles what it calls; functions find them in their runtime.
    '@aws-sdk/client-cloudformation@^3.669.0',
    '@aws-sdk/client-cloudwatch@^3.669.0',
    '@aws-sdk/client-cloudwatch-logs@^3.669.0', // CDK's own handler of log retention needs it in the lab
    '@aws-sdk/client-rum@^3.669.0',
    '@aws-sdk/client-synthetics@^3.669.0',
    '@aws-sdk/client-xray@^3.669.0',
    '@jridgewell/trace-mapping@^0.3.31', // reads source maps; bundled into the command line tool
    'ajv@^8', // checks ours against the published JSON Schema of multi-checks
    '@aws-crypto/sha256-js@^5', // beside the next: AWS's own signer, which ours is compared with
    '@smithy/protocol-http@5.6.2', // what @aws-rum/web-core signs with
    '@smithy/signature-v4@^5',
    // As ADOT has it: with a newer one an application's counters are no-ops under ADOT's SDK, without a word.
    '@opentelemetry/api@~1.9.0',
    '@duckdb/node-api@1.5.6-r.1', // runs the SQL of questions: in tests, and on a laptop
    '@opentelemetry/exporter-metrics-otlp-http',
    '@opentelemetry/exporter-trace-otlp-http',
    '@opentelemetry/resources',
    '@opentelemetry/sdk-metrics',
    '@opentelemetry/sdk-trace-node',
    '@types/aws-lambda',
    '@types/node@^20',
    'aws-cdk@2.1148.1', // never `latest`: 3.0.0 was published by accident
    'cdk-nag@3.0.2',
    'echarts@6.1.0', // draws the pictures of the tool: found in the user's project, as DuckDB and Playwright are
    'esbuild@0.28.2',
    'terser@5.51.4',
    'fast-check',
    'marked@18.2.1', // the text of dashboards; bundled into the command line tool
    'playwright-core@1.65.1',
    'tsx@4.23.15',
    'yaml@^2', // bundled into assets/yaml
  ],

  eslint: false,
  biome: true,
  biomeOptions: {
    version: '~2.5.15',
    biomeConfig: {
      files: {
        includes: [
          '**',
          '!**/*.json',
          '!**/build',
          '!**/cdk.out',
          '!assets',
          '!lib',
          '!dist',
          '!lab/out',
          '!lab/.venv',
          '!client.*',
        ],
      },
      formatter: { indentStyle: javascript.biome_config.IndentStyle.SPACE, indentWidth: 2, lineWidth: 120 },
      javascript: { formatter: { quoteStyle: javascript.biome_config.QuoteStyle.SINGLE } },
    },
  },

  jestOptions: {
    jestVersion: '^30',
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    junitReporting: false,
    jestConfig: {
      collectCoverage: false,
      testPathIgnorePatterns: [
        '/node_modules/',
        '<rootDir>/test/collector-real/',
        '<rootDir>/test/hostile-page/',
        '<rootDir>/test/lab/',
        '<rootDir>/test/languages/',
        '<rootDir>/test/losses/',
        '<rootDir>/test/frameworks/',
        '<rootDir>/test/queries/',
      ],
      modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/lab/out/', '<rootDir>/bench/', '<rootDir>/.cache/'],
      roots: ['<rootDir>/test'],
      cacheDirectory: '<rootDir>/.cache/jest',
      setupFiles: ['<rootDir>/test/setup.ts'],
      testEnvironment: '<rootDir>/test/jest/environment.cjs',
    },
  },

  gitignore: [
    '/.cache/',
    '/.jsii.tabl.json',
    '/assets/',
    '/client.d.mts',
    '/client.d.ts',
    '/client.js',
    '/client.mjs',
    '/examples/retail/build/',
    '/examples/retail/go/go.sum',
    '/examples/retail/java/target/',
    '/examples/retail/python/.venv/',
    '/lab/.venv/',
    '/lab/out/',
    '*.class',
    '*.pyc',
    '__pycache__/',
    'cdk.out/',
  ],
});

// biome sees of these only the script, and none of what the template uses of it.
for (const kind of ['vue', 'svelte', 'astro']) project.biome?.addFilePattern(`!test/frameworks/**/*.${kind}`);

// The registry lacks some foreign-platform binaries of newer versions, which breaks `npm ci`.
project.package.addPackageResolutions('unrs-resolver@1.12.2');
// A lockfile that names no host works with any registry or mirror.
project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');

// The package is lib, assets, the jsii assembly and README: everything else stays in the repository.
project.npmignore?.exclude('*');
const page = ['client.js', 'client.mjs', 'client.d.ts', 'client.d.mts'];
for (const shipped of [
  'lib/',
  'lib/**',
  'assets/',
  'assets/**',
  ...page,
  '.jsii',
  'LICENSE',
  'README.md',
  'package.json',
]) {
  project.npmignore?.include(`/${shipped}`);
}
project.npmignore?.exclude('/lib/**/*.lambda.*'); // they ship as bundles

// Browsers import `cdk-user-telemetry/client`; Node.js finds it only so. jsii asks for the assembly and package.json.
project.package.addField('exports', {
  '.': './lib/index.js',
  './client': { import: './client.mjs', default: './client.js' },
  './lib/*': './lib/*',
  './assets/*': './assets/*',
  './.jsii': './.jsii',
  './package.json': './package.json',
});

// Sources inside of source maps would be two thirds of the package.
for (const option of ['inlineSourceMap', 'inlineSources']) {
  project.tryFindObjectFile('tsconfig.json')?.addOverride(`compilerOptions.${option}`, false);
}

const bundle = project.addTask('bundle', {
  description: 'Bundle the browser client, the canary runner and the Lambda handlers into assets/',
  exec: 'tsx scripts/lib/bundle.ts',
});
project.preCompileTask.spawn(bundle);

project.postCompileTask.exec('tsx scripts/lib/arguments.ts', { name: 'check arguments where they arrive' });
project.postCompileTask.exec('tsx scripts/lib/lazify.ts', { name: 'load modules when they are first used' });
project.postCompileTask.exec('tsx scripts/lib/prune-declarations.ts', { name: 'leave out what nobody can name' });
project.postCompileTask.exec('jsii-rosetta extract --strict', { name: 'compile every documentation example' });

// In place of ts-jest. One name for all tiers: they share what is transpiled.
const transform = { '^.+\\.ts$': '<rootDir>/test/jest/transform.cjs' };
const moduleNameMapper = {
  '^fast-check$': '<rootDir>/test/jest/fast-check.cjs',
  '^marked$': '<rootDir>/node_modules/marked/lib/marked.umd.js', // for modules only, which jest does not load
};
if (project.jest) Object.assign(project.jest.config, { id: 'tests', transform, moduleNameMapper });

// jest and tsx only transpile: this type-checks all TypeScript that jsii does not compile.
const everything = project.tryFindObjectFile('test/tsconfig.json');
everything?.addOverride('compilerOptions.lib', ['es2022', 'dom', 'dom.iterable']);
everything?.addOverride('compilerOptions.paths', { 'cdk-user-telemetry': ['../src'] });
everything?.addOverride(
  'include',
  ['bench', 'cli', 'client', 'examples', 'lab', 'runner', 'scripts', 'test'].map((f) => `../${f}/**/*.ts`),
);
everything?.addOverride('exclude', [
  ...['../**/node_modules', '../lab/out', '../lab/.venv', '../examples/retail/build'],
  '../test/frameworks/*/**', // applications: their own compilers compile them
]);

const typecheck = project.addTask('typecheck', {
  description: 'Type-check tests, client, runner, lab, examples and scripts',
  exec: 'tsc --noEmit -p test/tsconfig.json',
});
project.testTask.spawn(typecheck);

project.synth();
