/**
 * Runs CloudFront Functions (cloudfront-js-2.0), each run in a fresh context that holds only what the runtime has.
 * A JSON request per line on stdin, an answer per line on stdout.
 *
 * The language is checked by TypeScript's parser: Node.js understands more than the runtime does.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html
 */
const crypto = require('node:crypto');
const querystring = require('node:querystring');
const readline = require('node:readline');
const vm = require('node:vm');
const ts = require('typescript');

const TIMEOUT_MS = 250; // far beyond the millisecond that AWS grants; only endless loops should meet it
const MODULES = ['cloudfront', 'crypto', 'querystring'];
const K = ts.SyntaxKind;
const MISSING = new Map([
  [K.ClassDeclaration, 'classes'],
  [K.ClassExpression, 'classes'],
  [K.ForOfStatement, 'for-of'],
  [K.SpreadElement, 'spread'],
  [K.SpreadAssignment, 'spread'],
  [K.ObjectBindingPattern, 'destructuring'],
  [K.ArrayBindingPattern, 'destructuring'],
  [K.QuestionDotToken, 'optional chaining'],
  [K.QuestionQuestionToken, 'the operator ??'],
  [K.QuestionQuestionEqualsToken, 'the operator ??='],
  [K.BarBarEqualsToken, 'the operator ||='],
  [K.AmpersandAmpersandEqualsToken, 'the operator &&='],
  [K.YieldExpression, 'generators'],
  [K.BigIntLiteral, 'BigInt'],
  [K.TaggedTemplateExpression, 'tagged templates'],
]);

/** What the runtime would not accept, or nothing. */
function complaint(code) {
  const file = ts.createSourceFile('function.js', code, ts.ScriptTarget.ESNext, true, ts.ScriptKind.JS);
  const [broken] = file.parseDiagnostics;
  if (broken) return `SyntaxError: ${ts.flattenDiagnosticMessageText(broken.messageText, ' ')}`;
  let found;
  const visit = (node) => {
    if (MISSING.has(node.kind)) found ??= MISSING.get(node.kind);
    if (ts.isParameter(node) && node.initializer) found ??= 'default parameters';
    if (ts.isImportDeclaration(node) && !MODULES.includes(node.moduleSpecifier.text)) {
      found ??= `the module ${node.moduleSpecifier.text}`;
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  if (found) return `SyntaxError: cloudfront-js-2.0 does not have ${found}`;
  if (!/\bfunction\s+handler\b|\bhandler\s*=/.test(code)) return 'the code defines no function handler(event)';
  return undefined;
}

/** `import cf from 'cloudfront'` as a call, because a script in a context has no modules. */
function withoutImports(code) {
  return code
    .replace(/^\s*import\s+(\w+)\s+from\s+['"](\w+)['"];?/gm, 'const $1 = require("$2");')
    .replace(/^\s*export\s+(?:default\s+)?/gm, '');
}

function modules(stores) {
  const kvs = (id) => {
    const store = stores[id ?? Object.keys(stores)[0]];
    if (!store) throw new Error(id ? `KeyValueStore ${id} is not associated` : 'no KeyValueStore is associated');
    return {
      get: async (key, options) => {
        if (!(key in store)) throw new Error('KeyNotFound');
        return options && options.format === 'json' ? JSON.parse(store[key]) : store[key];
      },
      exists: async (key) => key in store,
      count: async () => Object.keys(store).length,
    };
  };
  const known = {
    cloudfront: { kvs },
    crypto: { createHash: crypto.createHash, createHmac: crypto.createHmac },
    querystring,
  };
  return (name) => {
    if (!known[name]) throw new Error(`Cannot find module "${name}"`);
    return known[name];
  };
}

async function run({ code, event, stores }) {
  const logs = [];
  const started = Date.now();
  const globals = {
    console: { log: (text) => logs.push(String(text)) },
    require: modules(stores ?? {}),
    Buffer,
    TextDecoder,
    TextEncoder,
    atob,
    btoa,
    event: JSON.stringify(event),
  };
  const context = vm.createContext(globals, { codeGeneration: { strings: false, wasm: false } });
  // Time stands still during a run.
  const script = `'use strict'; Date.now = () => ${started};\n${withoutImports(code)}\nhandler(JSON.parse(event));`;
  const result = await vm.runInContext(script, context, { timeout: TIMEOUT_MS });
  return { result: result === undefined ? null : result, logs };
}

readline.createInterface({ input: process.stdin }).on('line', async (line) => {
  const request = JSON.parse(line);
  let answer;
  try {
    answer = request.event ? await run(request) : { complaint: complaint(request.code) };
  } catch (error) {
    answer = { error: `${error.name}: ${error.message}` };
  }
  process.stdout.write(`${JSON.stringify({ id: request.id, ...answer })}\n`);
});
