import { resolve } from 'node:path';

export default { output: 'export', distDir: 'dist', trailingSlash: false, turbopack: { root: resolve('..') } };
