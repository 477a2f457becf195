import { FORM_EVENT, type FormDetails, type FormField } from '../../src/formats/interactions';
import type { Visit } from '../recording/pages/pages';
import type { Recording } from '../recording/recording';
import { fieldName, formName, selectorOf } from './elements';
import type { Report } from './report';

/** Together with their names they fit into an event. */
const MAX_FIELDS = 30;

interface Filled {
  readonly visit: Visit;
  readonly form: string;
  readonly selector: string;
  readonly fields: Map<Element, { -readonly [name in keyof FormField]: FormField[name] }>;
  readonly since: number;
  last: Element;
  focused: number;
  /** Whether the user has entered anything: a page may set the focus by itself. */
  isFilled: boolean;
}

/** Follows the fields of forms: their order, returns and time; of what is entered only that something is. */
export class Forms {
  private readonly open = new Map<HTMLFormElement, Filled>();

  constructor(
    private readonly recording: Recording,
    private readonly report: Report,
  ) {}

  public focused(event: Event): void {
    const { field, form } = fieldOf(event) ?? {};
    if (!field || !form || !this.report.isSeen) return;
    const now = performance.now();
    const filled: Filled = this.open.get(form) ?? {
      visit: this.recording.pages.visits.at(-1) as Visit,
      ...{ form: formName(form), selector: selectorOf(form), fields: new Map(), since: now },
      ...{ last: field, focused: now, isFilled: false },
    };
    this.open.set(form, filled);
    const known = filled.fields.get(field);
    if (known) {
      if (filled.last !== field) known.refocused++;
    } else if (filled.fields.size < MAX_FIELDS) {
      filled.fields.set(field, { field: fieldName(field), spentMs: 0, refocused: 0 });
    }
    filled.last = field;
    filled.focused = now;
  }

  public blurred(event: Event): void {
    const { field, form } = fieldOf(event) ?? {};
    const filled = form && this.open.get(form);
    if (filled && filled.last === field) this.spend(filled);
  }

  public entered(event: Event): void {
    const { form } = fieldOf(event) ?? {};
    if (!form || !event.isTrusted) return;
    // It was submitted, the page did not take it, and the user goes on.
    if (event.type === 'input' && !this.open.has(form)) this.focused(event);
    const filled = this.open.get(form);
    if (filled) filled.isFilled = true;
  }

  public submitted(event: Event): void {
    const form = event.composedPath()[0] as HTMLFormElement;
    this.tell(form, 'submitted');
  }

  /** The page view ends. */
  public end(): void {
    for (const form of this.open.keys()) this.tell(form, 'left');
  }

  private spend(filled: Filled): void {
    const field = filled.fields.get(filled.last);
    if (field && filled.focused) field.spentMs += Math.round(performance.now() - filled.focused);
    filled.focused = 0;
  }

  private tell(form: HTMLFormElement, outcome: FormDetails['outcome']): void {
    const filled = this.open.get(form);
    this.open.delete(form);
    if (!filled?.isFilled) return;
    this.spend(filled);
    const { visit, selector, fields, last, since } = filled;
    const details: FormDetails = {
      version: '1.0.0',
      ...{ form: filled.form, selector, outcome, fields: [...fields.values()] },
      last: fields.get(last)?.field ?? '',
      spentMs: Math.round(performance.now() - since),
    };
    this.report.tell(FORM_EVENT, details, visit);
  }
}

/** Asked of the prototypes: a field named `form` hides what its form has by that name. */
function fieldOf(event: Event): { field: Element; form: HTMLFormElement } | undefined {
  const [field] = event.composedPath() as HTMLInputElement[];
  if (!/^(input|select|textarea)$/.test(field?.localName) || /^(button|hidden|submit|reset|image)$/.test(field.type)) {
    return undefined;
  }
  const { form } = field;
  return form ? { field, form } : undefined;
}
