import { endServers } from './servers';

export default () => endServers(String(process.env.LAB_SHARED));
