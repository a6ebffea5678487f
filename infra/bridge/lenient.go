package main

import (
	"context"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/pulumi/pulumi-terraform-bridge/v3/dynamic/internal/shim/run"
)

// A provider that goes on where an emulator refuses to make something: it notes the refusal and pretends that the thing
// was made as planned, so that what stands on it is tried as well. What is pretended is never asked for again.
type lenient struct {
	run.Provider
	refusals *refusals
	// The plugin's, which are large and never change.
	schemas func() (*tfprotov6.GetProviderSchemaResponse, error)
}

func newLenient(ctx context.Context, plugin run.Provider, refusals *refusals) *lenient {
	return &lenient{plugin, refusals, sync.OnceValues(func() (*tfprotov6.GetProviderSchemaResponse, error) {
		return plugin.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	})}
}

func (p *lenient) GetProviderSchema(
	context.Context, *tfprotov6.GetProviderSchemaRequest,
) (*tfprotov6.GetProviderSchemaResponse, error) {
	return p.schemas()
}

func (p *lenient) ApplyResourceChange(
	ctx context.Context, request *tfprotov6.ApplyResourceChangeRequest,
) (*tfprotov6.ApplyResourceChangeResponse, error) {
	kind, err := p.kind(request.TypeName)
	if err != nil {
		return nil, err
	}
	prior, err := request.PriorState.Unmarshal(kind)
	if err != nil {
		return nil, err
	}
	if p.refusals.pretends(request.TypeName, id(prior)) {
		return &tfprotov6.ApplyResourceChangeResponse{NewState: request.PlannedState, Private: request.PlannedPrivate}, nil
	}
	response, err := p.Provider.ApplyResourceChange(ctx, request)
	if err != nil || p.refusals == nil || !prior.IsNull() || firstError(response.Diagnostics) == "" {
		return response, err
	}
	return p.pretend(kind, request, response)
}

// What the emulator did make of it stays; the rest is as planned, and what only AWS could have said is made up.
func (p *lenient) pretend(
	kind tftypes.Type, request *tfprotov6.ApplyResourceChangeRequest, refused *tfprotov6.ApplyResourceChangeResponse,
) (*tfprotov6.ApplyResourceChangeResponse, error) {
	planned, err := request.PlannedState.Unmarshal(kind)
	if err != nil {
		return nil, err
	}
	half := tftypes.NewValue(kind, nil)
	if refused.NewState != nil {
		if half, err = refused.NewState.Unmarshal(kind); err != nil {
			return nil, err
		}
	}
	name := p.refusals.next()
	state, err := tftypes.Transform(planned, func(path *tftypes.AttributePath, value tftypes.Value) (tftypes.Value, error) {
		if value.IsKnown() {
			return value, nil
		}
		if made, _, err := tftypes.WalkAttributePath(half, path); err == nil {
			if made, ok := made.(tftypes.Value); ok && made.IsFullyKnown() && !made.IsNull() {
				return made, nil
			}
		}
		return madeUp(path, value.Type(), name), nil
	})
	if err != nil {
		return nil, err
	}
	made, err := tfprotov6.NewDynamicValue(kind, state)
	if err != nil {
		return nil, err
	}
	if err := p.refusals.note(request.TypeName, id(state), firstError(refused.Diagnostics)); err != nil {
		return nil, err
	}
	return &tfprotov6.ApplyResourceChangeResponse{NewState: &made, Private: request.PlannedPrivate}, nil
}

// An id and an ARN are made up, all else is empty.
func madeUp(path *tftypes.AttributePath, kind tftypes.Type, name string) tftypes.Value {
	step, _ := path.LastStep().(tftypes.AttributeName)
	switch {
	case kind.Is(tftypes.String) && (step == "arn" || strings.HasSuffix(string(step), "_arn")):
		return tftypes.NewValue(kind, "arn:aws:pretended:eu-west-1:111122223333:"+name)
	case kind.Is(tftypes.String):
		return tftypes.NewValue(kind, name)
	case kind.Is(tftypes.Bool):
		return tftypes.NewValue(kind, false)
	case kind.Is(tftypes.Number):
		return tftypes.NewValue(kind, 0)
	case kind.Is(tftypes.List{}) || kind.Is(tftypes.Set{}):
		return tftypes.NewValue(kind, []tftypes.Value{})
	case kind.Is(tftypes.Map{}):
		return tftypes.NewValue(kind, map[string]tftypes.Value{})
	default:
		return tftypes.NewValue(kind, nil)
	}
}

func (p *lenient) ReadResource(
	ctx context.Context, request *tfprotov6.ReadResourceRequest,
) (*tfprotov6.ReadResourceResponse, error) {
	kind, err := p.kind(request.TypeName)
	if err != nil {
		return nil, err
	}
	state, err := request.CurrentState.Unmarshal(kind)
	if err != nil {
		return nil, err
	}
	if p.refusals.pretends(request.TypeName, id(state)) {
		return &tfprotov6.ReadResourceResponse{NewState: request.CurrentState, Private: request.Private}, nil
	}
	return p.Provider.ReadResource(ctx, request)
}

func (p *lenient) kind(name string) (tftypes.Type, error) {
	schemas, err := p.schemas()
	if err != nil {
		return nil, err
	}
	return schemas.ResourceSchemas[name].ValueType(), nil
}

// The id of a state, or the name where the type has no ids; empty if there is nothing.
func id(state tftypes.Value) string {
	fields, text := map[string]tftypes.Value{}, ""
	if state.As(&fields) == nil {
		field, ok := fields["id"]
		if !ok {
			field = fields["name"]
		}
		if field.IsKnown() {
			_ = field.As(&text)
		}
	}
	return text
}

// The first error among diagnostics, on one line; empty if there is none.
func firstError(diagnostics []*tfprotov6.Diagnostic) string {
	for _, each := range diagnostics {
		if each.Severity == tfprotov6.DiagnosticSeverityError {
			return strings.Join(strings.Fields(each.Summary+": "+each.Detail), " ")
		}
	}
	return ""
}
