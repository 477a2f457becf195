import pytest

from lab.server.cloudwatch.composite import UnsupportedRule, holds

STATES = {"a": "ALARM", "b c": "OK", "d": "INSUFFICIENT_DATA"}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("ALARM(a)", True),
        ('ALARM("b c") OR OK("b c")', True),
        ('ALARM(a) AND NOT OK("b c")', False),
        ('NOT (ALARM("b c") OR INSUFFICIENT_DATA(a))', True),
        ("ALARM(arn:aws:cloudwatch:us-east-1:123456789012:alarm:a)", True),
        ('AT_LEAST(2, ALARM, (a, "b c", d))', False),
        ('AT_LEAST(2, NOT OK, (a, "b c", d))', True),
        ('AT_LEAST(50%, ALARM, (a, "b c"))', True),
        ("FALSE OR TRUE", True),
    ],
)
def test_a_rule(rule, expected):
    assert holds(rule, STATES) is expected


def test_refuses_a_rule_that_names_an_alarm_that_does_not_exist():
    with pytest.raises(UnsupportedRule, match="nobody"):
        holds("ALARM(nobody)", STATES)
