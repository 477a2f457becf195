import pytest

from lab.server.cloudwatch.query_definitions import definitions
from lab.server.registry import ResourceError
from support.resources import deploy, remove, update

QUERY = "AWS::Logs::QueryDefinition"
GIVEN = {"Name": "saved/one", "QueryString": "stats count(*)"}


def saved():
    return [(one["name"], one["queryString"]) for one in definitions.values()]


def test_keeps_lists_and_forgets_a_query():
    made = deploy(QUERY, GIVEN)
    assert update(QUERY, made.physical_id, GIVEN, GIVEN | {"QueryString": "limit 1"}) == "updated"
    assert saved() == [("saved/one", "limit 1")]
    remove(QUERY, made.physical_id)
    assert saved() == []


@pytest.mark.parametrize(
    ("properties", "reason"),
    [
        ({"Name": "saved/a:b"}, "no name"),
        ({"Name": f"saved/{'a' * 250}"}, "no name"),
        ({"QueryString": "a" * 10_001}, "1 to 10000"),
        ({"LogGroupNames": ["/not/there"]}, "does not exist"),
        ({"Folder": "saved"}, "does not know Folder"),
    ],
)
def test_refuses(properties, reason):
    with pytest.raises(ResourceError, match=reason):
        deploy(QUERY, GIVEN | properties)
    assert saved() == []
