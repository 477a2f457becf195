// What all pages share: the catalog, the cart (kept in this browser), and calls to the backends.
const Shop = {
  async catalog() {
    const response = await fetch('/catalog.json');
    return response.json();
  },

  money(amount) {
    return new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(amount);
  },

  cart() {
    try {
      return JSON.parse(localStorage.getItem('cart')) ?? [];
    } catch {
      return [];
    }
  },

  saveCart(items) {
    localStorage.setItem('cart', JSON.stringify(items));
    Shop.showCount();
  },

  addToCart(productId, quantity) {
    const items = Shop.cart();
    const line = items.find((item) => item.productId === productId);
    if (line) line.quantity = Math.min(10, line.quantity + quantity);
    else items.push({ productId, quantity });
    Shop.saveCart(items);
  },

  showCount() {
    const count = Shop.cart().reduce((sum, item) => sum + item.quantity, 0);
    const badge = document.querySelector('#cart b');
    if (badge) badge.textContent = String(count);
  },

  // Works before telemetry.js has loaded, and does no harm if it never does.
  telemetry(...call) {
    // biome-ignore lint/suspicious/noAssignInExpressions: the usual form of a queue for a script that loads later
    (window.userTelemetry ||= []).push(call);
  },

  // CloudFront signs what it sends to a function URL, but asks the browser for the hash of the body.
  async post(path, value) {
    const body = JSON.stringify(value);
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(body));
    const hash = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-amz-content-sha256': hash },
      body,
    });
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw new Error(answer.message ?? `The shop answered ${response.status}`);
    return answer;
  },

  element(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  },
};

Shop.showCount();
