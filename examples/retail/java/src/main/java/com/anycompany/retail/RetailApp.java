package com.anycompany.retail;

import software.amazon.awscdk.App;
import software.amazon.awscdk.StackProps;

public final class RetailApp {
    private RetailApp() {}

    public static void main(final String[] args) {
        final App app = new App();
        new RetailStack(app, "AnyCompanyRetail", StackProps.builder()
                .description("AnyCompany Retail: the sample of cdk-user-telemetry")
                .build());
        app.synth();
    }
}
