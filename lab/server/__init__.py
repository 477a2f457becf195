"""The lab: an emulated AWS on loopback, made of moto and of what moto lacks.

`PACKAGES` is the order of its packages: each may import those before it and the modules beside this one (`registry`,
`settings`, …), which import no package. They are plug-ins and are imported in this order when the lab starts.
`test/lab/server/test_house.py` checks it.
"""

PACKAGES = (
    "access",  # who may do what
    "compute",  # runs what was deployed; asks what its roles may
    "cloudwatch",  # metrics, alarms, X-Ray; reads the logs and invocations of compute
    "otlp",  # what functions send, as metrics
    "rum",  # real users
    "synthetics",  # canaries
    "firehose",  # delivery streams; reads tables of AWS Glue
    "athena",  # SQL over what they left
    "edge",  # CloudFront, AWS WAF, function URLs
    "dashboards",  # drawn from metrics
    "resources",  # the CloudFormation types of all of these
    "cloudformation",  # stacks of resources
    "pages",  # for a person and for tests
)
