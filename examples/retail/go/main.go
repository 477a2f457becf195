// Command retail defines AnyCompany Retail, the sample of cdk-user-telemetry.
package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	NewRetailStack(app, "AnyCompanyRetail", &awscdk.StackProps{
		Description: jsii.String("AnyCompany Retail: the sample of cdk-user-telemetry"),
	})
	app.Synth(nil)
}
