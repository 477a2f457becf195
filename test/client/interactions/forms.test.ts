import './world';

import { Forms } from '../../../client/interactions/forms';
import { anew, FakeElement, recording } from './world';

function setUp() {
  const told: Record<string, unknown>[] = [];
  const report = { isSeen: true, tell: (_: string, details: Record<string, unknown>) => void told.push(details) };
  const forms = new Forms(recording() as never, report as never);
  const form = new FakeElement({ localName: 'form', attributes: { 'aria-label': 'Checkout' } });
  const field = (name: string, attributes: Record<string, string> = {}, localName = 'input') => {
    const made = new FakeElement({ localName, attributes: { 'aria-label': name, ...attributes } }, form);
    made.form = form;
    return made;
  };
  const event = (target: FakeElement, isTrusted = true) => ({ isTrusted, composedPath: () => [target] }) as never;
  /** The user comes to a field, stays there, and may enter something. */
  const visit = (target: FakeElement, milliseconds: number, enters = true) => {
    forms.focused(event(target));
    jest.advanceTimersByTime(milliseconds);
    if (enters) forms.entered(event(target));
    forms.blurred(event(target));
  };
  return { forms, form, field, event, visit, told, report };
}

beforeEach(anew);
afterEach(() => jest.useRealTimers());

test('fields in the order in which they were come to, returns, and time', () => {
  const { forms, form, field, event, visit, told } = setUp();
  const [name, city] = [field('Name'), field('City')];
  visit(name, 3_000);
  visit(city, 1_000);
  jest.advanceTimersByTime(500);
  visit(name, 2_000);
  forms.submitted(event(form));
  expect(told).toEqual([
    {
      version: '1.0.0',
      ...{ form: 'Checkout', selector: 'form', outcome: 'submitted', last: 'Name', spentMs: 6_500 },
      fields: [
        { field: 'Name', spentMs: 5_000, refocused: 1 },
        { field: 'City', spentMs: 1_000, refocused: 0 },
      ],
    },
  ]);
});

test('one that is left says where, once; a window that lost the focus is no return', () => {
  const { forms, field, visit, told } = setUp();
  const name = field('Name');
  visit(name, 1_000);
  visit(name, 1_000);
  visit(field('Card number'), 4_000, false);
  forms.end();
  forms.end();
  expect(told).toMatchObject([
    { outcome: 'left', last: 'Card number', fields: [{ refocused: 0 }, { spentMs: 4_000 }] },
  ]);
});

test('one that the page does not take, in which the user goes on, is another attempt', () => {
  const { forms, form, field, event, told } = setUp();
  const city = field('City');
  const act = (type: string, target: FakeElement = city) => ({ ...(event(target) as object), type }) as never;
  forms.focused(act('focusin'));
  forms.entered(act('input'));
  forms.submitted(event(form));
  forms.entered(act('change'));
  forms.end();
  expect(told).toHaveLength(1);
  forms.entered(act('input'));
  jest.advanceTimersByTime(2_000);
  forms.submitted(event(form));
  expect(told.slice(1)).toMatchObject([
    { outcome: 'submitted', last: 'City', spentMs: 2_000, fields: [{ spentMs: 2_000 }] },
  ]);
});

test('nothing of a form in which nobody has entered anything, nor of what scripts enter', () => {
  const { forms, form, field, event, visit, told } = setUp();
  const name = field('Name');
  visit(name, 1_000, false);
  forms.entered(event(name, false));
  forms.submitted(event(form));
  expect(told).toEqual([]);
});

test('buttons and hidden fields are no fields, nor is what belongs to no form', () => {
  const { forms, form, field, event, visit, told } = setUp();
  for (const type of ['submit', 'button', 'reset', 'image', 'hidden']) visit(field(type, { type }), 100);
  const alone = field('Search');
  alone.form = undefined;
  visit(alone, 100);
  forms.submitted(event(form));
  expect(told).toEqual([]);
});

test('a field without a name is called by its type, whatever its attribute says', () => {
  const { forms, form, event, field, visit, told } = setUp();
  visit(field('', { type: 'tel' }), 100);
  forms.submitted(event(form));
  expect(told).toMatchObject([{ fields: [{ field: 'tel' }] }]);
});

test('of a form that is ignored neither its name nor its fields are told', () => {
  const { forms, field, visit, told } = setUp();
  const form = new FakeElement({
    localName: 'form',
    attributes: { 'aria-label': 'Jane', 'data-telemetry-ignore': '' },
  });
  const secret = new FakeElement({ localName: 'input', attributes: { 'aria-label': 'Doe' } }, form);
  secret.form = form;
  visit(field('Name'), 1);
  visit(secret, 1);
  forms.end();
  expect(told[1]).toMatchObject({ form: 'ignored', fields: [{ field: 'ignored' }], last: 'ignored' });
});

test('no more than 30 fields', () => {
  const { forms, field, visit, told } = setUp();
  for (let number = 0; number < 40; number++) visit(field(`Field ${number}`), 1);
  forms.end();
  expect(told[0].fields).toHaveLength(30);
});

test('out of the sample nothing is followed', () => {
  const { forms, field, visit, told, report } = setUp();
  report.isSeen = false;
  visit(field('Name'), 1);
  forms.end();
  expect(told).toEqual([]);
});
