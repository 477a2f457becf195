import type { Components, Settings } from './document/collector-document';

/**
 * What AWS X-Ray needs to show what a span calls: awsxray reads the attributes of OpenTelemetry's conventions 1.12.
 * Without them a node has the name of the span, which is `GET` under the stable conventions, and queries no SQL block.
 *
 * Not `peer.service`: it would also rename the AWS services that SDKs call.
 *
 * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.156.0/exporter/awsxrayexporter/internal/translator
 * @see https://opentelemetry.io/docs/specs/semconv/db/
 */
export function xrayNames(): Components {
  return {
    'attributes/xray-peers': {
      include: { match_type: 'strict', span_kinds: ['SPAN_KIND_CLIENT', 'SPAN_KIND_PRODUCER'] },
      actions: [
        copy('net.peer.name', 'server.address'),
        { key: 'url.full', pattern: '^[a-z]+://(?:[^/@]*@)?(?P<url_host>[^/:?#]+)', action: 'extract' },
        copy('net.peer.name', 'url_host'),
        { key: 'url_host', action: 'delete' },
        copy('net.peer.name', 'messaging.destination.name'),
        copy('db.system', 'db.system.name'),
        // X-Ray's names for oracle.db and ibm.db2 stand in those.
        { key: 'db.system', pattern: '^(?:ibm\\.)?(?P<db_system>db2|oracle)(?:\\.db)?$', action: 'extract' },
        { key: 'db.system', from_attribute: 'db_system', action: 'update' },
        { key: 'db_system', action: 'delete' },
        copy('db.name', 'db.namespace'),
        copy('db.statement', 'db.query.text'),
      ],
    },
    // That of Microsoft's is no part of the new one.
    'attributes/xray-mssql': {
      include: { match_type: 'strict', attributes: [{ key: 'db.system', value: 'microsoft.sql_server' }] },
      actions: [{ key: 'db.system', value: 'mssql', action: 'update' }],
    },
  };
}

function copy(key: string, from: string): Settings {
  return { key, from_attribute: from, action: 'insert' };
}
