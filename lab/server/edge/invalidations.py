"""The part of the CloudFront API that deployments use: invalidations, and a list of what is there."""

from __future__ import annotations

import re
import secrets
from xml.sax.saxutils import escape

from werkzeug.wrappers import Request, Response

from ..registry import api
from .distributions import distributions

NAMESPACE = "http://cloudfront.amazonaws.com/doc/2020-05-31/"
INVALIDATION = re.compile(r"^/2020-05-31/distribution/([^/]+)/invalidation(?:/([^/]+))?$")
_invalidations: dict[str, str] = {}  # the batch as it was sent, by id


def _xml(body: str, status: int = 200) -> Response:
    return Response('<?xml version="1.0" encoding="UTF-8"?>\n' + body, status, content_type="text/xml")


def _error(code: str, message: str, status: int) -> Response:
    error = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{escape(message)}</Message></Error>"
    return _xml(f'<ErrorResponse xmlns="{NAMESPACE}">{error}<RequestId>lab</RequestId></ErrorResponse>', status)


def _invalidation(identifier: str, status: int) -> Response:
    """Complete at once: the lab's edge caches nothing."""
    return _xml(
        f'<Invalidation xmlns="{NAMESPACE}"><Id>{identifier}</Id><Status>Completed</Status>'
        f"<CreateTime>2026-01-01T00:00:00Z</CreateTime>{_invalidations[identifier]}</Invalidation>",
        status,
    )


@api("cloudfront")
def cloudfront(request: Request) -> Response:
    match = INVALIDATION.match(request.path)
    if match:
        distribution, identifier = match.groups()
        if distribution not in distributions:
            return _error("NoSuchDistribution", "The specified distribution does not exist.", 404)
        if request.method == "POST" and identifier is None:
            identifier = "I" + secrets.token_hex(7).upper()[:13]
            batch = re.search(r"<InvalidationBatch[^>]*>.*</InvalidationBatch>", request.get_data(as_text=True), re.S)
            _invalidations[identifier] = re.sub(r' xmlns="[^"]*"', "", batch.group(0) if batch else "")
            return _invalidation(identifier, 201)
        if request.method == "GET" and identifier in _invalidations:
            return _invalidation(identifier, 200)
        return _error("NoSuchInvalidation", "The specified invalidation does not exist.", 404)
    if request.path == "/2020-05-31/distribution" and request.method == "GET":
        items = "".join(
            f"<DistributionSummary><Id>{d.id}</Id><DomainName>{d.domain}</DomainName><Status>Deployed</Status>"
            f"<ARN>{d.arn}</ARN></DistributionSummary>"
            for d in distributions.values()
        )
        return _xml(
            f'<DistributionList xmlns="{NAMESPACE}"><Marker></Marker><MaxItems>100</MaxItems><IsTruncated>false'
            f"</IsTruncated><Quantity>{len(distributions)}</Quantity><Items>{items}</Items></DistributionList>"
        )
    return _error("NotImplemented", f"the lab does not know {request.method} {request.path}", 501)
