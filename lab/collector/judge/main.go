// Command judge says of many configurations at once what a collector says of one: `judge` reads texts as lines of JSON and
// answers each with a line. `judge schema` prints what the configurations of the components may hold.
//
// It is built beside the collector's components.go: see build_judge in scripts/lib/setup.sh.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/provider/envprovider"
	"go.opentelemetry.io/collector/confmap/provider/fileprovider"
	"go.opentelemetry.io/collector/confmap/provider/yamlprovider"
	"go.opentelemetry.io/collector/otelcol"
)

// variable is where ADOT's collector finds its configuration.
const variable = "AOT_CONFIG_CONTENT"

func main() {
	if len(os.Args) > 1 && os.Args[1] == "schema" {
		printSchema()
		return
	}
	lines := bufio.NewReaderSize(os.Stdin, 1<<20)
	answers := json.NewEncoder(os.Stdout)
	decoder := json.NewDecoder(lines)
	for decoder.More() {
		var content string
		if err := decoder.Decode(&content); err != nil {
			log.Fatal(err)
		}
		problem := ""
		if err := judge(content); err != nil {
			problem = err.Error()
		}
		if err := answers.Encode(problem); err != nil {
			log.Fatal(err)
		}
	}
}

// judge does what `validate` does. A panic ends a collector.
func judge(content string) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("panic: %v", cause)
		}
	}()
	if err := os.Setenv(variable, content); err != nil {
		return err
	}
	collector, err := otelcol.NewCollector(otelcol.CollectorSettings{
		BuildInfo: component.BuildInfo{Command: "judge", Version: "0.49.0"},
		Factories: components,
		ConfigProviderSettings: otelcol.ConfigProviderSettings{
			ResolverSettings: confmap.ResolverSettings{
				URIs: []string{"env:" + variable},
				ProviderFactories: []confmap.ProviderFactory{
					envprovider.NewFactory(), fileprovider.NewFactory(), yamlprovider.NewFactory(),
				},
				DefaultScheme: "env",
			},
		},
	})
	if err != nil {
		return err
	}
	return collector.DryRun(context.Background())
}
