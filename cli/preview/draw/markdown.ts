import { Marked } from 'marked';
import { escapeHtml } from '../../page/html';

const SAFE_LINK = /^(https?:|mailto:|[#/?])/i;
/** `[button:primary:Runbook](https://…)` of the console. @see https://docs.aws.amazon.com/awsconsolehelpdocs/latest/gsg/aws-markdown.html */
const BUTTON = /^button:(?:(primary|link):)?/;

// A body may come from anybody: HTML in it is shown as text, and links lead to pages only.
const marked = new Marked({
  gfm: true,
  async: false,
  renderer: {
    html: ({ text }) => escapeHtml(text),
    link({ href, title, tokens }) {
      const text = this.parser.parseInline(tokens);
      const look = BUTTON.test(text) ? ` class="button ${BUTTON.exec(text)?.[1] ?? ''}"` : '';
      const shown = text.replace(BUTTON, '');
      if (!SAFE_LINK.test(href)) return shown;
      return `<a${look} href="${escapeHtml(href)}"${title ? ` title="${escapeHtml(title)}"` : ''} rel="noreferrer">${shown}</a>`;
    },
    // Pictures would have to be fetched.
    image: ({ text, href }) => `<span class="picture">${escapeHtml(text || href)}</span>`,
  },
});

/** Text of a dashboard as HTML. */
export function markdownHtml(text: string): string {
  return marked.parse(text);
}
