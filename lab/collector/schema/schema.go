// Command schema prints what the configurations of the collector's components may hold, by the Go types that they are read
// into: scripts/lib/collector-tables builds it beside the collector's components.go.
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
	"go.opentelemetry.io/collector/service"
)

type schema struct {
	Components map[string]map[string]any `json:"components"`
	Service    any                       `json:"service"`
	Structs    map[string]map[string]any `json:"structs"`
}

var structs = map[string]map[string]any{}

var (
	text     = reflect.TypeFor[encoding.TextUnmarshaler]()
	duration = reflect.TypeFor[time.Duration]()
)

func main() {
	factories, err := components()
	if err != nil {
		log.Fatal(err)
	}
	found := map[string]map[string]any{"receivers": {}, "processors": {}, "exporters": {}, "extensions": {}}
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
	telemetry := typeOf(reflect.TypeOf(factories.Telemetry.CreateDefaultConfig()))
	typeOf(reflect.TypeFor[service.Config]())
	printed, err := json.MarshalIndent(schema{found, telemetry, structs}, "", " ")
	if err != nil {
		log.Fatal(err)
	}
	os.Stdout.Write(printed)
}

func typeOf(t reflect.Type) any {
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
		return map[string]any{"list": typeOf(t.Elem())}
	case reflect.Map:
		return map[string]any{"map": typeOf(t.Elem())}
	case reflect.Struct:
		n := name(t)
		if _, ok := structs[n]; !ok {
			structs[n] = map[string]any{}
			fields(t, structs[n])
		}
		return n
	default:
		return "any"
	}
}

func fields(t reflect.Type, into map[string]any) {
	for i := range t.NumField() {
		field := t.Field(i)
		if !field.IsExported() {
			continue
		}
		tag, options, _ := strings.Cut(field.Tag.Get("mapstructure"), ",")
		if tag == "-" {
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
	if _, ok := reflect.PointerTo(t).MethodByName("Unmarshal"); ok {
		into["!"] = "unmarshals itself"
	}
	if _, ok := reflect.PointerTo(t).MethodByName("Validate"); ok {
		into["?"] = "validates itself"
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
