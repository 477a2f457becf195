import { testCountedAlike } from './counted-alike';
import { OTHERS } from './other-cases';

testCountedAlike(OTHERS);
