import { randomUUID } from 'node:crypto';
import { metrics } from '@opentelemetry/api';
import { parseJson, priceCart, requireText } from '../backend/catalog';
import { isSynthetic, observe, type Request, type Response } from '../backend/observe';

const SCOPE = 'anycompany-retail-orders';
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Takes orders. It keeps none: the sample has no database, and what it is about is the telemetry. */
export function handle(request: Request): Promise<Response> {
  switch (`${request.method} ${request.path}`) {
    case 'GET /api/orders/health': // asked every few seconds by the load balancer: not worth a trace
      return Promise.resolve({ status: 200, body: { status: 'ok' } });
    case 'POST /api/orders':
      return observe(SCOPE, '/api/orders', request, (span) => {
        const order = parseJson(request.body);
        requireText(order.name, 'name', 100);
        requireText(order.email, 'email', 254, EMAIL);
        requireText(order.address, 'address', 300);
        const cart = priceCart(order.items);
        const orderId = randomUUID();
        span.setAttributes({ 'retail.order.id': orderId, 'retail.order.total': cart.total });
        if (!isSynthetic(request.headers)) countCheckout();
        return { status: 201, body: { orderId, ...cart } };
      });
    default:
      return observe(SCOPE, 'unknown', request, () => ({ status: 404, body: { message: 'No such resource' } }));
  }
}

/** The backend's word on the transaction `Checkout`, whatever the browser could or could not report. */
function countCheckout(): void {
  metrics
    .getMeter(SCOPE)
    .createCounter('user.transactions', { description: 'Transactions of users', unit: '{transaction}' })
    .add(1, { transaction: 'Checkout', outcome: 'completed' });
}
