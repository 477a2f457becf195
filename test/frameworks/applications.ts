/** An application that a framework has built, and where it does not do what all others do. */
export interface Application {
  /** The folder of its sources. */
  readonly name: string;
  /** Where its build is, if not in `dist`. */
  readonly dist?: string;
  /**
   * The title of the route whose chunk was missing: routers of the one kind stay where they were, those of the other go on
   * and show an error there.
   */
  readonly lateTitle?: string;
  /** Whether the router loads the page anew where a chunk was missing, and shows an error only after that. */
  readonly reloads?: boolean;
  /** Whether its own code catches an error, and reports it. */
  readonly catches?: boolean;
  /** Whether it is Angular with zone.js, which waits for whatever is made inside its zone. */
  readonly zone?: boolean;
}

export const SOLID: Application = { name: 'solid' };

export const APPLICATIONS: readonly Application[] = [
  // React takes the title of the cart away with the cart: the document's own comes back.
  { name: 'react', lateTitle: 'Home' },
  { name: 'tanstack', lateTitle: 'Home', reloads: true },
  { name: 'next' },
  { name: 'vue' },
  { name: 'nuxt' },
  { name: 'angular', zone: true },
  { name: 'angular', dist: 'dist-zoneless' },
  { name: 'svelte', lateTitle: '' },
  SOLID,
  { name: 'astro' },
  { name: 'turbo', catches: true },
];
