// Adds up what the tiers reported, prints the closing line, and fails where anything failed.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const count = { passed: 0, failed: 0, skipped: 0 };
for (const file of readdirSync(folder)) {
  const text = readFileSync(join(folder, file), 'utf8');
  if (file === 'checks') {
    for (const outcome of text.trim().split('\n')) count[outcome] += 1;
  } else if (file.endsWith('.json')) {
    const report = JSON.parse(text);
    count.passed += report.numPassedTests;
    count.skipped += report.numPendingTests + report.numTodoTests;
    // A suite that could not even start holds no failed test, yet it failed.
    count.failed += report.numFailedTests + report.numRuntimeErrorTestSuites;
  }
}
const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
console.log(`${count.passed} passed, ${count.failed} failed${skipped}`);
process.exit(count.failed > 0 || count.passed === 0 ? 1 : 0);
