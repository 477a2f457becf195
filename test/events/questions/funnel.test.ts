import { testCountedAlike } from './counted-alike';
import { FUNNELS } from './funnel-cases';

testCountedAlike(FUNNELS);
