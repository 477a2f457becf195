// Adds up what the steps of scripts/test reported into a folder: jest's and pytest's own reports, and checks.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export function count(folder) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  const add = (one) => {
    for (const outcome of Object.keys(sum)) sum[outcome] += one[outcome] ?? 0;
  };
  for (const file of readdirSync(folder)) {
    const text = () => readFileSync(join(folder, file), 'utf8');
    if (file === 'checks') for (const outcome of text().trim().split('\n')) add({ [outcome]: 1 });
    if (file.endsWith('.json')) add(ofJest(JSON.parse(text())));
    if (file.endsWith('.xml')) add(ofJUnit(text()));
  }
  return sum;
}

// A suite that could not even start holds no failed test, yet it failed.
export function ofJest(report) {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Of the attributes of each <testsuite>. */
export function ofJUnit(xml) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const [suite] of xml.matchAll(/<testsuite\s[^>]*>/g)) {
    const of = (name) => Number(suite.match(new RegExp(`\\s${name}="(\\d+)"`))?.[1] ?? 0);
    const failed = of('failures') + of('errors');
    sum.failed += failed;
    sum.skipped += of('skipped');
    sum.passed += of('tests') - failed - of('skipped');
  }
  return sum;
}
