/** What pages find as a global function: it stands outside of what they can break. */
export const BINDING = '__tell';

/**
 * Runs before any script of each document, and keeps what it needs for itself.
 *
 * Gives pages `log(…values)` for what they see, `tried(name, act)` for what returns or throws, `await pause(ms)`, and
 * `later(act)` for a task of its own.
 */
export const IN_PAGE = `(() => {
const { JSON: { stringify }, String, Error, Promise, setTimeout, Object: { defineProperty, getOwnPropertyNames } } = window;
const tell = window.${BINDING} || ((text) => {});
const show = (value) => {
  if (typeof value === 'function') return 'function ' + value.name + '(' + value.length + ')';
  if (typeof value !== 'object' || value === null) return String(value);
  try {
    if (value instanceof Error || (value.name && value.message)) return value.name + ': ' + value.message;
    return stringify(value) + '';
  } catch (error) { return 'unreadable: ' + error.message; }
};
const log = (...values) => {
  let text = '';
  for (let i = 0; i < values.length; i++) text += (i ? ' ' : '') + show(values[i]);
  tell(text);
};
const tried = (name, act) => {
  try { const value = act(); log(name + ':', value); return value; } catch (error) { log(name, 'throws', error); }
};
const pause = (ms = 0) => new Promise((done) => setTimeout(done, ms));
const later = (act) => { setTimeout(act); };
const read = (of) => { try { return of(); } catch (error) { return error.name; } };
const state = () => {
  const names = (of) => { let all = ''; const keys = getOwnPropertyNames(of); for (let i = 0; i < keys.length; i++) if (keys[i] !== 'userTelemetry' && keys[i].slice(0, 15) !== 'user_telemetry.') all += keys[i] + ' '; return all; };
  return [
    'address ' + read(() => location.href), 'history ' + read(() => history.length + ' ' + stringify(history.state)),
    'title ' + read(() => document.title), 'globals ' + read(() => names(window)),
    'local ' + read(() => names(localStorage)), 'session ' + read(() => names(sessionStorage)),
    'cookie ' + read(() => document.cookie.replace(/cwr_[^;]*;? ?/g, '')), 'document ' + read(() => document.documentElement.outerHTML),
  ].join('\\n');
};
const put = { log, tried, pause, later, __state: state };
for (const name in put) defineProperty(window, name, { value: put[name], configurable: true, writable: true });
})();`;
