"""CloudFormation: stacks, change sets and events, with what the CDK CLI asks of them.

Moto's own engine reports unknown types as created, has no rollback and no events per resource, and evaluates lazily.
The lab therefore brings its own engine and uses moto's resource classes only as one source of types
(resources/from_moto.py).
"""

from . import responses

responses.install()
