package main

import (
	"context"
	_ "embed"
	"fmt"
	"sort"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
)

// Lines of a type of com.pulumi:aws and its name in Terraform.
//
//go:embed types.tsv
var types string

// Lines of a type in Terraform, the path of a property in it, and what com.pulumi:aws makes of it; the file says how.
//
//go:embed properties.tsv
var properties string

// What the provider's configuration and its resources are called.
func named(provider shim.Provider) (map[string]*tfbridge.SchemaInfo, map[string]*tfbridge.ResourceInfo) {
	resources := map[string]*tfbridge.ResourceInfo{}
	for _, row := range rows(types, 2) {
		found, ok := provider.ResourcesMap().GetOk(row[1])
		if !ok {
			panic(fmt.Sprintf("types.tsv: the plugin has no '%s'", row[1]))
		}
		info := &tfbridge.ResourceInfo{Tok: tokens.Type(row[0]), Fields: map[string]*tfbridge.SchemaInfo{}}
		info.PreCheckCallback = func(
			_ context.Context, inputs, _ resource.PropertyMap,
		) (resource.PropertyMap, error) {
			return inputs, strangers(inputs, found.Schema(), info.Fields)
		}
		if _, ok := found.Schema().GetOk("id"); !ok {
			info.ComputeID = nameAsID
		}
		resources[row[1]] = info
	}
	config := map[string]*tfbridge.SchemaInfo{}
	for _, row := range rows(properties, 3) {
		fields := config
		if row[0] != "provider" {
			fields = resources[row[0]].Fields
		}
		if row[2] == "number" {
			resources[row[0]].TransformOutputs = numbered(resource.PropertyKey(row[1]))
			continue
		}
		override(fields, strings.Split(row[1], "."), row[2])
	}
	return config, resources
}

// The cells of each line that is no comment.
func rows(text string, cells int) [][]string {
	var rows [][]string
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		row := strings.Split(line, "\t")
		if strings.HasPrefix(line, "#") {
			continue
		}
		if len(row) != cells {
			panic(fmt.Sprintf("'%s' has not %d cells", line, cells))
		}
		rows = append(rows, row)
	}
	return rows
}

func override(fields map[string]*tfbridge.SchemaInfo, path []string, as string) {
	if fields[path[0]] == nil {
		fields[path[0]] = &tfbridge.SchemaInfo{}
	}
	field := fields[path[0]]
	switch {
	case len(path) > 1:
		if field.Elem == nil {
			field.Elem = &tfbridge.SchemaInfo{Fields: map[string]*tfbridge.SchemaInfo{}}
		}
		override(field.Elem.Fields, path[1:], as)
	case as == "one" || as == "many":
		one := as == "one"
		field.MaxItemsOne = &one
	default:
		field.Name = as
	}
}

// Pulumi wants an id of everything; Terraform's newer resources are known by their names.
func nameAsID(_ context.Context, outputs resource.PropertyMap) (resource.ID, error) {
	return resource.ID(outputs["name"].StringValue()), nil
}

// Makes a number of a property that is the text of one in Terraform.
func numbered(key resource.PropertyKey) tfbridge.PropertyTransform {
	return func(_ context.Context, outputs resource.PropertyMap) (resource.PropertyMap, error) {
		if value := outputs[key]; value.IsString() {
			number, err := strconv.ParseFloat(value.StringValue(), 64)
			if err != nil {
				return nil, err
			}
			outputs = outputs.Copy()
			outputs[key] = resource.NewNumberProperty(number)
		}
		return outputs, nil
	}
}

// An error that lists the inputs which the plugin does not know: the bridge itself would leave them out in silence.
func strangers(inputs resource.PropertyMap, schema shim.SchemaMap, fields map[string]*tfbridge.SchemaInfo) error {
	var found []string
	collect(resource.NewObjectProperty(inputs), schema, fields, "", &found)
	if len(found) == 0 {
		return nil
	}
	sort.Strings(found)
	return fmt.Errorf("the provider knows no such property: %s", strings.Join(found, ", "))
}

func collect(
	value resource.PropertyValue, schema shim.SchemaMap, fields map[string]*tfbridge.SchemaInfo, path string, found *[]string,
) {
	switch {
	case value.IsSecret():
		collect(value.SecretValue().Element, schema, fields, path, found)
	case value.IsOutput():
		collect(value.OutputValue().Element, schema, fields, path, found)
	case value.IsArray():
		for _, each := range value.ArrayValue() {
			collect(each, schema, fields, path, found)
		}
	case value.IsObject():
		known := map[resource.PropertyKey]string{}
		schema.Range(func(name string, _ shim.Schema) bool {
			known[resource.PropertyKey(tfbridge.TerraformToPulumiNameV2(name, schema, fields))] = name
			return true
		})
		for key, each := range value.ObjectValue() {
			name, ok := known[key]
			if !ok {
				if key != "__defaults" {
					*found = append(*found, path+string(key))
				}
				continue
			}
			elem := schema.Get(name).Elem()
			if object, ok := elem.(shim.Schema); ok {
				elem = object.Elem()
			}
			if nested, ok := elem.(shim.Resource); ok {
				var inner map[string]*tfbridge.SchemaInfo
				if field := fields[name]; field != nil && field.Elem != nil {
					inner = field.Elem.Fields
				}
				collect(each, nested.Schema(), inner, path+string(key)+".", found)
			}
		}
	}
}
