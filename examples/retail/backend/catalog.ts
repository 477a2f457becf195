import catalog from '../site/catalog.json';

/** What a caller got wrong. The message is shown to the shopper. */
export class BadRequest extends Error {}

export interface PricedLine {
  readonly productId: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly total: number;
}

export interface PricedCart {
  readonly lines: PricedLine[];
  readonly total: number;
  readonly currency: string;
}

const MAX_LINES = 20;
const MAX_QUANTITY = 10;
const products = new Map(catalog.products.map((product) => [product.id, product]));

/** Prices a cart from the shop's own catalog: a price that the browser sent along is not even looked at. */
export function priceCart(items: unknown): PricedCart {
  if (!Array.isArray(items) || items.length === 0 || items.length > MAX_LINES) {
    throw new BadRequest(`items must be a list of 1 to ${MAX_LINES}`);
  }
  const lines = items.map(priceLine);
  return { lines, total: lines.reduce((sum, line) => sum + line.total, 0), currency: catalog.currency };
}

export function priceLine(item: unknown): PricedLine {
  const { productId, quantity } = asObject(item);
  const product = typeof productId === 'string' ? products.get(productId) : undefined;
  if (!product) throw new BadRequest('productId must name a product of the catalog');
  if (typeof quantity !== 'number' || !Number.isInteger(quantity) || quantity < 1 || quantity > MAX_QUANTITY) {
    throw new BadRequest(`quantity must be a whole number from 1 to ${MAX_QUANTITY}`);
  }
  return {
    productId: product.id,
    name: product.name,
    quantity,
    unitPrice: product.price,
    total: product.price * quantity,
  };
}

export function parseJson(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BadRequest('the body must be JSON');
  }
  return asObject(value);
}

export function requireText(value: unknown, what: string, maxLength: number, pattern = /\S/): string {
  if (typeof value !== 'string' || value.length > maxLength || !pattern.test(value)) {
    throw new BadRequest(`${what} must be a valid text of at most ${maxLength} characters`);
  }
  return value.trim();
}

function asObject(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BadRequest('expected a JSON object');
  }
  return value as Record<string, unknown>;
}
