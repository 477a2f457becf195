// Synthesizes one stack and tells its size.
const { readFileSync, rmSync, mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { App, Stack } = require('aws-cdk-lib');

exports.synthesize = (fill) => {
  const outdir = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const app = new App({ outdir, analyticsReporting: false, treeMetadata: false });
    const stack = new Stack(app, 'Stack');
    fill(stack);
    app.synth();
    const template = readFileSync(join(outdir, 'Stack.template.json'), 'utf8');
    return { templateBytes: template.length, resources: Object.keys(JSON.parse(template).Resources).length };
  } finally {
    rmSync(outdir, { recursive: true });
  }
};

/** Calls `define` with ids that differ. */
exports.times = (n, define) => {
  for (let i = 0; i < n; i++) define(`N${i}`);
};
