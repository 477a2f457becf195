export const show = () => document.body.append('Late');
