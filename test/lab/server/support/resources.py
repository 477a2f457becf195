"""Resources as CloudFormation would make them."""

import io
import zipfile

from moto.s3.models import s3_backends

from lab.server import registry
from lab.server.registry import Context, Made, Replace
from lab.server.settings import ACCOUNT


def context(kind, logical_id="Thing"):
    return Context("stack", "id", logical_id, kind, token="t0")


def deploy(kind, properties):
    return registry.resources[kind]().create(context(kind), properties)


def update(kind, ref, old, new):
    """Whether CloudFormation would replace the resource."""
    try:
        registry.resources[kind]().update(context(kind), Made(ref), old, new)
    except Replace:
        return "replaced"
    return "updated"


def remove(kind, ref):
    registry.resources[kind]().delete(context(kind), Made(ref), {})


def bucket_of(name):
    backend = s3_backends[ACCOUNT]["aws"]
    return backend.buckets.get(name) or backend.create_bucket(name, "us-east-1")


def put_zip(bucket, key, files):
    bucket_of(bucket)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    s3_backends[ACCOUNT]["aws"].put_object(bucket, key, buffer.getvalue())
