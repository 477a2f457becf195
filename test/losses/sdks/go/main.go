// Command app counts with the SDK of OpenTelemetry for Go, as application.ts has it.
package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetricgrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetrichttp"
	"go.opentelemetry.io/otel/metric"
	sdk "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
)

// Which the SDK has no variable for in this version.
func deltas(kind sdk.InstrumentKind) metricdata.Temporality {
	if kind == sdk.InstrumentKindUpDownCounter || kind == sdk.InstrumentKindObservableUpDownCounter {
		return metricdata.CumulativeTemporality
	}
	return metricdata.DeltaTemporality
}

func newExporter(ctx context.Context) (sdk.Exporter, error) {
	isDelta := os.Getenv("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE") == "delta"
	if os.Getenv("OTEL_EXPORTER_OTLP_PROTOCOL") == "grpc" {
		var options []otlpmetricgrpc.Option
		if isDelta {
			options = append(options, otlpmetricgrpc.WithTemporalitySelector(deltas))
		}
		return otlpmetricgrpc.New(ctx, options...)
	}
	var options []otlpmetrichttp.Option
	if isDelta {
		options = append(options, otlpmetrichttp.WithTemporalitySelector(deltas))
	}
	return otlpmetrichttp.New(ctx, options...)
}

func main() {
	ctx := context.Background()
	exporter, err := newExporter(ctx)
	if err != nil {
		panic(err)
	}
	provider := sdk.NewMeterProvider(sdk.WithReader(sdk.NewPeriodicReader(exporter)))
	var counters []metric.Int64Counter
	for index := range max(1, number("METERS")) {
		counter, _ := provider.Meter(fmt.Sprintf("application-%d", index)).Int64Counter("user.transactions")
		counters = append(counters, counter)
	}
	go func() {
		for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
			_ = provider.ForceFlush(ctx)
			fmt.Println("exported")
		}
	}()
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM)
	tick := time.NewTicker(50 * time.Millisecond)
	sets, sent := number("SETS"), 0
	for running := true; running; {
		select {
		case <-stop:
			running = false
		case <-tick.C:
			now := 1
			if sent < sets {
				now = sets / 10
			}
			for range now {
				attributes := []attribute.KeyValue{
					attribute.String("transaction", "Checkout"), attribute.String("outcome", "completed"),
					attribute.String("user.email", fmt.Sprintf("user-%d", sent%3)),
				}
				if sets > 0 {
					attributes = append(attributes, attribute.Int("set", sent%sets))
				}
				for _, counter := range counters {
					counter.Add(ctx, 1, metric.WithAttributes(attributes...))
				}
				sent += len(counters)
			}
			fmt.Println(sent)
		}
	}
	_ = provider.Shutdown(ctx)
	fmt.Println(sent)
}

func number(name string) int {
	value, _ := strconv.Atoi(os.Getenv(name))
	return value
}
