import './world';

import { fieldName, named } from '../../../client/interactions/elements';
import { anew, FakeElement, page } from './world';

beforeEach(anew);
afterEach(() => jest.useRealTimers());

type Attributes = Record<string, string>;
const element = (localName: string, attributes: Attributes, ...children: FakeElement[]) =>
  new FakeElement({ localName, attributes, children });
const text = (localName: string, words: string, attributes: Attributes = {}) =>
  new FakeElement({ localName, text: words, attributes });

/** What is chosen is the value of a field; the label that stands beside it names it. */
describe('what was chosen is in no name', () => {
  beforeEach(() => {
    page.ids.label = text('span', 'Condition');
  });

  test('of a list that refers to itself', () => {
    const field = text('div', 'Diabetes', { role: 'combobox', 'aria-labelledby': 'label field' });
    page.ids.field = field;
    expect([named(field as never).name, fieldName(field as never)]).toEqual(['Condition', 'Condition']);
  });

  test('of a list that refers to what is within it', () => {
    const chosen = text('span', 'Diabetes');
    page.ids.chosen = chosen;
    const field = element('div', { role: 'combobox', 'aria-labelledby': 'label chosen' }, chosen);
    expect(named(chosen as never)).toMatchObject({ element: field, name: 'Condition' });
  });

  test.each(['listbox', 'tree', 'grid', 'LISTBOX'])('of a button that opens a %s, and shows the choice', (popup) => {
    const button = text('button', 'Diabetes', { 'aria-haspopup': popup, 'aria-labelledby': 'label button' });
    page.ids.button = button;
    const list = element('ul', { role: 'listbox', 'aria-labelledby': 'button' });
    expect([named(button as never).name, named(list as never).name]).toEqual(['Condition', undefined]);
  });

  test('of a button with a menu it is its text', () => {
    expect(named(text('button', 'Account', { 'aria-haspopup': 'menu' }) as never).name).toBe('Account');
  });

  test.each(['combobox', 'listbox', 'textbox', 'slider', 'spinbutton', 'searchbox'])(
    'of a label around a %s',
    (role) => {
      page.ids.around = element('label', {}, text('b', 'Condition'), text('div', 'Diabetes', { role }));
      const button = element('button', { 'aria-labelledby': 'around' });
      expect(named(button as never).name).toBe('Condition');
    },
  );

  test('of a label with a result', () => {
    page.ids.around = element('label', {}, text('b', 'Weight'), text('output', '72 kg'));
    expect(named(element('div', { role: 'slider', 'aria-labelledby': 'around' }) as never).name).toBe('Weight');
  });
});

test('a name is looked for in 200 nodes, of however many', () => {
  let asked = 0;
  const children = Array.from({ length: 20_000 }, () => text('i', 'x'));
  const link = new FakeElement({ localName: 'a', attributes: { href: '/x' } });
  Object.defineProperty(link, 'childNodes', {
    value: {
      *[Symbol.iterator]() {
        for (const child of children) {
          asked++;
          yield child;
        }
      },
    },
  });
  expect(named(link as never).name).toMatch(/^x+…$/);
  expect(page.styles).toBeLessThanOrEqual(200);
  expect(asked).toBeLessThanOrEqual(201);
});
