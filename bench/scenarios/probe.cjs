// One measured process: `node probe.cjs <scenario> <n>`. Prints what the scenario returned and what the process took.
const [scenario, n] = process.argv.slice(2);
const result = require(`./${scenario}.cjs`)(Number(n));

// Everything since the process began, node itself included.
const { user, system } = process.cpuUsage();
const wallMs = performance.now();
const modules = process.env.PROBE_MODULES ? Object.keys(require.cache) : [];
console.log(JSON.stringify({ cpuMs: (user + system) / 1000, wallMs, modules, ...result }));
