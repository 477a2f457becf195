import { createRouter, createWebHistory } from 'vue-router';
import Page from './Page.vue';

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', component: Page, meta: { title: () => 'Home' } },
    { path: '/products/:id', component: Page, meta: { title: ({ id }) => `Product ${id}` } },
    { path: '/cart', component: Page, meta: { title: () => 'Cart' } },
    { path: '/late', component: () => import('./Late.vue'), meta: { title: () => 'Late' } },
  ],
});
router.afterEach((to) => {
  document.title = to.meta.title(to.params);
});
