/**
 * jest's environment of Node, but a file of node_modules is compiled once by each worker, not once for each test file:
 * of a short test file with aws-cdk-lib that is a third. Its modules still run anew for each.
 */
require('./temporary.cjs');
const { sep } = require('node:path');
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

const PACKAGES = `${sep}node_modules${sep}`;
const { compileFunction } = vm;
const scripts = new Map();

vm.compileFunction = (code, parameters, options) => {
  const { filename, parsingContext } = options;
  if (!parsingContext || !filename?.includes(PACKAGES)) return compileFunction(code, parameters, options);
  const head = `(function (${parameters}) {`;
  const script = scripts.get(filename) ?? new vm.Script(`${head}${code}\n})`, { filename, columnOffset: -head.length });
  scripts.set(filename, script);
  return script.runInContext(parsingContext);
};

module.exports = TestEnvironment;
