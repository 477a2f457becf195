import { App, Lazy, Stack } from 'aws-cdk-lib';
import type { WebClientOptions } from '../../../src/rum';
import { checkClientOptions } from '../../../src/rum/web-app/web-app-checks';

describe('options of the client are refused', () => {
  const stack = new Stack(new App(), 'Shop');
  test.each([
    [{ pathTemplates: ['orders/:id'] }, 'client.pathTemplates[0]: got "orders/:id"'],
    [{ pathTemplates: [''] }, 'client.pathTemplates[0]: got ""'],
    [{ pathTemplates: ['/a', '/*/b'] }, 'client.pathTemplates[1]: got "/*/b"'],
    // What other routers write would match nothing, and let ids through.
    [
      { pathTemplates: ['/orders/{id}'] },
      'client.pathTemplates[0]: got "/orders/{id}", expected a path of 1 to 256 characters, with ":name"',
    ],
    [{ pathTemplates: ['/orders/order-{id}'] }, 'client.pathTemplates[0]: got "/orders/order-{id}"'],
    [{ pathTemplates: ['/orders/[id]'] }, 'client.pathTemplates[0]: got "/orders/[id]"'],
    [{ pathTemplates: ['/orders/[...rest]'] }, 'client.pathTemplates[0]: got "/orders/[...rest]"'],
    [{ pathTemplates: ['/orders/<int:id>'] }, 'client.pathTemplates[0]: got "/orders/<int:id>"'],
    [{ pathTemplates: ['/orders/$id'] }, 'client.pathTemplates[0]: got "/orders/$id"'],
    [{ pathTemplates: ['/orders/:id?'] }, 'client.pathTemplates[0]: got "/orders/:id?"'],
    [{ pathTemplates: ['/a?b'] }, 'client.pathTemplates[0]: got "/a?b"'],
    [{ pathTemplates: [`/${'a'.repeat(256)}`] }, 'client.pathTemplates[0]: got "/aaa'],
    [{ pathTemplates: Array(101).fill('/a') }, 'client.pathTemplates: got "101 items", expected at most 100'],
    [{ pathTemplates: [Lazy.string({ produce: () => '/a' })] }, 'client.pathTemplates[0]: got "a token"'],
    [{ ignoredErrors: ['('] }, 'client.ignoredErrors[0]: got "("'],
    [{ ignoredErrorFiles: ['*'] }, 'client.ignoredErrorFiles[0]: got "*"'],
    [{ ignoredUrls: [''] }, 'client.ignoredUrls[0]: got "", expected a regular expression'],
    [{ tracedOrigins: ['https://api.example.com/'] }, 'client.tracedOrigins[0]: got "https://api.example.com/"'],
    [{ tracedOrigins: ['api.example.com'] }, 'client.tracedOrigins[0]: got "api.example.com"'],
    [{ tracedOrigins: ['https://*.example.com'] }, 'client.tracedOrigins[0]: got "https://*.example.com"'],
    // Browsers compare origins as texts: these would match no request.
    [{ tracedOrigins: ['https://API.example.com'] }, 'client.tracedOrigins[0]: got "https://API.example.com"'],
    [{ tracedOrigins: ['https://api.example.com:443'] }, 'client.tracedOrigins[0]: got "https://api.example.com:443"'],
    [{ remoteConfigurationUrl: '//evil.example' }, 'client.remoteConfigurationUrl: got "//evil.example"'],
    [{ remoteConfigurationUrl: '/\\evil.example' }, 'client.remoteConfigurationUrl: got "/\\\\evil.example"'],
    [{ endpoint: '//evil.example' }, 'client.endpoint: got "//evil.example"'],
    [{ endpoint: '/a?b' }, 'client.endpoint: got "/a?b"'],
    [{ remoteConfigurationUrl: 'telemetry.json' }, 'client.remoteConfigurationUrl: got "telemetry.json"'],
    [{ releaseId: '' }, 'client.releaseId: got ""'],
    [{ releaseId: 'a'.repeat(201) }, 'client.releaseId: got "aaa'],
  ])('%j', (client: WebClientOptions, message) => {
    expect(() => checkClientOptions(stack, client)).toThrow(`[Shop] ${message}`);
  });

  test.each([
    { pathTemplates: ['/', '/orders/:id', '/docs/*', '/a.b/', '/wiki/Mug_(cup):1', `/${'a'.repeat(255)}`] },
    { tracedOrigins: ['https://api.example.com:8443', 'http://localhost:3000'] },
    { remoteConfigurationUrl: '/t/config.json', releaseId: 'a'.repeat(200) },
    { remoteConfigurationUrl: 'https://shop.example.com/config.json', endpoint: '/q7hx2' },
    { releaseId: Lazy.string({ produce: () => '' }) },
  ])('but not %j', (client) => {
    expect(() => checkClientOptions(stack, client)).not.toThrow();
  });
});
