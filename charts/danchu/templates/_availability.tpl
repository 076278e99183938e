{{/* What keeps a program there: the budget for drains, and, if wanted, the autoscaler. Arguments as for danchu.workload. */}}
{{- define "danchu.availability" -}}
{{- $values := index .root.Values .name }}
{{- $full := printf "%s-%s" (include "danchu.fullname" .root) .name }}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ $full }}
  labels: {{- include "danchu.labels" . | nindent 4 }}
spec:
  # One at a time. "minAvailable: 1" would forbid draining the node of a single replica for ever.
  maxUnavailable: 1
  selector:
    matchLabels: {{- include "danchu.selector" . | nindent 6 }}
{{- if $values.autoscaling.enabled }}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {{ $full }}
  labels: {{- include "danchu.labels" . | nindent 4 }}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: {{ $full }}}
  minReplicas: {{ $values.replicas }}
  maxReplicas: {{ $values.autoscaling.maxReplicas }}
  metrics:
    - type: Resource
      resource: {name: cpu, target: {type: Utilization, averageUtilization: {{ $values.autoscaling.targetCPU }}}}
{{- end }}
{{- end }}

{{/* Who may call: components of this release, what values add, and Prometheus on the admin port. */}}
{{- define "danchu.networkPolicy" -}}
{{- $root := .root }}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "danchu.fullname" .root }}-{{ .name }}
  labels: {{- include "danchu.labels" . | nindent 4 }}
spec:
  podSelector:
    matchLabels: {{- include "danchu.selector" . | nindent 6 }}
  policyTypes: [Ingress]
  ingress:
    - ports:
        - {port: {{ ternary "grpc" "http" (default false .grpc) }}}
        {{- range .sidecarPorts }}
        - {port: {{ .targetPort }}}
        {{- end }}
      {{- if .callers }}
      from:
        {{- range .callers }}
        - podSelector:
            matchLabels: {{- include "danchu.selector" (dict "root" $root "name" .) | nindent 14 }}
        {{- end }}
        {{- with $root.Values.networkPolicy.grpcFrom }}{{ toYaml . | nindent 8 }}{{ end }}
      {{- else if $root.Values.networkPolicy.httpFrom }}
      from: {{- toYaml $root.Values.networkPolicy.httpFrom | nindent 8 }}
      {{- end }}
    - ports: [{port: admin}]
      {{- with $root.Values.networkPolicy.metricsFrom }}
      from: {{- toYaml . | nindent 8 }}
      {{- end }}
{{- end }}
