import { Component, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter, Link, Outlet, useParams } from 'react-router';
import { RouterProvider } from 'react-router/dom';
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
      <nav>
        <Link id="to-home" to="/">
          Home
        </Link>
        <Link id="to-product" to="/products/7">
          Product
        </Link>
        <Link id="to-cart" to="/cart">
          Cart
        </Link>
        <Link id="to-reviews" to="#reviews">
          Reviews
        </Link>
        <Link id="to-sorted" to="?sort=price">
          Sorted
        </Link>
        <Link id="chunk" to="/late">
          Late
        </Link>
      </nav>
      <Outlet />
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

function Product() {
  const { id } = useParams();
  return (
    <>
      <title>{`Product ${id}`}</title>
      <h1>Product {id}</h1>
      <h2 id="reviews">Reviews</h2>
    </>
  );
}

const router = createBrowserRouter([
  {
    Component: Layout,
    children: [
      {
        path: '/',
        element: (
          <>
            <title>Home</title>
            <h1>Home</h1>
          </>
        ),
      },
      { path: '/products/:id', Component: Product },
      {
        path: '/cart',
        element: (
          <>
            <title>Cart</title>
            <h1>Cart</h1>
          </>
        ),
      },
      // #region route
      // A route whose chunk is gone since the last deployment: React never sees this error.
      { path: '/late', lazy: () => import('./late.jsx'), ErrorBoundary: () => <p className="failed">Sorry</p> },
      // #endregion
    ],
  },
]);

// #region root
createRoot(document.getElementById('root'), options).render(
  // What loaders, actions and lazy routes throw.
  <RouterProvider router={router} onError={(error) => report(error)} />,
);
// #endregion
