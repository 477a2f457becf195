import { safely } from '../core/safely';
import type { Recording } from '../recording/recording';

/** What a click may lead to besides a change of the document and of the address, and an end of the page. */
const SIGNS = [
  ...['input', 'change', 'submit', 'reset', 'invalid', 'toggle', 'scroll', 'focusin', 'copy', 'cut', 'play', 'pause'],
  ...['seeking', 'fullscreenchange', 'dragstart', 'blur', 'wheel', 'touchmove', 'keydown'],
];
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
  private requests = 0;
  private address = '';
  private isFocused = false;
  private isScrolling = false;

  constructor(
    private readonly recording: Recording,
    private readonly onEffect: () => void,
  ) {}

  /** Looks for so many milliseconds, in these trees. */
  public watch(milliseconds: number, roots: readonly Node[]): void {
    const { recording } = this;
    if (!this.observer) {
      this.requests = recording.requests;
      this.address = location.href;
      this.isFocused = document.hasFocus();
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
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.end(), milliseconds);
  }

  /** Whether something shows only now. */
  public look(): void {
    const { recording, requests, address, isFocused } = this;
    if (!this.observer) return;
    const hasBegun = recording.requests !== requests || location.href !== address;
    if (this.observer.takeRecords().length || hasBegun || (isFocused && !document.hasFocus())) this.found();
  }

  private readonly hear = ({ type, target }: Event) => {
    if (SCROLLING.test(type)) this.isScrolling = true;
    if (SCROLLING.test(type) || (type === 'scroll' && this.isScrolling)) return;
    // Each click on a button moves the focus there; where one can write, that is what was wanted.
    const isFocusOnly = type === 'focusin' && !/^(input|textarea|select)$/.test((target as Element)?.localName);
    // Of an element that loses the focus; of the window it says that something else has opened.
    if (!isFocusOnly && (type !== 'blur' || target === window)) this.found();
  };

  private found(): void {
    this.requests = this.recording.requests;
    this.address = location.href;
    safely(this.onEffect);
  }

  private end(): void {
    this.look();
    this.observer?.disconnect();
    this.observer = undefined;
    for (const type of SIGNS) removeEventListener(type, this.hear, true);
    safely(() => navigation.removeEventListener('navigate', this.hear));
  }
}
