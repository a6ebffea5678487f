// The provider of AWS for the Pulumi engine, for tests: Terraform's real plugin behind Pulumi's own bridge, with the
// types and names of com.pulumi:aws. Pulumi's plugin for AWS is made the same way from the same plugin.
//
// The module's path is one under the bridge's, because that is where the bridge lets its loader of plugins be used.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/hashicorp/go-plugin"
	"github.com/pulumi/pulumi-terraform-bridge/v3/dynamic/internal/shim/run"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/proto"
	pf "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
)

const (
	// The path of Terraform's plugin.
	pluginVariable = "REPAVE_TERRAFORM_AWS"
	// The file that notes which creations were refused; without it, a refusal is an error as everywhere.
	refusalsVariable = "REPAVE_REFUSALS"
	// The version that com.pulumi:aws asks for, which was made from 5.100.0 of Terraform's plugin.
	version = "6.83.0"
)

func main() {
	ctx := context.Background()
	endWithPlugin()
	terraform, err := run.LocalProvider(ctx, os.Getenv(pluginVariable))
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s='%s' is not Terraform's plugin for AWS: %s\n", pluginVariable, os.Getenv(pluginVariable), err)
		os.Exit(1)
	}
	provider := tfbridge.ProviderInfo{
		P:              proto.New(ctx, newLenient(ctx, terraform, openRefusals(os.Getenv(refusalsVariable)))),
		Name:           "aws",
		ResourcePrefix: "aws",
		Version:        version,
		MetadataInfo:   &tfbridge.MetadataInfo{Data: tfbridge.ProviderMetadata(nil)},
	}
	provider.Config, provider.Resources = named(provider.P)
	provider.SetAutonaming(255, "-")
	pf.Main(ctx, "aws", provider, pf.ProviderMetadata{PackageSchema: []byte(`{"name": "aws", "version": "` + version + `"}`)})
}

// The engine interrupts this process and whatever it started, but Terraform's plugin does not listen to that.
func endWithPlugin() {
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, syscall.SIGINT, syscall.SIGTERM)
	go func() {
		<-interrupts
		plugin.CleanupClients()
		os.Exit(0)
	}()
}
