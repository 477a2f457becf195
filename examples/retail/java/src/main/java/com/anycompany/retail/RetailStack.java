package com.anycompany.retail;

import io.github.cdkusertelemetry.EventPipelineOptions;
import io.github.cdkusertelemetry.JourneyOptions;
import io.github.cdkusertelemetry.TransactionOptions;
import io.github.cdkusertelemetry.UserTelemetry;
import io.github.cdkusertelemetry.UserTelemetryProps;
import io.github.cdkusertelemetry.WebAppOptions;
import io.github.cdkusertelemetry.canaries.Action;
import io.github.cdkusertelemetry.canaries.Expect;
import io.github.cdkusertelemetry.canaries.Journey;
import io.github.cdkusertelemetry.events.EventPipeline;
import io.github.cdkusertelemetry.events.Transaction;
import io.github.cdkusertelemetry.monitoring.Notifications;
import io.github.cdkusertelemetry.monitoring.NotificationTopics;
import io.github.cdkusertelemetry.rum.Interactions;
import io.github.cdkusertelemetry.rum.WebApp;
import io.github.cdkusertelemetry.rum.WebClientOptions;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/** AnyCompany Retail with user telemetry: real users, synthetic users, backends, and the checkouts that they make. */
public class RetailStack extends Stack {
    public RetailStack(final Construct scope, final String id, final StackProps props) {
        super(scope, id, props);

        final Shop shop = new Shop(this, "Shop");

        final UserTelemetry telemetry = new UserTelemetry(this, "Telemetry", UserTelemetryProps.builder()
                .applicationName("anycompany-retail")
                .notifications(Notifications.toTopics(NotificationTopics.builder()
                        .page(topic("OnCall"))
                        .ticket(topic("Backlog"))
                        .build()))
                .build());

        final Transaction checkout = telemetry.addTransaction("Checkout", TransactionOptions.builder()
                .abandonedAfter(Duration.minutes(30))
                .minimumCompletionRate(0.5)
                .build());

        final EventPipeline pipeline = telemetry.addEventPipeline("Events", EventPipelineOptions.builder()
                .distribution(shop.distribution()) // the pages post what users do to their own site
                .catalog(Behavior.declareEvents(this))
                .build());
        Behavior.askQuestions(this, pipeline, checkout);

        final WebApp storefront = telemetry.addWebApp("Storefront", WebAppOptions.builder()
                .domains(List.of(shop.domainName()))
                .client(WebClientOptions.builder()
                        .interactions(Interactions.toEventPipeline()) // clicks, those in vain, movement, forms
                        .build())
                .build());
        shop.deploySite(storefront.clientSource()); // adds /telemetry.js to the pages

        telemetry.addTaskDefinition("Orders", shop.orders());
        telemetry.addFunction("Cart", shop.cart());

        telemetry.addJourney("Buy", JourneyOptions.builder()
                .journey(Journey.startAt(shop.url())
                        .step("open product", Action.click("text=Stoneware mug"), Expect.visible("#price"))
                        .step("add to cart", Action.click("#add"), Expect.text("#added", "Added to your cart"))
                        .step("begin checkout", Action.click("#cart"), Action.click("#checkout"))
                        .step("order",
                                Action.fill("#name", "Jane Doe"),
                                Action.fill("#email", "jane@example.com"),
                                Action.fill("#address", "123 Any Street, Any Town"),
                                Action.click("#order"),
                                Expect.text("h1", "Thank you")))
                .build());
    }

    private Topic topic(final String id) {
        return Topic.Builder.create(this, id).enforceSsl(true).build();
    }
}
