import { SOLID } from '../../frameworks/applications';
import { expectTheWalk } from '../../frameworks/expectations';

/** A walk through an application that a framework has built; the tier `frameworks` has more of them. */
expectTheWalk(SOLID);
