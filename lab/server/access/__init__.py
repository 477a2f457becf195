"""Who may do what: identity pools, temporary credentials, signatures, and the policies of roles.

IAM is enforced only where a stranger's browser calls AWS: by the RUM data plane and by the identity pools.
"""

from . import cognito_endpoint, cognito_resources  # noqa: F401 - imported for what they register
