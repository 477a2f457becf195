package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-user-telemetry/cdk-user-telemetry-go/cdkusertelemetry/events"
)

// declareEvents declares what the pages report beyond what browsers tell by themselves.
func declareEvents(scope constructs.Construct) events.EventCatalog {
	return events.NewEventCatalog(scope, jsii.String("Catalog"), &events.EventCatalogProps{
		Events: &map[string]*events.EventDefinition{
			"cart.added": {
				Description: jsii.String("An article was put into the cart"),
				Owner:       jsii.String("shop-team"),
				Properties: &map[string]events.EventProperty{
					"quantity": events.EventProperty_Integer(&events.NumberPropertyOptions{Minimum: jsii.Number(1)}),
					"sku":      events.EventProperty_Text(&events.TextPropertyOptions{Required: jsii.Bool(true)}),
				},
			},
		},
	})
}

// askQuestions asks what the shop wants to know: in Athena as views and saved queries, on a laptop by
// `npx user-telemetry ask`.
func askQuestions(scope constructs.Construct, pipeline events.IEventPipeline, checkout events.ITransaction) {
	step := func(name string, match events.EventMatch) *events.FunnelStep {
		return &events.FunnelStep{Name: &name, Match: match}
	}
	events.NewFunnel(scope, jsii.String("Purchase"), &events.FunnelProps{
		Pipeline: pipeline,
		Steps: &[]*events.FunnelStep{
			step("saw a product", events.EventMatch_Page(jsii.String("/product.html"))),
			step("put it into the cart", events.EventMatch_Named(jsii.String("cart.added"))),
			step("began to check out", events.EventMatch_Transaction(checkout, events.TransactionOutcome_STARTED)),
			step("paid", events.EventMatch_Transaction(checkout, events.TransactionOutcome_COMPLETED)),
		},
		Window: awscdk.Duration_Hours(jsii.Number(2)),
	})
	events.NewPaths(scope, jsii.String("Ways"), &events.PathsProps{
		Pipeline: pipeline,
		Length:   jsii.Number(6),
		Top:      jsii.Number(10),
	})
}
