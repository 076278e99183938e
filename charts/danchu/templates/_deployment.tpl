{{/* Arguments as for danchu.workload. */}}
{{- define "danchu.deployment" -}}
{{- $root := .root }}
{{- $values := index .root.Values .name }}
{{- $full := printf "%s-%s" (include "danchu.fullname" .root) .name }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ $full }}
  labels: {{- include "danchu.labels" . | nindent 4 }}
spec:
  {{- if not $values.autoscaling.enabled }}
  replicas: {{ $values.replicas }}
  {{- end }}
  revisionHistoryLimit: 3
  selector:
    matchLabels: {{- include "danchu.selector" . | nindent 6 }}
  strategy:
    rollingUpdate: {maxUnavailable: 0, maxSurge: 1}
  template:
    metadata:
      labels: {{- include "danchu.podLabels" . | nindent 8 }}
        {{- with $root.Values.podLabels }}{{ toYaml . | nindent 8 }}{{ end }}
      annotations:
        {{- if .law }}
        # Files are read once, at the start: a changed overlay rolls the pods.
        checksum/law: {{ $root.Values.law.overlay | sha256sum }}
        {{- end }}
        {{- with $root.Values.podAnnotations }}{{ toYaml . | nindent 8 }}{{ end }}
    spec:
      serviceAccountName: {{ $full }}
      {{- include "danchu.podCommon" $root | nindent 6 }}
      terminationGracePeriodSeconds: {{ $root.Values.terminationGracePeriodSeconds }}
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels: {{- include "danchu.selector" . | nindent 14 }}
      {{- if and .database (eq $root.Values.migrations.mode "initContainer") }}
      initContainers:
        - {{- include "danchu.migrateContainer" . | nindent 10 }}
      {{- end }}
      containers:
        - name: {{ .name }}
          image: {{ include "danchu.image" . }}
          imagePullPolicy: {{ $root.Values.image.pullPolicy }}
          args: [serve]
          env: {{- include "danchu.env" . | nindent 12 }}
          ports:
            {{- if .grpc }}
            - {name: grpc, containerPort: 9090}
            {{- else }}
            - {name: http, containerPort: 8080}
            {{- end }}
            - {name: admin, containerPort: 8081}
          startupProbe: {httpGet: {path: /healthz, port: admin}, periodSeconds: 1, failureThreshold: 60}
          livenessProbe: {httpGet: {path: /healthz, port: admin}, periodSeconds: 10, timeoutSeconds: 3, failureThreshold: 3}
          readinessProbe: {httpGet: {path: /readyz, port: admin}, periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 2}
          resources: {{- toYaml $values.resources | nindent 12 }}
          securityContext: {{- include "danchu.containerSecurity" $root | nindent 12 }}
          volumeMounts:
            - {name: tmp, mountPath: /tmp}
            - {name: secrets, mountPath: /etc/danchu/secrets, readOnly: true}
            {{- if and .law $root.Values.law.overlay }}
            - {name: law, mountPath: /etc/danchu/law, readOnly: true}
            {{- end }}
            {{- if and .blobs $root.Values.blobs.persistence.enabled }}
            - {name: blobs, mountPath: /var/lib/danchu/blobs}
            {{- end }}
        {{- range .sidecars }}
        - {{- toYaml . | nindent 10 }}
        {{- end }}
      volumes:
        - {name: tmp, emptyDir: {sizeLimit: {{ $root.Values.tmpSize }}}}
        - {{- include "danchu.secretsVolume" . | nindent 10 }}
        {{- if and .database (eq $root.Values.migrations.mode "initContainer") }}
        - {{- include "danchu.databaseVolume" . | nindent 10 }}
        {{- end }}
        {{- if and .law $root.Values.law.overlay }}
        - {name: law, configMap: {name: {{ include "danchu.fullname" $root }}-law}}
        {{- end }}
        {{- if and .blobs $root.Values.blobs.persistence.enabled }}
        - {name: blobs, persistentVolumeClaim: {claimName: {{ include "danchu.fullname" $root }}-blobs}}
        {{- end }}
{{- end }}

{{/* Sorted, so that the same values give the same pod. An empty value means the program's default, and is left out. */}}
{{- define "danchu.env" -}}
{{- $settings := include "danchu.settings" . | fromJson }}
{{- $env := list }}
{{- range $variable := keys $settings | sortAlpha }}
{{- with get $settings $variable }}
{{- $env = append $env (dict "name" $variable "value" (toString .)) }}
{{- end }}
{{- end }}
{{- toYaml (concat $env (index .root.Values .name).extraEnv) }}
{{- end }}

{{/* Each program sees the secrets it uses and no other. */}}
{{- define "danchu.secretsVolume" -}}
{{- $files := include "danchu.secretFiles" . | fromJson -}}
name: secrets
projected:
  defaultMode: 0440
  sources:
    {{- range $variable := keys $files | sortAlpha }}
    {{- with get $files $variable }}
    - secret: {name: {{ .secret }}, items: [{key: {{ .key }}, path: {{ .path }}}]}
    {{- end }}
    {{- end }}
{{- end }}
