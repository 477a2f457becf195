import { handler } from './handler';

// A plain object: the ADOT layer replaces `handler` with its own, which the getters of a bundled ES module refuse.
export = { handler };
