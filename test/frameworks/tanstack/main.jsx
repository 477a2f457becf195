import {
  createRootRoute,
  createRoute,
  createRouter,
  HeadContent,
  Link,
  lazyRouteComponent,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router';
import { Component, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { actions } from '../shop/actions.js';

// #region hook
/** Works before the script has loaded, too, and where it is blocked. */
const report = (error, data) => {
  window.userTelemetry ||= [];
  window.userTelemetry.push(['error', error, data]);
};

const options = {
  // By an error boundary.
  onCaughtError: (error, { componentStack }) => report(error, { componentStack }),
  onUncaughtError: (error, { componentStack }) => report(error, { componentStack }),
  // React has helped itself, as by rendering anew what did not hydrate.
  onRecoverableError: (error) => report(error.cause ?? error),
};
// #endregion

class Boundary extends Component {
  state = {};

  static getDerivedStateFromError() {
    return { failed: true };
  }

  render() {
    return this.state.failed ? <p className="failed">Sorry</p> : this.props.children;
  }
}

function BrokenRendering() {
  throw new Error('in rendering');
}

function BrokenEffect() {
  useEffect(() => {
    throw new Error('in an effect');
  }, []);
  return null;
}

const PARTS = { render: BrokenRendering, effect: BrokenEffect };

function Layout() {
  const [shown, setShown] = useState([]);
  return (
    <>
      <HeadContent />
      <nav>
        <Link id="to-home" to="/">
          Home
        </Link>
        <Link id="to-product" to="/products/$id" params={{ id: '7' }}>
          Product
        </Link>
        <Link id="to-cart" to="/cart">
          Cart
        </Link>
        <Link id="to-reviews" to="." hash="reviews">
          Reviews
        </Link>
        <Link id="to-sorted" to="." search={{ sort: 'price' }}>
          Sorted
        </Link>
        <Link id="chunk" to="/late">
          Late
        </Link>
      </nav>
      <Outlet />
      <h2 id="reviews">Reviews</h2>
      {Object.entries(actions).map(([id, act]) => (
        <button key={id} id={id} type="button" onClick={act}>
          {id}
        </button>
      ))}
      {Object.keys(PARTS).map((id) => (
        <button key={id} id={id} type="button" onClick={() => setShown([...shown, id])}>
          {id}
        </button>
      ))}
      {shown.map((id) => {
        const Part = PARTS[id];
        return (
          <Boundary key={id}>
            <Part />
          </Boundary>
        );
      })}
    </>
  );
}

const root = createRootRoute({ component: Layout });
const page = (path, title) =>
  createRoute({
    getParentRoute: () => root,
    path,
    head: ({ params }) => ({ meta: [{ title: title(params) }] }),
    component: () => <h1>A page</h1>,
  });
const late = createRoute({
  getParentRoute: () => root,
  path: '/late',
  component: lazyRouteComponent(() => import('./late.jsx')),
});
const router = createRouter({
  routeTree: root.addChildren([
    page('/', () => 'Home'),
    page('/products/$id', ({ id }) => `Product ${id}`),
    page('/cart', () => 'Cart'),
    late,
  ]),
});

// #region root
// The router's boundaries are React's: what loaders and lazy routes throw comes by `onCaughtError`, too.
createRoot(document.getElementById('root'), options).render(<RouterProvider router={router} />);
// #endregion
