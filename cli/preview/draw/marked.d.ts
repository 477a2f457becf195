// What is used of it. The package is for modules only, of which tsc refuses an import here; esbuild bundles it.
declare module 'marked' {
  interface Link {
    readonly href: string;
    readonly title?: string | null;
    readonly tokens: readonly unknown[];
  }
  interface Renderer {
    readonly parser: { parseInline(tokens: readonly unknown[]): string };
  }
  interface Renderers {
    html(token: { readonly text: string }): string;
    link(this: Renderer, token: Link): string;
    image(token: { readonly text: string; readonly href: string }): string;
  }
  export class Marked {
    public constructor(options: { readonly gfm: boolean; readonly async: false; readonly renderer: Renderers });
    public parse(text: string): string;
  }
}
