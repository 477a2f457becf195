import { safely } from '../core/safely';
import type { Recording } from '../recording/recording';

/** What a click may lead to besides a change of the document and of the address, and an end of the page. */
const SIGNS = [
  ...['input', 'change', 'submit', 'reset', 'invalid', 'toggle', 'scroll', 'focusin', 'copy', 'cut', 'play', 'pause'],
  ...['seeking', 'fullscreenchange', 'dragstart', 'blur', 'wheel', 'touchmove', 'keydown'],
];
/** What a script enters there changes no document and is no event; so many are looked at. */
const FIELDS = 'input,select,textarea';
const MAX_FIELDS = 200;
/** Around the click, before all others. */
const NEAR = 4;
/** By these users scroll by themselves. */
const SCROLLING = /^(wheel|touchmove|keydown)$/;

/**
 * Notes whether anything happens: the document changes, a request or a navigation begins, something gets the focus.
 *
 * It looks only for as long as somebody asks; of what goes on in closed shadow roots it sees nothing.
 */
export class Effects {
  private timer: ReturnType<typeof setTimeout> | undefined = undefined;
  private observer: MutationObserver | undefined = undefined;
  private readonly near = new Set<HTMLInputElement>();
  private known = '';
  private isScrolling = false;

  constructor(
    private readonly recording: Recording,
    private readonly onEffect: () => void,
  ) {}

  /** Looks for so many milliseconds, in these trees, and at the fields that are near. */
  public watch(milliseconds: number, roots: readonly Document[], path: readonly EventTarget[]): void {
    if (!this.observer) {
      this.isScrolling = false;
      this.observer = new MutationObserver(() => this.found());
      for (const type of SIGNS) addEventListener(type, this.hear, { capture: true, passive: true });
      safely(() => navigation.addEventListener('navigate', this.hear));
    }
    for (const root of roots) {
      safely(() =>
        this.observer?.observe(root, { subtree: true, childList: true, attributes: true, characterData: true }),
      );
    }
    for (const scope of [...path.slice(0, NEAR), ...roots] as Document[]) {
      safely(() => {
        for (const field of scope.querySelectorAll<HTMLInputElement>(FIELDS))
          if (this.near.size < MAX_FIELDS) this.near.add(field);
      });
    }
    this.known = this.state();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.end(), milliseconds);
  }

  /** Whether something shows only now. */
  public look(): void {
    if (!this.observer) return;
    const { known } = this;
    this.known = this.state();
    if (this.observer.takeRecords().length || this.known !== known) this.found();
  }

  private readonly hear = ({ type, target }: Event) => {
    if (SCROLLING.test(type)) this.isScrolling = true;
    if (SCROLLING.test(type) || (type === 'scroll' && this.isScrolling)) return;
    // Each click on a button moves the focus there; where one can write, that is what was wanted.
    const isFocusOnly = type === 'focusin' && !/^(input|select|textarea)$/.test((target as Element)?.localName);
    // Of an element that loses the focus; of the window it says that something else has opened.
    if (!isFocusOnly && (type !== 'blur' || target === window)) this.found();
  };

  /** What no event tells; what is in fields is told nobody. */
  private state(): string {
    const entries = [...this.near].map(({ value, checked }) => value + checked);
    return [this.recording.requests, location.href, document.hasFocus(), ...entries].join();
  }

  private found(): void {
    safely(this.onEffect);
  }

  private end(): void {
    this.look();
    this.observer?.disconnect();
    this.observer = undefined;
    this.near.clear();
    for (const type of SIGNS) removeEventListener(type, this.hear, true);
    safely(() => navigation.removeEventListener('navigate', this.hear));
  }
}
