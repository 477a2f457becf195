// Command app counts with the SDK of OpenTelemetry for Go, as losses.ts tells it by its environment.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetrichttp"
	"go.opentelemetry.io/otel/metric"
	sdk "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
)

func deltas(kind sdk.InstrumentKind) metricdata.Temporality {
	if kind == sdk.InstrumentKindUpDownCounter || kind == sdk.InstrumentKindObservableUpDownCounter {
		return metricdata.CumulativeTemporality
	}
	return metricdata.DeltaTemporality
}

func main() {
	ctx := context.Background()
	options := []otlpmetrichttp.Option{}
	if os.Getenv("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE") == "delta" {
		options = append(options, otlpmetrichttp.WithTemporalitySelector(deltas))
	}
	exporter, err := otlpmetrichttp.New(ctx, options...)
	if err != nil {
		panic(err)
	}
	provider := sdk.NewMeterProvider(sdk.WithReader(sdk.NewPeriodicReader(exporter)))
	counter, _ := provider.Meter("application").Int64Counter("user.transactions")
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM)
	end := time.After(seconds("SECONDS"))
	tick := time.NewTicker(50 * time.Millisecond)
	sets, _ := strconv.Atoi(os.Getenv("SETS"))
	sent := 0
	for running := true; running; {
		select {
		case <-stop:
			running = false
		case <-end:
			running = false
		case <-tick.C:
			for range max(1, sets) {
				attributes := []attribute.KeyValue{
					attribute.String("transaction", "Checkout"), attribute.String("outcome", "completed"),
					attribute.String("user.email", fmt.Sprintf("user-%d", sent%3)),
				}
				if sets > 0 {
					attributes = append(attributes, attribute.Int("set", sent))
				}
				counter.Add(ctx, 1, metric.WithAttributes(attributes...))
				sent++
			}
		}
	}
	_ = provider.Shutdown(ctx)
	fmt.Println(sent)
}

func seconds(name string) time.Duration {
	value, _ := strconv.Atoi(os.Getenv(name))
	return time.Duration(value) * time.Second
}
