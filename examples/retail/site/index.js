Shop.catalog().then(({ products }) => {
  const list = document.querySelector('#products');
  for (const product of products) {
    const link = Shop.element('a', { class: 'card', href: `/product.html?id=${product.id}` });
    link.append(
      Shop.element('img', { src: `/images/${product.id}.svg`, alt: '', width: 400, height: 400 }),
      Shop.element(
        'div',
        {},
        Shop.element('span', {}, product.name),
        Shop.element('span', { class: 'price' }, Shop.money(product.price)),
      ),
    );
    list.append(Shop.element('li', {}, link));
  }
});
