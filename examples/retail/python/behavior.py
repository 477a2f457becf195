from aws_cdk import Duration
from cdk_user_telemetry import events
from constructs import Construct


def declare_events(scope: Construct) -> events.EventCatalog:
    """What the pages report beyond what browsers tell by themselves."""
    return events.EventCatalog(
        scope,
        "Catalog",
        events={
            "cart.added": events.EventDefinition(
                description="An article was put into the cart",
                owner="shop-team",
                properties={
                    "quantity": events.EventProperty.integer(minimum=1),
                    "sku": events.EventProperty.text(required=True),
                },
            ),
        },
    )


def ask_questions(scope: Construct, pipeline: events.IEventPipeline, checkout: events.ITransaction) -> None:
    """What the shop wants to know: in Athena as views and saved queries, on a laptop by `npx user-telemetry ask`."""
    match = events.EventMatch
    outcome = events.TransactionOutcome
    events.Funnel(
        scope,
        "Purchase",
        pipeline=pipeline,
        steps=[
            events.FunnelStep(name="saw a product", match=match.page("/product.html")),
            events.FunnelStep(name="put it into the cart", match=match.named("cart.added")),
            events.FunnelStep(name="began to check out", match=match.transaction(checkout, outcome.STARTED)),
            events.FunnelStep(name="paid", match=match.transaction(checkout, outcome.COMPLETED)),
        ],
        window=Duration.hours(2),
    )
    events.Paths(scope, "Ways", pipeline=pipeline, length=6, top=10)
