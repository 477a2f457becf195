// What CDK's own handler of autoDeleteObjects needs of @aws-sdk/client-s3, which is in Lambda's Node.js runtime: few
// operations, unsigned, on the emulated S3.
'use strict';

const endpoint = process.env.AWS_ENDPOINT_URL;

async function ask(method, bucket, query, body) {
  const response = await fetch(`${endpoint}/${bucket}?${query}`, {
    method,
    body,
    headers: { host: 's3.amazonaws.com' },
  });
  const text = await response.text();
  if (response.ok) return text;
  throw Object.assign(new Error(text), { name: /<Code>([^<]+)/.exec(text)?.[1] ?? `HTTP ${response.status}` });
}

const ENTITIES = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };
const plain = (text) => text.replace(/&(amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity]);
const escaped = (text) =>
  text.replace(/[&<>]/g, (character) => Object.keys(ENTITIES).find((e) => ENTITIES[e] === character));

/** The elements of a name, each with its own elements of these names. */
function read(xml, element, ...names) {
  return [...xml.matchAll(new RegExp(`<${element}>(.*?)</${element}>`, 'gs'))].map(([, inside]) =>
    Object.fromEntries(
      names.map((name) => [name, plain(new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(inside)?.[1] ?? '')]),
    ),
  );
}

exports.S3 = class {
  async getBucketTagging({ Bucket }) {
    return { TagSet: read(await ask('GET', Bucket, 'tagging'), 'Tag', 'Key', 'Value') };
  }

  async getBucketPolicy({ Bucket }) {
    return { Policy: await ask('GET', Bucket, 'policy') };
  }

  async putBucketPolicy({ Bucket, Policy }) {
    await ask('PUT', Bucket, 'policy', Policy);
  }

  async listObjectVersions({ Bucket }) {
    const xml = await ask('GET', Bucket, 'versions');
    const listed = (element) => read(xml, element, 'Key', 'VersionId');
    const IsTruncated = /<IsTruncated>true</.test(xml);
    return { Versions: listed('Version'), DeleteMarkers: listed('DeleteMarker'), IsTruncated };
  }

  async deleteObjects({ Bucket, Delete }) {
    const objects = Delete.Objects.map(({ Key, VersionId }) => {
      const version = VersionId && VersionId !== 'null' ? `<VersionId>${VersionId}</VersionId>` : '';
      return `<Object><Key>${escaped(Key)}</Key>${version}</Object>`;
    });
    await ask('POST', Bucket, 'delete', `<Delete>${objects.join('')}</Delete>`);
  }
};
