// Properties see the same values in every run, so that a run which fails has found a change; `FC_SEED=$RANDOM` tries others.
const check = require('../../node_modules/fast-check/lib/cjs/fast-check.js');

check.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20261124) });
module.exports = check;
