import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { libraryBindings, unpackedPackage } from './helpers/package';

describe('.NET', () => {
  test('code of every public type is generated (as code only: the release workflow compiles it)', async () => {
    const code = await libraryBindings('dotnet');
    const files = new Set(
      (readdirSync(code, { recursive: true }) as string[]).map((path) => path.split(/[\\/]/).at(-1)),
    );
    const { types } = JSON.parse(readFileSync(join(unpackedPackage(), '.jsii'), 'utf8'));
    const names = Object.values<{ name: string }>(types).map(({ name }) => name);
    expect(names).toContain('UserTelemetry');
    expect(names.filter((name) => !files.has(`${name}.cs`))).toEqual([]);
    expect([...files]).toContain('CdkUserTelemetry.csproj');
  });
});
