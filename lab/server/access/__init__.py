"""Who may do what: identity pools, temporary credentials, signatures, and the policies of roles.

IAM is enforced only where a stranger's browser calls AWS: by the RUM data plane and by the identity pools.
"""

from . import cognito_endpoint

__all__ = ["cognito_endpoint"]
