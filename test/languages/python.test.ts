import { readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cached, installedVersion } from './helpers/cache';
import { libraryBindings } from './helpers/package';
import { need, run } from './helpers/run';
import { SAMPLE, synthesize, synthesized } from './helpers/sample';

const REQUIREMENTS = [
  `aws-cdk-lib==${installedVersion('aws-cdk-lib')}`,
  `constructs==${installedVersion('constructs')}`,
  'jsii==1.142.0',
];

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
});
