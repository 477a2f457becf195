import { NgComponentOutlet } from '@angular/common';
import { ApplicationRef, Component, ErrorHandler, inject, NgZone, type OnInit, signal, type Type } from '@angular/core';
import { provideRouter, RouterLink, RouterOutlet } from '@angular/router';
import { actions } from '../../shop/actions.js';
import { TelemetryErrorHandler } from './telemetry-error-handler';

@Component({ selector: 'shop-page', template: '<h1>A page</h1><h2 id="reviews">Reviews</h2>' })
class Page {}

@Component({ selector: 'shop-broken-rendering', template: '{{ text() }}' })
class BrokenRendering {
  private readonly error = new Error('in rendering');

  /** Throws whenever Angular looks for changes. */
  protected text(): string {
    throw this.error;
  }
}

@Component({ selector: 'shop-broken-hook', template: '' })
class BrokenHook implements OnInit {
  ngOnInit(): void {
    throw new Error('in an effect');
  }
}

@Component({
  selector: 'shop-root',
  imports: [NgComponentOutlet, RouterLink, RouterOutlet],
  template: `
    <nav>
      <a id="to-home" routerLink="/">Home</a>
      <a id="to-product" routerLink="/products/7">Product</a>
      <a id="to-cart" routerLink="/cart">Cart</a>
      <a id="to-reviews" [routerLink]="[]" fragment="reviews">Reviews</a>
      <a id="to-sorted" [routerLink]="[]" [queryParams]="{ sort: 'price' }">Sorted</a>
      <a id="chunk" routerLink="/late">Late</a>
    </nav>
    <router-outlet />
    @for (id of ids; track id) {
      <button type="button" [id]="id" (click)="actions[id]()">{{ id }}</button>
    }
    <button type="button" id="render" (click)="show(BrokenRendering)">render</button>
    <button type="button" id="effect" (click)="show(BrokenHook)">effect</button>
    <ng-container [ngComponentOutlet]="shown()" />
  `,
})
export class App {
  protected readonly actions = actions;
  protected readonly ids = Object.keys(actions);
  protected readonly BrokenRendering = BrokenRendering;
  protected readonly BrokenHook = BrokenHook;
  protected readonly shown = signal<Type<unknown> | null>(null);

  constructor() {
    // For the driver: whether server rendering, hydration and end-to-end tests would wait for something.
    Object.assign(window, { application: inject(ApplicationRef), zone: inject(NgZone) });
  }

  protected show(part: Type<unknown>): void {
    this.shown.set(part);
  }
}

export const providers = [
  // #region provider
  { provide: ErrorHandler, useClass: TelemetryErrorHandler },
  // #endregion
  provideRouter([
    { path: '', component: Page, title: 'Home', pathMatch: 'full' },
    { path: 'products/:id', component: Page, title: ({ params }) => `Product ${params.id}` },
    { path: 'cart', component: Page, title: 'Cart' },
    { path: 'late', loadComponent: () => import('./late').then(({ Late }) => Late), title: 'Late' },
  ]),
];
