#!/usr/bin/env python3
from aws_cdk import App

from retail_stack import RetailStack

app = App()
RetailStack(app, "AnyCompanyRetail", description="AnyCompany Retail: the sample of cdk-user-telemetry")
app.synth()
