'use client';

import dynamic from 'next/dynamic';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { Component, useEffect, useState } from 'react';
import { actions } from '../../shop/actions.js';
import { report } from './report.js';

// #region boundary
class Boundary extends Component {
  state = {};

  static getDerivedStateFromError() {
    return { failed: true };
  }

  componentDidCatch(error, { componentStack }) {
    report(error, { componentStack });
  }

  render() {
    return this.state.failed ? <p className="failed">Sorry</p> : this.props.children;
  }
}
// #endregion

function BrokenEffect() {
  useEffect(() => {
    throw new Error('in an effect');
  }, []);
  return null;
}

const PARTS = { effect: BrokenEffect, chunk: dynamic(() => import('./late.jsx')) };

export function Shop() {
  const [shown, setShown] = useState([]);
  const path = usePathname();
  return (
    <>
      <nav>
        <Link id="to-home" href="/">
          Home
        </Link>
        <Link id="to-product" href="/products/7">
          Product
        </Link>
        <Link id="to-cart" href="/cart">
          Cart
        </Link>
        <Link id="to-reviews" href={`${path}#reviews`}>
          Reviews
        </Link>
        <Link id="to-sorted" href={`${path}?sort=price`}>
          Sorted
        </Link>
        {/* Next fetches ahead what is in sight. */}
        <Link href="/gone">Gone</Link>
      </nav>
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
