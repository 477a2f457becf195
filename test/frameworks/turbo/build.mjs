/** Pages as a server would render them; Turbo replaces the body, and the head's title, of the page that is shown. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';

const page = (title) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>${title}</title>
    <script async src="/telemetry.js"></script>
    <script type="module" src="/assets/turbo.js"></script>
    <script type="module" src="/assets/main.js"></script>
  </head>
  <body>
    <nav>
      <a id="to-home" href="/">Home</a>
      <a id="to-product" href="/products/7">Product</a>
      <a id="to-cart" href="/cart">Cart</a>
      <a id="to-reviews" href="#reviews">Reviews</a>
      <a id="to-sorted" href="?sort=price">Sorted</a>
      <a id="to-gone" href="/gone">Gone</a>
    </nav>
    <h1>${title}</h1>
    <h2 id="reviews">Reviews</h2>
    <div id="buttons"></div>
  </body>
</html>
`;
mkdirSync('dist/products', { recursive: true });
mkdirSync('dist/assets', { recursive: true });
for (const [file, title] of [
  ['index', 'Home'],
  ['products/7', 'Product 7'],
  ['cart', 'Cart'],
]) {
  writeFileSync(`dist/${file}.html`, page(title));
}
cpSync('node_modules/@hotwired/turbo/dist/turbo.es2017-esm.js', 'dist/assets/turbo.js');
cpSync('../shop/actions.js', 'dist/assets/actions.js');
for (const file of ['main.js', 'late.js']) cpSync(file, `dist/assets/${file}`);
