import { metrics } from '@opentelemetry/api';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { parseJson, priceCart, priceLine } from '../backend/catalog';
import { isSynthetic, observe, type Request, type Response } from '../backend/observe';
import { checkTelemetry } from '../backend/telemetry-check';

// ADOT's layer brings the SDK, and an API of its own.
checkTelemetry();

const SCOPE = 'anycompany-retail-cart';

/** Prices what shoppers put into their carts. The cart itself stays in the browser until it is ordered. */
export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const request: Request = {
    method: event.requestContext.http.method,
    path: event.rawPath,
    headers: event.headers,
    body: event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString('utf8') : (event.body ?? ''),
  };
  const { status, body } = await handle(request);
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify(body),
  };
}

function handle(request: Request): Promise<Response> {
  switch (`${request.method} ${request.path}`) {
    case 'POST /api/cart/items':
      return observe(SCOPE, '/api/cart/items', request, (span) => {
        const line = priceLine(parseJson(request.body));
        span.setAttributes({ 'retail.product.id': line.productId, 'retail.quantity': line.quantity });
        if (!isSynthetic(request.headers)) countAdded(line.productId, line.quantity);
        return { status: 200, body: line };
      });
    case 'POST /api/cart/price':
      return observe(SCOPE, '/api/cart/price', request, () => {
        const { items } = parseJson(request.body);
        return { status: 200, body: priceCart(items) };
      });
    default:
      return observe(SCOPE, 'unknown', request, () => ({ status: 404, body: { message: 'No such resource' } }));
  }
}

function countAdded(productId: string, quantity: number): void {
  metrics
    .getMeter(SCOPE)
    .createCounter('retail.cart.items_added', { description: 'Item added to cart', unit: '{item}' })
    .add(quantity, { 'retail.product.id': productId });
}
