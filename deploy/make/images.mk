# Container images, without a container daemon: deploy/images/doc.go says how and why.

IMAGES := $(LOCAL)/images
TAG ?= $(shell awk '/^appVersion:/ {gsub(/"/, "", $$2); print $$2}' charts/danchu/Chart.yaml)
REGISTRY ?= danchu.local

.PHONY: images images-push images-test
images: ## build the container images into .danchu/images (IMAGE="gateway nats" for some)
	@deploy/setup/need postgres
	@GOWORK=off go -C deploy/images run . build -repository $(CURDIR) -out $(IMAGES) -registry $(REGISTRY) -tag $(TAG) $(IMAGE)

images-push: ## build and push the images to REGISTRY=host/path (credentials as docker has them)
	@GOWORK=off go -C deploy/images run . push -repository $(CURDIR) -registry $(REGISTRY) -tag $(TAG) $(or $(IMAGE),gateway directory disclosure voting)

images-test: ## test the image builder
	@GOWORK=off go -C deploy/images test ./...
