import { A, Route, Router, useLocation, useParams } from '@solidjs/router';
import { createEffect, createSignal, ErrorBoundary, For, lazy, onMount, Show } from 'solid-js';
import { Dynamic, isServer, render } from 'solid-js/web';
import { actions } from '../shop/actions.js';

// #region hook
/** Works before the script has loaded, too, and where it is blocked. */
const report = (error) => {
  if (isServer) return;
  window.userTelemetry ||= [];
  window.userTelemetry.push(['error', error]);
};

/** Solid tells nobody but the boundary of what rendering, effects and lazy components throw. */
function Boundary(props) {
  const sorry = (error) => {
    report(error);
    return <p class="failed">Sorry</p>;
  };
  return <ErrorBoundary fallback={sorry}>{props.children}</ErrorBoundary>;
}
// #endregion

const Late = lazy(() => import('./late.jsx'));

// Solid tries again with the next route, and these throw the same again.
const inRendering = new Error('in rendering');
const inAnEffect = new Error('in an effect');

function BrokenRendering() {
  throw inRendering;
}

function BrokenEffect() {
  onMount(() => {
    throw inAnEffect;
  });
  return <p>Shown</p>;
}

const PARTS = { render: BrokenRendering, effect: BrokenEffect, chunk: Late };

function Part(props) {
  const [shown, show] = createSignal(false);
  return (
    <>
      <button type="button" id={props.id} onClick={() => show(true)}>
        {props.id}
      </button>
      <Show when={shown()}>
        <Boundary>
          <Dynamic component={PARTS[props.id]} />
        </Boundary>
      </Show>
    </>
  );
}

function Layout(props) {
  const location = useLocation();
  return (
    <>
      <nav>
        <A id="to-home" href="/">
          Home
        </A>
        <A id="to-product" href="/products/7">
          Product
        </A>
        <A id="to-cart" href="/cart">
          Cart
        </A>
        <A id="to-reviews" href={`${location.pathname}#reviews`}>
          Reviews
        </A>
        <A id="to-sorted" href={`${location.pathname}?sort=price`}>
          Sorted
        </A>
      </nav>
      {props.children}
      <For each={Object.entries(actions)}>
        {([id, act]) => (
          <button type="button" id={id} onClick={act}>
            {id}
          </button>
        )}
      </For>
      <For each={Object.keys(PARTS)}>{(id) => <Part id={id} />}</For>
    </>
  );
}

function Page(props) {
  createEffect(() => {
    document.title = props.title;
  });
  return (
    <>
      <h1>{props.title}</h1>
      <h2 id="reviews">Reviews</h2>
    </>
  );
}

const App = () => (
  <Router root={Layout}>
    <Route path="/" component={() => <Page title="Home" />} />
    <Route path="/products/:id" component={() => <Page title={`Product ${useParams().id}`} />} />
    <Route path="/cart" component={() => <Page title="Cart" />} />
  </Router>
);
render(App, document.getElementById('root'));
