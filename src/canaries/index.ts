export * from './action';
export * from './expect';
export * from './journey';
export * from './journey-canary';
export * from './journey-part';
export * from './journey-schedule';
export * from './traffic-reconciler';
