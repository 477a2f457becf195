import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Assembly, assemblyFaults } from './public-api/assembly-rules';
import { builtPackage } from './public-api/built-package';
import { declarationFaults } from './public-api/declaration-rules';

describe('the public API, as all languages see it', () => {
  let built: string;

  beforeAll(() => {
    built = builtPackage();
  }, 120_000);

  test('has the L3 and every room', () => {
    const assembly: Assembly = JSON.parse(readFileSync(join(built, '.jsii'), 'utf8'));
    expect(Object.keys(assembly.types)).toContain('cdk-user-telemetry.UserTelemetry');
    const rooms = Object.keys(assembly.submodules ?? {}).map((path) => path.split('.').at(-1));
    expect(rooms).toEqual(expect.arrayContaining(['canaries', 'collector', 'events', 'monitoring', 'rum']));
  });

  test('is documented, and free of unions and reserved words', () => {
    expect(assemblyFaults(JSON.parse(readFileSync(join(built, '.jsii'), 'utf8')))).toEqual([]);
  });

  test('loses nothing on the way from TypeScript', () => {
    expect(declarationFaults(join(built, 'lib', 'index.d.ts'))).toEqual([]);
  });
});

describe('the rules on the assembly find', () => {
  const docs = { summary: 'Something.' };
  const text = { primitive: 'string' };
  const faultsOf = (type: object) =>
    assemblyFaults({ types: { 'lib.Thing': { name: 'Thing', kind: 'class', docs, ...type } } } as Assembly);

  test('nothing where all is well', () => {
    expect(faultsOf({ properties: [{ name: 'size', type: text, docs }], methods: [{ name: 'grow', docs }] })).toEqual(
      [],
    );
  });

  test('a union, also inside of a list', () => {
    const union = { union: { types: [text, { primitive: 'number' }] } };
    const list = { collection: { kind: 'array', elementtype: union } };
    const parameters = [{ name: 'by', type: list }];
    expect(
      faultsOf({
        initializer: { parameters },
        methods: [{ name: 'grow', docs, parameters, returns: { type: union } }],
      }),
    ).toEqual([
      'parameter by of lib.Thing() is a union of types',
      'parameter by of lib.Thing.grow is a union of types',
      'what lib.Thing.grow() returns is a union of types',
    ]);
  });

  test('an optional prop without its default', () => {
    const properties = [{ name: 'size', type: text, optional: true, docs }];
    expect(faultsOf({ kind: 'interface', datatype: true, properties })).toEqual([
      'lib.Thing.size is optional and has no @default',
    ]);
  });

  test('a behavioral interface without its I, and a struct with one', () => {
    expect(faultsOf({ kind: 'interface' })).toHaveLength(1);
    expect(faultsOf({ kind: 'interface', datatype: true, name: 'IThing' })).toHaveLength(1);
    expect(faultsOf({ kind: 'interface', name: 'IThing' })).toEqual([]);
  });

  test('what is not documented', () => {
    const undocumented = { docs: undefined, methods: [{ name: 'grow' }], members: [{ name: 'BIG' }] };
    expect(faultsOf(undocumented)).toEqual([
      'lib.Thing has no summary',
      'lib.Thing.grow has no summary',
      'lib.Thing.BIG has no summary',
    ]);
  });

  test('reserved words', () => {
    expect(faultsOf({ methods: [{ name: 'lambda', docs, parameters: [{ name: 'namespace', type: text }] }] })).toEqual([
      'lib.Thing.lambda: "lambda" is reserved in Python',
      'parameter namespace of lib.Thing.lambda: "namespace" is reserved in C#',
    ]);
  });
});

describe('the rules on the declarations', () => {
  let dir: string;

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'declarations-'));
  });

  afterEach(() => rmSync(dir, { recursive: true }));

  const faultsOf = (declarations: string): string[] => {
    writeFileSync(join(dir, 'index.d.ts'), "export * from './thing';\nexport * as room from './room';\n");
    writeFileSync(
      join(dir, 'thing.d.ts'),
      'export declare class Thing { constructor(size: number); static of(): Thing; of(): void; }',
    );
    writeFileSync(join(dir, 'room.d.ts'), declarations);
    return declarationFaults(join(dir, 'index.d.ts'));
  };

  test('find nothing where all is well', () => {
    expect(faultsOf('export interface Props { readonly size?: number | undefined }')).toEqual([]);
  });

  test('find functions, constants and type aliases in every room', () => {
    expect(
      faultsOf('export declare function f(): void;\nexport declare const c = 1;\nexport type T = string;'),
    ).toEqual([
      'exported function f: only TypeScript sees it',
      'exported constant c: only TypeScript sees it',
      'exported type T: only TypeScript sees it',
    ]);
  });

  test('find overloads and literal types', () => {
    const declarations = `export declare class Room {
      grow(by: number): void;
      grow(by: string): void;
      color(name: 'red' | 'blue'): void;
    }`;
    expect(faultsOf(declarations)).toEqual([
      'Room.grow is overloaded',
      "Room.color has the literal type 'red'",
      "Room.color has the literal type 'blue'",
    ]);
  });

  test('leave alone what is private or internal', () => {
    const declarations = `/** @internal */ export declare function f(): void;
    declare const hidden = 1;
    export declare class Room {
      private grow(by: 'a'): void;
      /** @internal */
      _grow(by: 'a'): void;
    }`;
    expect(faultsOf(declarations)).toEqual([]);
  });
});
