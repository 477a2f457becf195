import { Duration, Fn, Stack } from 'aws-cdk-lib';
import { Action, Journey, Locator } from '../../../src/canaries';

const n = Journey.variable('n');

test.each<[Locator, string]>([
  [Locator.role('button'), 'role=button'],
  [Locator.role('button', { name: 'Buy "now"' }), 'role=button[name*="Buy \\"now\\""i]'],
  [Locator.role('link', { name: 'Cart', exact: true }), 'role=link[name="Cart"s]'],
  [Locator.role('heading', { level: 2, expanded: false }), 'role=heading[level=2][expanded=false]'],
  [Locator.role('checkbox', { isChecked: true }), 'role=checkbox[checked=true]'],
  [Locator.text('a >> b'), 'css=:text("a >> b")'],
  [Locator.exactText('Mug'), 'css=:text-is("Mug")'],
  [Locator.testId('cart'), 'css=[data-testid="cart"]'],
  [Locator.css('li').nth(-1).within(Locator.css('ul')), 'css=ul >> css=li >> nth=-1'],
  [Locator.css('#card').inFrame(Locator.css('iframe')), 'css=iframe >> internal:control=enter-frame >> css=#card'],
])('%s is written as a selector of Playwright, and passes the checks', (locator, selector) => {
  expect(locator.selector).toBe(selector);
  expect(`${locator}`).toBe(selector);
  expect(() => bind(selector)).not.toThrow();
});

test.each([
  '#buy',
  'text=Mug',
  "text=Don't",
  'text="a >> b" >> nth=0',
  '//button[text()="Buy"]',
  'data-testid=cart >> role=button[name="Buy"]',
  'a[href="/x=y"]',
  `#${Fn.ref('Id')}`,
  'li:nth-child(2n + 1 of .thing):not(.gone, [hidden]) >> nth=-1',
  '.sm\\:flex > a:has(> img):has-text("Don\'t")',
  '.list:nth-match(li, 3), :text-matches("a.b", "i")',
  'role=checkbox[name=/terms/i][checked=true]',
  'input[value="]"]:checked',
  '#\\31 23e4567', // CSS.escape('123e4567')
  '.\\000031a > .a\\20 b',
  'role=link[name=Über]',
  `li:nth-child(${n})`,
  `#item-${n} li:nth-child(${n}n + ${n})`,
  `:nth-match(.${n}, ${n}) >> nth=${n}`,
  `role=heading[level=${n}] >> visible=${n}`,
  `role=${n}[name=${n}]`,
])('%s passes', (locator) => {
  expect(() => bind(locator)).not.toThrow();
});

test.each([
  [' ', 'expected a Playwright selector'],
  ['#a >> ', 'expected a selector on both sides of >>'],
  ['rolle=button', 'expected one of css=, xpath='],
  ['role=buton[name="Buy"]', 'expected an ARIA role, got "buton"'],
  ['text=', 'expected something after text='],
  ['li >> nth=1.5', 'expected a whole number after nth='],
  ['css=[name="a] >> b', 'expected quotes in pairs'],
  ['#a[', 'expected CSS that browsers can read, so the name of an attribute at its end'],
  ['.sm:flex', 'so the name of a pseudo-class that browsers or Playwright know at "flex"'],
  ['a:contains("x")', 'at "contains('],
  ['[data-id=1]', 'so a value in quotes at "1]"'],
  ['#1a', 'so an id after "#" at "1a"'],
  ['a >', 'so a selector at its end'],
  ['a:not(b', 'so ")" at its end'],
  ['li:nth-child(x)', 'so steps such as 2n+1'],
  ['li:has-text(Mug)', 'so a text in quotes'],
  ['role=button[name="Buy"', 'expected attributes in brackets'],
  ['role=button[nme="Buy"]', 'got "[nme='],
  ['text=/a(/', 'expected a regular expression between slashes'],
  ['//a[contains(text(), "x"]', 'expected brackets and quotes in pairs'],
  ['li >> visible=yes', 'expected true or false'],
  ['#\\31 23 4', 'so a selector at "4"'],
  [`#1${n}`, 'so an id after "#" at "1…"'],
  [`li >> nth=a${n}`, 'expected a whole number after nth='],
])('%s is refused at synth', (locator, message) => {
  expect(() => bind(locator)).toThrow(/^\[Default\] step "only", Action\.click\(/);
  expect(() => bind(locator)).toThrow(message);
});

function bind(locator: string) {
  const extract = { n: '$.n' };
  const journey = Journey.startAt('https://shop.example.com')
    .step('ask', Action.request('/n', { extract }))
    .step('only', Action.click(locator));
  return journey._bind(new Stack(), Duration.minutes(1));
}
