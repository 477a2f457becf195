if (Shop.cart().length === 0) location.replace('/cart.html');
else {
  Shop.telemetry('start', 'Checkout');
  Shop.post('/api/cart/price', { items: Shop.cart() })
    .then(({ lines, total }) => {
      const what = lines.map((line) => `${line.quantity} × ${line.name}`).join(', ');
      document.querySelector('#summary').textContent = `${what}: ${Shop.money(total)}`;
    })
    .catch((error) => {
      document.querySelector('#problem').textContent = error.message;
    });
}

document.querySelector('#cancel').addEventListener('click', () => Shop.telemetry('abandon', 'Checkout'));

document.querySelector('#form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const button = document.querySelector('#order');
  button.disabled = true;
  try {
    const { name, email, address } = Object.fromEntries(new FormData(event.target));
    const order = await Shop.post('/api/orders', { items: Shop.cart(), name, email, address });
    Shop.telemetry('complete', 'Checkout', { total: order.total });
    Shop.saveCart([]);
    location.assign(`/thanks.html#${order.orderId}`);
  } catch (error) {
    document.querySelector('#problem').textContent = error.message;
    button.disabled = false;
  }
});
