package com.anycompany.retail;

import io.github.cdkusertelemetry.events.EventCatalog;
import io.github.cdkusertelemetry.events.EventDefinition;
import io.github.cdkusertelemetry.events.EventMatch;
import io.github.cdkusertelemetry.events.EventProperty;
import io.github.cdkusertelemetry.events.Funnel;
import io.github.cdkusertelemetry.events.FunnelStep;
import io.github.cdkusertelemetry.events.IEventPipeline;
import io.github.cdkusertelemetry.events.ITransaction;
import io.github.cdkusertelemetry.events.NumberPropertyOptions;
import io.github.cdkusertelemetry.events.Paths;
import io.github.cdkusertelemetry.events.TextPropertyOptions;
import io.github.cdkusertelemetry.events.TransactionOutcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.constructs.Construct;

/** What is reported of users, and what the shop wants to know of them. */
final class Behavior {
    private Behavior() {}

    /** What the pages report beyond what browsers tell by themselves. */
    static EventCatalog declareEvents(final Construct scope) {
        final Map<String, EventProperty> properties = new LinkedHashMap<>(); // Map.of() has no order: columns have one
        properties.put("quantity", EventProperty.integer(NumberPropertyOptions.builder().minimum(1).build()));
        properties.put("sku", EventProperty.text(TextPropertyOptions.builder().required(true).build()));
        return EventCatalog.Builder.create(scope, "Catalog")
                .events(Map.of("cart.added", EventDefinition.builder()
                        .description("An article was put into the cart")
                        .owner("shop-team")
                        .properties(properties)
                        .build()))
                .build();
    }

    /** In Athena as views and saved queries, on a laptop by `npx user-telemetry ask`. */
    static void askQuestions(final Construct scope, final IEventPipeline pipeline, final ITransaction checkout) {
        Funnel.Builder.create(scope, "Purchase")
                .pipeline(pipeline)
                .steps(List.of(
                        step("saw a product", EventMatch.page("/product.html")),
                        step("put it into the cart", EventMatch.named("cart.added")),
                        step("began to check out", EventMatch.transaction(checkout, TransactionOutcome.STARTED)),
                        step("paid", EventMatch.transaction(checkout, TransactionOutcome.COMPLETED))))
                .window(Duration.hours(2))
                .build();
        Paths.Builder.create(scope, "Ways").pipeline(pipeline).length(6).top(10).build();
    }

    private static FunnelStep step(final String name, final EventMatch match) {
        return FunnelStep.builder().name(name).match(match).build();
    }
}
