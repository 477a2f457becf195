function show(product) {
  document.title = `${product.name} · AnyCompany Retail`;
  const choices = Shop.element('fieldset', { class: 'choices' }, Shop.element('legend', {}, 'Choose one'));
  const status = Shop.element('p', { id: 'added', role: 'status' });
  const add = Shop.element('button', { class: 'button', id: 'add', type: 'button' }, 'Add to cart');
  const quantity = Shop.element('input', { id: 'quantity', type: 'number', min: 1, max: 10, value: 1 });
  const details = Shop.element(
    'div',
    {},
    Shop.element('h1', {}, product.name),
    Shop.element('p', { class: 'price', id: 'price' }, Shop.money(product.price)),
    Shop.element('p', { class: 'lead' }, product.blurb),
    choices,
    Shop.element('label', { for: 'quantity' }, 'Quantity'),
    quantity,
    Shop.element('div', { class: 'actions' }, add),
    status,
  );
  document
    .querySelector('#product')
    .append(
      Shop.element('img', { src: `/images/${product.id}.svg`, alt: product.name, width: 400, height: 400 }),
      details,
    );

  // The bug of this shop: it forgets that a gift card comes without options.
  product.options.forEach((option, index) => {
    const input = Shop.element('input', { type: 'radio', name: 'option', value: option });
    input.checked = index === 0;
    choices.append(Shop.element('label', {}, input, option));
  });

  add.addEventListener('click', async () => {
    add.disabled = true;
    try {
      const line = await Shop.post('/api/cart/items', { productId: product.id, quantity: Number(quantity.value) });
      Shop.addToCart(line.productId, line.quantity);
      Shop.telemetry('event', 'cart.added', { sku: line.productId, quantity: line.quantity });
      status.textContent = 'Added to your cart';
    } catch (error) {
      status.textContent = error.message;
    }
    add.disabled = false;
  });
}

async function openProduct() {
  const { products } = await Shop.catalog();
  const id = new URLSearchParams(location.search).get('id');
  const product = products.find((candidate) => candidate.id === id);
  if (product) show(product);
  else document.querySelector('#product').append(Shop.element('h1', {}, 'We do not have that one'));
}

// Not before everything else has loaded, telemetry included: what goes wrong in here should be seen.
window.addEventListener('load', openProduct);
