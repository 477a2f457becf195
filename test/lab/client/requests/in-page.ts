/** Gives the page what the ways to call use, and `run(code, index, origin)`, which resolves to what one has logged. */
export const IN_PAGE = `
const show = (value) => {
  if (Array.isArray(value)) return '[' + value.map(show).join(', ') + ']';
  return value instanceof Error || value instanceof DOMException ? value.name + ': ' + value.message : String(value);
};
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const frame = document.querySelector('iframe').contentWindow;
const AsyncFunction = (async () => {}).constructor;
window.run = async (code, index, origin) => {
  const lines = [];
  const log = (...values) => lines.push(values.map(show).join(' '));
  const seen = async (promise) => {
    try {
      const answer = await promise;
      log(answer.status, answer.statusText, answer.type, answer.redirected, answer.url, answer.ok, answer.bodyUsed);
      log(await answer.text());
    } catch (error) { log('rejected', error); }
  };
  const sent = async (xhr) => {
    if (xhr.readyState !== 4) await new Promise((done) => xhr.addEventListener('loadend', done, { once: true }));
    log(xhr.status, xhr.statusText, xhr.readyState, xhr.responseText, xhr.responseURL);
  };
  try {
    const names = ['u', 'o', 'frame', 'log', 'seen', 'sent', 'pause'];
    await new AsyncFunction(...names, code)('/echo/' + index, origin + '/echo/' + index, frame, log, seen, sent, pause);
  } catch (error) { log('threw', error); }
  return lines;
};`;
