// Runs steps side by side: each as soon as what it needs is done and a core is free, with its output in a log of its own.
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

const CORES = Math.max(2, availableParallelism());
const PROGRESS_MS = 60_000;

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string} title
 * @property {string[]} needs names of steps
 * @property {number} cores how many it keeps busy; 0 for what waits for a network
 * @property {boolean} [spreads] takes all cores that are free when it starts
 * @property {boolean} [quiet] runs only beside others of its kind
 * @property {(cores: number) => string[]} command
 */

/** @param {Step[]} steps the more urgent first */
export async function runAll(steps, logs, done) {
  const waiting = new Set(steps);
  const running = new Map();
  /** Whether it went well, by name. */
  const ended = new Map();
  let wake = () => {};

  const free = () => [...running.values()].reduce((left, { cores }) => left - cores, CORES);
  const fits = ({ cores, quiet = false }) => {
    const others = [...running.values()].filter((other) => other.cores > 0);
    return cores === 0 || (cores <= free() && others.every(({ step }) => (step.quiet ?? false) === quiet));
  };
  const end = (step, ok) => {
    ended.set(step.name, ok);
    done(step, ok);
    wake();
  };
  const start = (step) => {
    waiting.delete(step);
    const cores = step.spreads ? free() : step.cores;
    const log = join(logs, `${step.name}.log`);
    const since = Date.now();
    const child = launch(step.command(cores), log, (ok) => {
      running.delete(step);
      say(`${ok ? 'ok     ' : 'FAILED '} ${step.title} (${age(since)})`);
      if (!ok) console.log(tail(log));
      end(step, ok);
    });
    running.set(step, { step, cores, since, child });
  };

  const progress = setInterval(() => {
    if (running.size > 0)
      say(`running ${[...running.values()].map((one) => `${one.step.name} ${age(one.since)}`).join(', ')}`);
  }, PROGRESS_MS);
  const stop = (signal) => {
    for (const { child } of running.values()) kill(child, signal);
    process.exit(130);
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);

  while (waiting.size + running.size > 0) {
    for (const step of waiting) {
      const needs = step.needs.filter((name) => steps.some((other) => other.name === name));
      if (needs.some((name) => ended.get(name) === false)) {
        waiting.delete(step);
        say(`FAILED  ${step.title}: what it needs has failed`);
        end(step, false);
      } else if (needs.every((name) => ended.get(name)) && fits(step)) start(step);
    }
    if (running.size > 0) {
      await new Promise((resolve) => {
        wake = resolve;
      });
    }
  }
  clearInterval(progress);
}

export function say(text) {
  console.log(`\x1b[2m${new Date().toTimeString().slice(0, 8)}\x1b[0m ${text}`);
}

/** In a group of its own, so that what it starts ends with it. */
function launch([command, ...args], log, done) {
  const output = openSync(log, 'w');
  const child = spawn(command, args, { stdio: ['ignore', output, output], detached: true });
  closeSync(output);
  child.once('error', () => done(false)).once('exit', (code) => done(code === 0));
  return child;
}

function kill(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has just ended.
  }
}

const age = (since) => `${Math.round((Date.now() - since) / 1000)} s`;

function tail(log) {
  return `${readFileSync(log, 'utf8').trimEnd().split('\n').slice(-60).join('\n')}\n(whole output: ${log})`;
}
