export const thanks = (name: string): string => `Thank you, ${name}`;
