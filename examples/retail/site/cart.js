function showCart({ lines, total }) {
  const rows = lines.map((line) =>
    Shop.element(
      'tr',
      {},
      Shop.element('td', {}, line.name),
      Shop.element('td', {}, String(line.quantity)),
      Shop.element('td', {}, Shop.money(line.total)),
    ),
  );
  const heading = ['Product', 'Quantity', 'Price'].map((text) => Shop.element('th', { scope: 'col' }, text));
  const sum = Shop.element('tr', {}, Shop.element('th', { scope: 'row', colspan: 2 }, 'Total'));
  sum.append(Shop.element('td', { id: 'total' }, Shop.element('strong', {}, Shop.money(total))));
  const empty = Shop.element('button', { class: 'button quiet', id: 'empty', type: 'button' }, 'Empty the cart');
  empty.addEventListener('click', () => {
    Shop.saveCart([]);
    showEmpty();
  });
  document
    .querySelector('#content')
    .replaceChildren(
      Shop.element(
        'table',
        {},
        Shop.element('thead', {}, Shop.element('tr', {}, ...heading)),
        Shop.element('tbody', {}, ...rows, sum),
      ),
      Shop.element(
        'div',
        { class: 'actions' },
        Shop.element('a', { class: 'button', id: 'checkout', href: '/checkout.html' }, 'Check out'),
        empty,
      ),
    );
}

function showEmpty() {
  document
    .querySelector('#content')
    .replaceChildren(
      Shop.element('p', { class: 'lead' }, 'It is still empty.'),
      Shop.element('a', { class: 'button', href: '/index.html' }, 'Find something'),
    );
}

if (Shop.cart().length === 0) showEmpty();
else {
  Shop.post('/api/cart/price', { items: Shop.cart() })
    .then(showCart)
    .catch((error) => {
      document.querySelector('#problem').textContent = error.message;
    });
}
