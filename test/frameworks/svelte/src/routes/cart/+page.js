export const load = () => ({ title: 'Cart' });
