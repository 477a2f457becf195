from aws_cdk import Duration, Stack
from aws_cdk import aws_sns as sns
from cdk_user_telemetry import UserTelemetry, canaries, monitoring, rum
from constructs import Construct

from behavior import ask_questions, declare_events
from shop import Shop


class RetailStack(Stack):
    """AnyCompany Retail with user telemetry: real users, synthetic users, backends, and the checkouts they make."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        shop = Shop(self, "Shop")

        telemetry = UserTelemetry(
            self,
            "Telemetry",
            application_name="anycompany-retail",
            notifications=monitoring.Notifications.to_topics(
                page=sns.Topic(self, "OnCall", enforce_ssl=True),
                ticket=sns.Topic(self, "Backlog", enforce_ssl=True),
            ),
        )

        checkout = telemetry.add_transaction(
            "Checkout", abandoned_after=Duration.minutes(30), minimum_completion_rate=0.5
        )

        pipeline = telemetry.add_event_pipeline(
            "Events",
            distribution=shop.distribution,  # the pages post what users do to their own site
            catalog=declare_events(self),
        )
        ask_questions(self, pipeline, checkout)

        storefront = telemetry.add_web_app(
            "Storefront",
            domains=[shop.domain_name],
            # Clicks, those in vain, movement, forms.
            client=rum.WebClientOptions(interactions=rum.Interactions.to_event_pipeline()),
        )
        shop.deploy_site(storefront.client_source())  # adds /telemetry.js to the pages

        telemetry.add_task_definition("Orders", shop.orders)
        telemetry.add_function("Cart", shop.cart)

        telemetry.add_journey(
            "Buy",
            journey=canaries.Journey.start_at(shop.url)
            .step("open product", canaries.Action.click("text=Stoneware mug"), canaries.Expect.visible("#price"))
            .step("add to cart", canaries.Action.click("#add"), canaries.Expect.text("#added", "Added to your cart"))
            .step("begin checkout", canaries.Action.click("#cart"), canaries.Action.click("#checkout"))
            .step(
                "order",
                canaries.Action.fill("#name", "Jane Doe"),
                canaries.Action.fill("#email", "jane@example.com"),
                canaries.Action.fill("#address", "123 Any Street, Any Town"),
                canaries.Action.click("#order"),
                canaries.Expect.text("h1", "Thank you"),
            ),
        )
