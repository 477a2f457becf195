#!/usr/bin/env bash
# Go's OTLP exporter over HTTP gives an export up at once where nobody listens, whatever time it has for trying again.
#
# `WithRetry` says that failed exports are tried again. Only answers are: 429, 502, 503 and 504. A refused connection, such as
# while a collector beside the application starts anew, ends the export; of a delta nothing is left then. The exporters for
# JavaScript, Python and Java try again in both cases. Over gRPC, Go's does, too.
#
# Seen on 2026-11-28 with go.opentelemetry.io/otel/exporters/otlp/otlpmetric/{otlpmetrichttp,otlpmetricgrpc} 1.44.0, Go 1.26:
#   http, 503 for 2 s: arrived
#   http, nobody listens for 2 s: connection refused
#   grpc, nobody listens for 2 s: arrived
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetricgrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetrichttp"
	"go.opentelemetry.io/otel/sdk/metric"
	collector "go.opentelemetry.io/proto/otlp/collector/metrics/v1"
	"google.golang.org/grpc"
)

const away = 2 * time.Second

type service struct {
	collector.UnimplementedMetricsServiceServer
}

func (service) Export(context.Context, *collector.ExportMetricsServiceRequest) (*collector.ExportMetricsServiceResponse, error) {
	return &collector.ExportMetricsServiceResponse{}, nil
}

// count counts once by way of the exporter, which has 20 seconds to bring it there.
func count(title string, exporter metric.Exporter) {
	provider := metric.NewMeterProvider(metric.WithReader(metric.NewPeriodicReader(exporter, metric.WithTimeout(20*time.Second))))
	counter, _ := provider.Meter("shop").Int64Counter("orders")
	counter.Add(context.Background(), 1)
	switch err := provider.ForceFlush(context.Background()); {
	case err == nil:
		fmt.Printf("%s: arrived\n", title)
	case strings.Contains(err.Error(), "connection refused"):
		fmt.Printf("%s: connection refused\n", title)
	default:
		fmt.Printf("%s: %v\n", title, err)
	}
}

func listen(address string) net.Listener {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		panic(err)
	}
	return listener
}

var port = 21_300 // below those that systems give to connections

// closed is an address where nobody listens.
func closed() string {
	port++
	address := fmt.Sprintf("127.0.0.1:%d", port)
	listen(address).Close()
	return address
}

func overHTTP(address string) metric.Exporter {
	exporter, err := otlpmetrichttp.New(context.Background(), otlpmetrichttp.WithInsecure(), otlpmetrichttp.WithEndpoint(address),
		otlpmetrichttp.WithTimeout(20*time.Second), otlpmetrichttp.WithRetry(otlpmetrichttp.RetryConfig{
			Enabled: true, InitialInterval: time.Second, MaxInterval: time.Second, MaxElapsedTime: 20 * time.Second}))
	if err != nil {
		panic(err)
	}
	return exporter
}

func main() {
	begun := time.Now()
	refusing := listen("127.0.0.1:0")
	go http.Serve(refusing, http.HandlerFunc(func(response http.ResponseWriter, _ *http.Request) {
		if time.Since(begun) < away {
			response.WriteHeader(503)
		}
	}))
	count("http, 503 for 2 s", overHTTP(refusing.Addr().String()))

	address := closed()
	time.AfterFunc(away, func() {
		http.Serve(listen(address), http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	})
	count("http, nobody listens for 2 s", overHTTP(address))

	other := closed()
	time.AfterFunc(away, func() {
		server := grpc.NewServer()
		collector.RegisterMetricsServiceServer(server, service{})
		server.Serve(listen(other))
	})
	exporter, err := otlpmetricgrpc.New(context.Background(), otlpmetricgrpc.WithInsecure(), otlpmetricgrpc.WithEndpoint(other),
		otlpmetricgrpc.WithTimeout(20*time.Second))
	if err != nil {
		panic(err)
	}
	count("grpc, nobody listens for 2 s", exporter)
}
GO
go mod init finding 2> /dev/null
go get go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetrichttp@v1.44.0 \
  go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetricgrpc@v1.44.0 go.opentelemetry.io/otel/sdk/metric@v1.44.0 2> /dev/null
go mod tidy 2> /dev/null
seen=$(go run .)
echo "$seen"
[ "$seen" = 'http, 503 for 2 s: arrived
http, nobody listens for 2 s: connection refused
grpc, nobody listens for 2 s: arrived' ] || { echo 'this has changed'; exit 1; }
