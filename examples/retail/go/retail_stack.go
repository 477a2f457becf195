package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	telemetry "github.com/cdk-user-telemetry/cdk-user-telemetry-go/cdkusertelemetry"
	"github.com/cdk-user-telemetry/cdk-user-telemetry-go/cdkusertelemetry/canaries"
	"github.com/cdk-user-telemetry/cdk-user-telemetry-go/cdkusertelemetry/monitoring"
	"github.com/cdk-user-telemetry/cdk-user-telemetry-go/cdkusertelemetry/rum"
)

// NewRetailStack defines AnyCompany Retail with user telemetry: real users, synthetic users, backends, and the
// checkouts that they make.
func NewRetailStack(scope constructs.Construct, id string, props *awscdk.StackProps) awscdk.Stack {
	stack := awscdk.NewStack(scope, &id, props)

	shop := NewShop(stack, "Shop")

	users := telemetry.NewUserTelemetry(stack, jsii.String("Telemetry"), &telemetry.UserTelemetryProps{
		ApplicationName: jsii.String("anycompany-retail"),
		Notifications: monitoring.Notifications_ToTopics(&monitoring.NotificationTopics{
			Page:   newTopic(stack, "OnCall"),
			Ticket: newTopic(stack, "Backlog"),
		}),
	})

	checkout := users.AddTransaction(jsii.String("Checkout"), &telemetry.TransactionOptions{
		AbandonedAfter:        awscdk.Duration_Minutes(jsii.Number(30)),
		MinimumCompletionRate: jsii.Number(0.5),
	})

	pipeline := users.AddEventPipeline(jsii.String("Events"), &telemetry.EventPipelineOptions{
		Distribution: shop.Distribution, // the pages post what users do to their own site
		Catalog:      declareEvents(stack),
	})
	askQuestions(stack, pipeline, checkout)

	storefront := users.AddWebApp(jsii.String("Storefront"), &telemetry.WebAppOptions{
		Domains: &[]*string{shop.DomainName},
		Client: &rum.WebClientOptions{
			Interactions: rum.Interactions_ToEventPipeline(nil), // clicks, those in vain, movement, forms
		},
	})
	shop.DeploySite(storefront.ClientSource()) // adds /telemetry.js to the pages

	users.AddTaskDefinition(jsii.String("Orders"), shop.Orders, nil)
	users.AddFunction(jsii.String("Cart"), shop.Cart, nil)

	users.AddJourney(jsii.String("Buy"), &telemetry.JourneyOptions{
		Journey: canaries.Journey_StartAt(shop.URL).
			Step(jsii.String("open product"), click("text=Stoneware mug"), visible("#price")).
			Step(jsii.String("add to cart"), click("#add"), text("#added", "Added to your cart")).
			Step(jsii.String("begin checkout"), click("#cart"), click("#checkout")).
			Step(jsii.String("order"),
				fill("#name", "Jane Doe"),
				fill("#email", "jane@example.com"),
				fill("#address", "123 Any Street, Any Town"),
				click("#order"),
				text("h1", "Thank you")),
	})
	return stack
}

func click(selector string) canaries.JourneyPart {
	return canaries.Action_Click(&selector, nil)
}

func fill(selector, value string) canaries.JourneyPart {
	return canaries.Action_Fill(&selector, &value, nil)
}

func visible(selector string) canaries.JourneyPart {
	return canaries.Expect_Visible(&selector, nil)
}

func text(selector, value string) canaries.JourneyPart {
	return canaries.Expect_Text(&selector, &value, nil)
}

func newTopic(scope constructs.Construct, id string) awssns.Topic {
	return awssns.NewTopic(scope, &id, &awssns.TopicProps{EnforceSSL: jsii.Bool(true)})
}
