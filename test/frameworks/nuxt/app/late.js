import { h } from 'vue';

export default () => h('p', 'Late');
