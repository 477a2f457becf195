import { safely } from '../../core/safely';

const MAX_LENGTH = 100;

/** Where a node stands, by ids and classes of the elements around it, as web-vitals writes it: `main>p.price`. */
export function selector(node: Node | null | undefined): string {
  let path = '';
  safely(() => {
    for (let next = node; next && next.nodeType !== Node.DOCUMENT_NODE; next = next.parentNode) {
      const { id } = next as Element;
      const part = id && typeof id === 'string' ? `#${id}` : named(next as Element);
      if (path.length + part.length > MAX_LENGTH - 1) {
        path ||= part.slice(0, MAX_LENGTH * 2);
        return;
      }
      path = path ? `${part}>${path}` : part;
      if (part[0] === '#') return;
    }
  });
  return path;
}

function named({ nodeName, nodeType, classList }: Element): string {
  if (nodeType !== Node.ELEMENT_NODE) return nodeName.toUpperCase().replace(/^#/, '');
  return [nodeName.toLowerCase(), ...(classList ?? [])].join('.');
}
