export * from './lists';
export * from './numbers';
export * from './tags';
export * from './texts';
export * from './uniqueness';
export * from './urls';
