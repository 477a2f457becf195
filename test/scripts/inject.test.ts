const inject = require('../../scripts/lib/arguments/inject.cjs') as (code: string, path: string) => string;

const CODE = '"use strict";\nclass WebApp {\n  constructor(scope) {\n    this.scope = scope;\n  }\n}\n';

test('checks come first into what takes arguments, on the lines that there are', () => {
  const injected = inject(CODE, './check-arguments');
  expect(injected).toContain('constructor(scope) { arguments_1.checkArguments(arguments, WebApp, "new", new.target);');
  expect(injected.split('\n')).toHaveLength(CODE.split('\n').length);
});

test('a file that has them already is refused', () => {
  expect(() => inject(inject(CODE, './check-arguments'), './check-arguments')).toThrow(
    'WebApp checks its arguments already: compile the package anew',
  );
});
