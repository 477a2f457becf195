// Runs a Node.js handler in the lab: one JSON event per line on stdin, one JSON answer per line on descriptor
// LAB_ANSWERS. Started by functions.py with the environment of the deployed function.
'use strict';
const fs = require('node:fs');
const http = require('node:http');
const https = require('node:https');
const Module = require('node:module');
const path = require('node:path');
const readline = require('node:readline');
const { pathToFileURL } = require('node:url');

// CDK's providers answer CloudFormation by https.request({ hostname, path }), which drops the port of a loopback URL.
const endpoint = new URL(process.env.AWS_ENDPOINT_URL);
const request = https.request;
https.request = (options, ...rest) =>
  options?.hostname === endpoint.hostname && !options.port
    ? http.request({ ...options, port: endpoint.port }, ...rest)
    : request(options, ...rest);

// Of the SDK that is in Lambda's runtime the repository has what its tests need.
const resolve = Module._resolveFilename;
Module._resolveFilename = (name, ...rest) => {
  try {
    return resolve(name, ...rest);
  } catch (error) {
    if (name !== '@aws-sdk/client-s3') throw error;
    return path.join(__dirname, 'client-s3.cjs');
  }
};

const answers = Number(process.env.LAB_ANSWERS);
const answer = (value) => fs.writeSync(answers, `${JSON.stringify(value)}\n`);
const described = (error) => ({
  errorType: error?.name ?? 'Error',
  errorMessage: error?.message ?? String(error),
  trace: String(error?.stack ?? '').split('\n'),
});

async function load() {
  const [file, name] = process.env._HANDLER.split(/\.(?=[^./]+$)/);
  const base = path.resolve(process.env.LAMBDA_TASK_ROOT, file);
  const found = ['.js', '.mjs', '.cjs'].map((ending) => base + ending).find(fs.existsSync);
  if (!found) throw Object.assign(new Error(`Cannot find module '${file}'`), { name: 'Runtime.ImportModuleError' });
  let module;
  try {
    module = require(found);
  } catch (error) {
    if (error.code !== 'ERR_REQUIRE_ESM' && !(error instanceof SyntaxError)) throw error;
    module = await import(pathToFileURL(found));
  }
  const handler = module[name] ?? module.default?.[name];
  if (typeof handler !== 'function') {
    const message = `${process.env._HANDLER} is undefined or not exported`;
    throw Object.assign(new Error(message), { name: 'Runtime.HandlerNotFound' });
  }
  return globalThis[Symbol.for('lab.wrapHandler')]?.(handler) ?? handler;
}

function invoke(handler, event, context) {
  return new Promise((resolve, reject) => {
    const result = handler(event, context, (error, value) => (error ? reject(error) : resolve(value)));
    if (typeof result?.then === 'function') result.then(resolve, reject);
    else if (handler.length < 3) resolve(result);
  });
}

async function main() {
  const handler = await load();
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { event, context } = JSON.parse(line);
    context.getRemainingTimeInMillis = () => Math.max(0, context.deadline - Date.now());
    try {
      answer({ result: (await invoke(handler, event, context)) ?? null });
    } catch (error) {
      console.error(error);
      answer({ error: described(error) });
    }
  }
  process.exit(0);
}

main().catch((error) => {
  console.error(error);
  answer({ error: described(error) });
  process.exit(1);
});
