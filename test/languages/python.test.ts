import { readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cached, installedVersion } from './helpers/cache';
import { libraryBindings } from './helpers/package';
import { need, output, run } from './helpers/run';
import { SAMPLE, synthesize, synthesized } from './helpers/sample';

const REQUIREMENTS = [
  `aws-cdk-lib==${installedVersion('aws-cdk-lib')}`,
  `constructs==${installedVersion('constructs')}`,
  'jsii==1.142.0',
];

/**
 * What misuse.py does, and what has to be said of it: the path or the call, the argument, what it got and what it wants.
 * Classes are checked by Python itself, interfaces aren't.
 */
const MISUSE: { readonly [title: string]: string } = {
  'follow_traffic(web_app)': 'appMonitor: got a WebApp, expected a rum.IAppMonitor; pass its appMonitor',
  'TrafficReconciler(canary=journey)':
    '[Shop/Traffic] canary: got a JourneyCanary, expected an ICanary of aws-cdk-lib; pass its canary',
  'TrafficReconciler(app_monitor=web_app)':
    '[Shop/Traffic2] appMonitor: got a WebApp, expected a rum.IAppMonitor; pass its appMonitor',
  'WebAppAlarms(app_monitor=web_app)':
    '[Shop/Alarms] appMonitor: got a WebApp, expected a rum.IAppMonitor; pass its appMonitor',
  'JourneyAlarms(journey=canary)': '[Shop/Alarms2] journey: got a Canary',
  'DeploymentGate(canary=journey)': 'TypeError: type of argument canary must be aws_cdk.aws_synthetics.Canary',
  'dashboard.add_app_monitor(web_app)': '[Shop/Telemetry/Dashboard] appMonitor of addAppMonitor(): got a WebApp',
  'dashboard.add_journey(canary)': 'it was taken', // it has the metrics that are shown
  'dashboard.add_backend(function)': '[Shop/Telemetry/Dashboard] backend of addBackend(): got',
  'CollectorAlarms(collector=task)': '[Shop/Alarms3] collector: got a FargateTaskDefinition',
  'add_function(imported)': 'TypeError: type of argument fn must be aws_cdk.aws_lambda.Function',
  'to_topics(page=bucket)': '[monitoring.Notifications.toTopics()] page: got a Bucket',
  'SourceMaps as a bucket': '[Shop/Maps] sourceMaps: got a Bucket, expected a rum.ISourceMaps',
  'artifacts_bucket=topic': '[Shop/Buy2] artifactsBucket: got a Topic, expected an IBucket of aws-cdk-lib',
  'pinpoint_project=bucket': '[Shop/Telemetry2] pinpointProject: got a Bucket',
  'add_transaction(web_app)': '[Shop/Telemetry/Web] transaction of addTransaction(): got a WebApp',
};

describe('Python', () => {
  let wheels: string;
  let bin: string;

  beforeAll(async () => {
    await need('python3', '--version', 'Install Python 3.11 or newer, with its venv module.');
    wheels = await libraryBindings('python', { build: true });
    const venv = await cached('venv', REQUIREMENTS, async (dir) => {
      await run('python3', ['-m', 'venv', dir], { cwd: dir });
      await run(join(dir, 'bin', 'pip'), ['install', '--quiet', ...REQUIREMENTS], { cwd: dir });
    });
    bin = join(venv, 'bin');
  });

  test('the wheel installs beside the minimum versions of its dependencies', async () => {
    const [wheel] = readdirSync(wheels).filter((file) => file.endsWith('.whl'));
    const pip = join(bin, 'pip');
    await run(pip, ['install', '--quiet', '--force-reinstall', '--no-deps', join(wheels, wheel)], { cwd: wheels });
    await run(pip, ['check'], { cwd: wheels });
  });

  test('the sample synthesizes the template of the TypeScript sample', async () => {
    await synthesize('python', (env) =>
      run('python3', ['app.py'], {
        cwd: join(SAMPLE, 'python'),
        env: { ...env, PATH: `${bin}${delimiter}${process.env.PATH}`, PYTHONDONTWRITEBYTECODE: '1' },
      }),
    );
    expect(synthesized('python')).toEqual(synthesized('typescript'));
  });

  test('what no check of types refuses is named', async () => {
    const printed = await output(join(bin, 'python'), [join(__dirname, 'python', 'misuse.py')], {
      cwd: wheels,
      env: { PYTHONDONTWRITEBYTECODE: '1', JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' },
    });
    const messages: Record<string, string> = JSON.parse(/^MESSAGES (.*)$/m.exec(printed)?.[1] ?? '{}');
    expect(Object.keys(messages)).toEqual(Object.keys(MISUSE));
    for (const [title, message] of Object.entries(MISUSE)) {
      expect(`${title}: ${messages[title]}`).toContain(message);
    }
  });
});
