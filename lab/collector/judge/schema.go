package main

import (
	"encoding"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"reflect"
	"strings"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/service/pipelines"
)

type schema struct {
	Components map[string]map[string]string `json:"components"`
	Structs    map[string]map[string]string `json:"structs"`
}

var structs = map[string]map[string]string{}

var (
	text     = reflect.TypeFor[encoding.TextUnmarshaler]()
	duration = reflect.TypeFor[time.Duration]()
)

// printSchema prints what the configurations of components may hold, by the Go types that they are read into.
func printSchema() {
	factories, err := components()
	if err != nil {
		log.Fatal(err)
	}
	found := map[string]map[string]string{"receivers": {}, "processors": {}, "exporters": {}, "extensions": {}}
	add := func(section string, typ component.Type, factory component.Factory) {
		found[section][typ.String()] = typeOf(reflect.TypeOf(factory.CreateDefaultConfig()))
	}
	for typ, factory := range factories.Receivers {
		add("receivers", typ, factory)
	}
	for typ, factory := range factories.Processors {
		add("processors", typ, factory)
	}
	for typ, factory := range factories.Exporters {
		add("exporters", typ, factory)
	}
	for typ, factory := range factories.Extensions {
		add("extensions", typ, factory)
	}
	found["service"] = map[string]string{
		"telemetry": typeOf(reflect.TypeOf(factories.Telemetry.CreateDefaultConfig())),
		"pipeline":  typeOf(reflect.TypeFor[pipelines.PipelineConfig]()),
	}
	printed, err := json.MarshalIndent(schema{found, structs}, "", " ")
	if err != nil {
		log.Fatal(err)
	}
	os.Stdout.Write(printed)
}

func typeOf(t reflect.Type) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == duration {
		return "duration"
	}
	if inner, ok := optional(t); ok {
		return typeOf(inner)
	}
	if reflect.PointerTo(t).Implements(text) {
		return "text " + name(t)
	}
	switch t.Kind() {
	case reflect.Bool:
		return "bool"
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return fmt.Sprintf("int%d", t.Bits())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return fmt.Sprintf("uint%d", t.Bits())
	case reflect.Float32, reflect.Float64:
		return "float"
	case reflect.String:
		return "string"
	case reflect.Slice, reflect.Array:
		return fmt.Sprintf("%s[]", typeOf(t.Elem()))
	case reflect.Map:
		return fmt.Sprintf("{%s}", typeOf(t.Elem()))
	case reflect.Struct:
		n := name(t)
		if _, ok := structs[n]; !ok {
			structs[n] = map[string]string{}
			fields(t, structs[n])
			if n == "queuebatch.Config" {
				structs[n]["enabled"] = "bool" // it takes that out before it reads the others
			}
		}
		return n
	default:
		return "any"
	}
}

func fields(t reflect.Type, into map[string]string) {
	for i := range t.NumField() {
		field := t.Field(i)
		tag, options, _ := strings.Cut(field.Tag.Get("mapstructure"), ",")
		if tag == "-" || (!field.IsExported() && !strings.Contains(options, "squash")) {
			continue
		}
		if strings.Contains(options, "squash") {
			inner := field.Type
			for inner.Kind() == reflect.Pointer {
				inner = inner.Elem()
			}
			if o, ok := optional(inner); ok {
				inner = o
			}
			fields(inner, into)
			continue
		}
		if strings.Contains(options, "remain") {
			into["*"] = "any"
			continue
		}
		if tag == "" {
			tag = field.Name
		}
		into[tag] = typeOf(field.Type)
	}
}

// optional unwraps configoptional.Optional.
func optional(t reflect.Type) (reflect.Type, bool) {
	if t.Kind() != reflect.Struct || !strings.HasSuffix(t.PkgPath(), "config/configoptional") {
		return nil, false
	}
	field, ok := t.FieldByName("value")
	return field.Type, ok
}

func name(t reflect.Type) string {
	path := strings.Split(t.PkgPath(), "/")
	return path[len(path)-1] + "." + t.Name()
}
