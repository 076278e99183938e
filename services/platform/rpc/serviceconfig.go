package rpc

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
)

// The shapes of grpc's service config (grpc/grpc-proto, service_config.proto).
type (
	methodName struct {
		Service string `json:"service,omitempty"`
		Method  string `json:"method,omitempty"`
	}
	retryPolicy struct {
		MaxAttempts          int      `json:"maxAttempts"`
		InitialBackoff       string   `json:"initialBackoff"`
		MaxBackoff           string   `json:"maxBackoff"`
		BackoffMultiplier    float64  `json:"backoffMultiplier"`
		RetryableStatusCodes []string `json:"retryableStatusCodes"`
	}
	methodConfig struct {
		Name         []methodName `json:"name"`
		WaitForReady bool         `json:"waitForReady"`
		Timeout      string       `json:"timeout"`
		RetryPolicy  *retryPolicy `json:"retryPolicy,omitempty"`
	}
	clientConfig struct {
		LoadBalancing []map[string]struct{} `json:"loadBalancingConfig"`
		Methods       []methodConfig        `json:"methodConfig"`
		Throttling    struct {
			MaxTokens  int     `json:"maxTokens"`
			TokenRatio float64 `json:"tokenRatio"`
		} `json:"retryThrottling"`
	}
)

// serviceConfig lets every call wait for a connection within the timeout and repeats the ones that read, up to twice,
// when the server is unavailable. A call that changes something is never repeated from here: only its caller knows
// whether it carried a request_id. Which calls read is taken from the contracts.
func serviceConfig(timeout time.Duration) (string, error) {
	limit := fmt.Sprintf("%.3fs", timeout.Seconds())
	cfg := clientConfig{LoadBalancing: []map[string]struct{}{{"round_robin": {}}}}
	cfg.Throttling.MaxTokens, cfg.Throttling.TokenRatio = 100, 0.1
	cfg.Methods = []methodConfig{{Name: []methodName{{}}, WaitForReady: true, Timeout: limit}}
	if reads := readingMethods(); len(reads) > 0 {
		cfg.Methods = append(cfg.Methods, methodConfig{
			Name: reads, WaitForReady: true, Timeout: limit,
			RetryPolicy: &retryPolicy{
				MaxAttempts: 3, InitialBackoff: "0.05s", MaxBackoff: "0.5s", BackoffMultiplier: 2,
				RetryableStatusCodes: []string{"UNAVAILABLE"},
			},
		})
	}
	text, err := json.Marshal(cfg)
	if err != nil {
		return "", fmt.Errorf("writing the service config: %w", err)
	}
	return string(text), nil
}

// readingMethods are the methods of our linked contracts that change nothing.
func readingMethods() []methodName {
	var names []methodName
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if !strings.HasPrefix(string(file.Package()), "danchu.") {
			return true
		}
		services := file.Services()
		for i := range services.Len() {
			methods := services.Get(i).Methods()
			for j := range methods.Len() {
				if reads(methods.Get(j)) {
					names = append(names, methodName{string(services.Get(i).FullName()), string(methods.Get(j).Name())})
				}
			}
		}
		return true
	})
	return names
}

// reads tells a method that is a GET on the REST side, or says of itself that it has no side effects.
func reads(method protoreflect.MethodDescriptor) bool {
	options, ok := method.Options().(*descriptorpb.MethodOptions)
	if !ok || options == nil {
		return false
	}
	if options.GetIdempotencyLevel() == descriptorpb.MethodOptions_NO_SIDE_EFFECTS {
		return true
	}
	rule, ok := proto.GetExtension(options, annotations.E_Http).(*annotations.HttpRule)
	return ok && rule.GetGet() != ""
}
