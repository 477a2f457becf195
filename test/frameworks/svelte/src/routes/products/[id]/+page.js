export const entries = () => [{ id: '7' }];
export const load = ({ params }) => ({ title: `Product ${params.id}` });
