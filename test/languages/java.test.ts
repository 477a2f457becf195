import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cached, installedVersion } from './helpers/cache';
import { libraryBindings } from './helpers/package';
import { need, run } from './helpers/run';
import { SAMPLE, synthesize, synthesized } from './helpers/sample';

const DEPENDENCY_PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1';
const VERSIONS = [
  `-Dcdk.version=${installedVersion('aws-cdk-lib')}`,
  `-Dconstructs.version=${installedVersion('constructs')}`,
];

/** One Maven build of two modules, so that the app takes the library from here and from no repository. */
const AGGREGATOR = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>languages</groupId>
  <artifactId>languages</artifactId>
  <version>0</version>
  <packaging>pom</packaging>
  <modules>
    <module>library</module>
    <module>app</module>
  </modules>
</project>
`;

/**
 * Every range of versions becomes its minimum.
 *
 * Maven would take the newest instead: another one tomorrow, and not the one that the other languages run with.
 */
function pinToMinimum(pom: string): void {
  const ranged = readFileSync(pom, 'utf8');
  writeFileSync(pom, ranged.replace(/<version>\[([^,\]]+),[^)\]]*[)\]]<\/version>/g, '<version>$1</version>'));
}

describe('Java', () => {
  let build: string;

  beforeAll(async () => {
    await need('java', '-version', 'Install a JDK, 17 or newer.');
    await need('javac', '-version', 'Install a JDK, 17 or newer: this is only a runtime.');
    await need('mvn', '--version', 'Install Maven 3.6 or newer.');
    const code = await libraryBindings('java');
    const app = join(SAMPLE, 'java');
    const sources = readdirSync(app, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    build = await cached('maven', [code, AGGREGATOR, ...VERSIONS, ...sources], async (dir) => {
      writeFileSync(join(dir, 'pom.xml'), AGGREGATOR);
      cpSync(code, join(dir, 'library'), { recursive: true });
      pinToMinimum(join(dir, 'library', 'pom.xml'));
      cpSync(app, join(dir, 'app'), { recursive: true });
      const classpath = ['-Dmdep.outputFile=target/classpath.txt', `-Dmdep.pathSeparator=${delimiter}`];
      await run('mvn', ['-B', '-q', ...VERSIONS, 'package', `${DEPENDENCY_PLUGIN}:build-classpath`, ...classpath], {
        cwd: dir,
        env: { MAVEN_OPTS: '-XX:+TieredCompilation -XX:TieredStopAtLevel=1' },
      });
    });
  });

  test('Maven builds the jar with its sources and documentation', () => {
    const jars = readdirSync(join(build, 'library', 'target')).filter((file) => file.endsWith('.jar'));
    expect(jars.sort()).toEqual([
      expect.stringMatching(/^cdk-user-telemetry-[\d.]+-javadoc\.jar$/),
      expect.stringMatching(/^cdk-user-telemetry-[\d.]+-sources\.jar$/),
      expect.stringMatching(/^cdk-user-telemetry-[\d.]+\.jar$/),
    ]);
  });

  test('the sample synthesizes the template of the TypeScript sample', async () => {
    const target = join(build, 'app', 'target');
    const classpath = [join(target, 'classes'), readFileSync(join(target, 'classpath.txt'), 'utf8').trim()];
    await synthesize('java', (env) =>
      run('java', ['-cp', classpath.join(delimiter), 'com.anycompany.retail.RetailApp'], {
        cwd: join(SAMPLE, 'java'),
        env,
      }),
    );
    expect(synthesized('java')).toEqual(synthesized('typescript'));
  });
});
