{{/*
One program, whole: ServiceAccount, Deployment, Service, PodDisruptionBudget, HorizontalPodAutoscaler, NetworkPolicy,
ServiceMonitor, and the Job or init container that migrates its database. A program is a short file that calls this:

  root       $
  name       the program's word: values key, image, Service, component
  grpc       true: serves gRPC on 9090; false: HTTP on 8080
  database   true: has a database of its own (the Secret's key is <name>-url), and migrations
  blobs      true: reads or writes files
  law        true: reads the province's overlay of the law
  notices    true: sends mail and webhooks
  settings   variables to values
  keys       variables to keys of the keys Secret
  secrets    variables to {secret, key, path}: other secret files
  callers    components that may call it, for the NetworkPolicy; without it anybody
  sidecars   further containers, and `ports` that the Service offers for them
*/}}
{{- define "danchu.workload" -}}
{{- include "danchu.checks" .root }}
{{- $full := printf "%s-%s" (include "danchu.fullname" .root) .name }}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ $full }}
  labels: {{- include "danchu.labels" . | nindent 4 }}
automountServiceAccountToken: false
---
apiVersion: v1
kind: Service
metadata:
  name: {{ $full }}
  labels: {{- include "danchu.labels" . | nindent 4 }}
spec:
  # Not headless: after a pod is gone the next connection reaches its successor at once, while a client that resolves
  # names itself may wait half a minute. Servers end connections now and then, which spreads them again.
  selector: {{- include "danchu.selector" . | nindent 4 }}
  ports:
    {{- if .grpc }}
    - {name: grpc, port: 9090, targetPort: grpc, appProtocol: kubernetes.io/h2c}
    {{- else }}
    - {name: http, port: 8080, targetPort: http, appProtocol: http}
    {{- end }}
    - {name: admin, port: 8081, targetPort: admin, appProtocol: http}
    {{- range .sidecarPorts }}
    - {{ toYaml . | nindent 6 | trim }}
    {{- end }}
---
{{ include "danchu.deployment" . }}
---
{{ include "danchu.availability" . }}
{{- if .root.Values.networkPolicy.enabled }}
---
{{ include "danchu.networkPolicy" . }}
{{- end }}
{{- if .root.Values.metrics.serviceMonitor.enabled }}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: {{ $full }}
  labels: {{- include "danchu.labels" . | nindent 4 }}
    {{- with .root.Values.metrics.serviceMonitor.labels }}{{ toYaml . | nindent 4 }}{{ end }}
spec:
  selector:
    matchLabels: {{- include "danchu.selector" . | nindent 6 }}
  endpoints:
    - {port: admin, path: /metrics, interval: {{ .root.Values.metrics.serviceMonitor.interval }}}
{{- end }}
{{- if and .database .root.Values.audit.schedule }}
---
{{ include "danchu.auditVerify" . }}
{{- end }}
{{- if and .database (eq .root.Values.migrations.mode "hook") }}
---
{{ include "danchu.migrateJob" . }}
{{- end }}
{{- end }}
