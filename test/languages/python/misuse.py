"""Calls that Python's checks of types let pass, since interfaces are protocols there: what the library says of each.

Prints the message of each as JSON, by its title.
"""

import json

import aws_cdk as cdk
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from cdk_user_telemetry import UserTelemetry, canaries, monitoring, rum

stack = cdk.Stack(cdk.App(), "Shop")
telemetry = UserTelemetry(stack, "Telemetry", application_name="shop")
web_app = telemetry.add_web_app("Web", domains=["shop.example.com"])
journey = canaries.Journey.start_at("https://shop.example.com").step("look", canaries.Expect.visible("h1"))
buy = canaries.JourneyCanary(stack, "Buy", journey=journey)
hourly = canaries.JourneySchedule.every(cdk.Duration.hours(1))
bucket = s3.Bucket(stack, "Bucket")
topic = sns.Topic(stack, "Topic")
task = ecs.FargateTaskDefinition(stack, "Task")
function = lambda_.Function.from_function_arn(
    stack, "Imported", "arn:aws:lambda:us-east-1:123456789012:function:cart"
)

CALLS = {
    "follow_traffic(web_app)": lambda: hourly.follow_traffic(
        web_app, interval=cdk.Duration.minutes(5), quiet_below_sessions=20
    ),
    "TrafficReconciler(canary=journey)": lambda: canaries.TrafficReconciler(
        stack, "Traffic", canary=buy, app_monitor=web_app.app_monitor, quiet_below_sessions=20
    ),
    "TrafficReconciler(app_monitor=web_app)": lambda: canaries.TrafficReconciler(
        stack, "Traffic2", canary=buy.canary, app_monitor=web_app, quiet_below_sessions=20
    ),
    "WebAppAlarms(app_monitor=web_app)": lambda: monitoring.WebAppAlarms(stack, "Alarms", app_monitor=web_app),
    "JourneyAlarms(journey=canary)": lambda: monitoring.JourneyAlarms(stack, "Alarms2", journey=buy.canary),
    "DeploymentGate(canary=journey)": lambda: canaries.DeploymentGate(stack, "Gate", canary=buy),
    "dashboard.add_app_monitor(web_app)": lambda: telemetry.dashboard.add_app_monitor("Again", web_app),
    "dashboard.add_journey(canary)": lambda: telemetry.dashboard.add_journey("Again", buy.canary),
    "dashboard.add_backend(function)": lambda: telemetry.dashboard.add_backend("Cart", function),
    "CollectorAlarms(collector=task)": lambda: monitoring.CollectorAlarms(stack, "Alarms3", collector=task),
    "add_function(imported)": lambda: telemetry.add_function("Cart", function),
    "to_topics(page=bucket)": lambda: monitoring.Notifications.to_topics(page=bucket, ticket=topic),
    "SourceMaps as a bucket": lambda: rum.WebApp(stack, "Maps", domains=["shop.example.com"], source_maps=bucket),
    "artifacts_bucket=topic": lambda: canaries.JourneyCanary(
        stack, "Buy2", journey=journey, artifacts_bucket=topic
    ),
    "pinpoint_project=bucket": lambda: UserTelemetry(
        stack, "Telemetry2", application_name="shop", pinpoint_project=bucket
    ),
    "add_transaction(web_app)": lambda: web_app.add_transaction(web_app),
}


def message_of(call) -> str:
    try:
        call()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "it was taken"


print("MESSAGES " + json.dumps({title: message_of(call) for title, call in CALLS.items()}))
