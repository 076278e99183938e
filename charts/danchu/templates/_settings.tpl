{{/*
Settings: what each program finds in its environment, as a dictionary of variable to value in JSON.

They stand in the pod itself, not in a ConfigMap: a changed value then rolls the pods by itself, and a migration that
runs before an upgrade sees the new values, when a ConfigMap would still hold the old ones. Secrets are files; a
variable that ends in _FILE names one.
*/}}
{{- define "danchu.settings" -}}
{{- $root := .root }}
{{- $s := dict
  "DANCHU_ADMIN_ADDR" ":8081"
  "DANCHU_LOG_LEVEL" $root.Values.log.level
  "DANCHU_DRAIN_WAIT" $root.Values.drainWait
  "DANCHU_TOKEN_AUDIENCE" $root.Values.tokens.audience
  "DANCHU_OTLP_ENDPOINT" $root.Values.tracing.endpoint
  "DANCHU_TRACE_SHARE" $root.Values.tracing.share
}}
{{- if .grpc }}
{{- $_ := set $s "DANCHU_GRPC_ADDR" ":9090" }}
{{- $_ := set $s "DANCHU_TOKEN_JWKS_URL" (printf "%s/.well-known/jwks.json" (include "danchu.gatewayUrl" $root)) }}
{{- $_ := set $s "DANCHU_ISSUERS" (join "," $root.Values.tokens.issuers) }}
{{- $_ := set $s "DANCHU_GATEWAY_NETWORKS" (join "," $root.Values.gatewayNetworks) }}
{{- $_ := set $s "DANCHU_NATS_REPLICAS" $root.Values.nats.replicas }}
{{- end }}
{{- if .blobs }}
{{- $_ := set $s "DANCHU_BLOB_URL" $root.Values.blobs.url }}
{{- $_ := set $s "DANCHU_CLAMD_ADDR" $root.Values.blobs.clamd }}
{{- end }}
{{- if .notices }}
{{- $_ := set $s "DANCHU_MAIL_FROM" $root.Values.smtp.from }}
{{- $_ := set $s "DANCHU_PUBLIC_URL" $root.Values.publicUrl }}
{{- end }}
{{- if and .law $root.Values.law.overlay }}
{{- $_ := set $s "DANCHU_LAW_OVERLAYS" "/etc/danchu/law/overlay.yaml" }}
{{- end }}
{{- range $variable, $value := .settings }}
{{- $_ := set $s $variable $value }}
{{- end }}
{{- range $variable, $file := include "danchu.secretFiles" . | fromJson }}
{{- $_ := set $s (printf "%s_FILE" $variable) (printf "/etc/danchu/secrets/%s" $file.path) }}
{{- end }}
{{- toJson $s }}
{{- end }}

{{/* Which secret file answers which variable: variable to {secret, key, path}. Arguments as for danchu.workload. */}}
{{- define "danchu.secretFiles" -}}
{{- $root := .root }}
{{- $files := dict }}
{{- if .database }}
{{- $_ := set $files "DANCHU_DATABASE_URL" (dict "secret" (include "danchu.databaseSecret" $root) "key" (printf "%s-url" .name) "path" "database-url") }}
{{- end }}
{{- $_ := set $files "DANCHU_NATS_URL" (dict "secret" (include "danchu.natsSecret" $root) "key" "url" "path" "nats-url") }}
{{- range $variable, $key := .keys }}
{{- $_ := set $files $variable (dict "secret" (include "danchu.keysSecret" $root) "key" $key "path" $key) }}
{{- end }}
{{- if and .notices $root.Values.smtp.existingSecret }}
{{- $_ := set $files "DANCHU_SMTP_URL" (dict "secret" $root.Values.smtp.existingSecret "key" "url" "path" "smtp-url") }}
{{- end }}
{{- if and .notices $root.Values.webhooks.existingSecret }}
{{- $_ := set $files "DANCHU_WEBHOOKS" (dict "secret" $root.Values.webhooks.existingSecret "key" "webhooks.json" "path" "webhooks.json") }}
{{- end }}
{{- if and .blobs $root.Values.blobs.existingSecret }}
{{- $_ := set $files "AWS_SHARED_CREDENTIALS" (dict "secret" $root.Values.blobs.existingSecret "key" "aws-credentials" "path" "aws-credentials") }}
{{- end }}
{{- range $variable, $file := .secrets }}
{{- $_ := set $files $variable $file }}
{{- end }}
{{- toJson $files }}
{{- end }}

{{- define "danchu.databaseSecret" -}}
{{- if .Values.demo.enabled }}{{ include "danchu.fullname" . }}-demo-database
{{- else }}{{ required "database.existingSecret is required: the Secret with the keys directory-url, disclosure-url and voting-url (or demo.enabled=true)" .Values.database.existingSecret }}
{{- end }}
{{- end }}

{{- define "danchu.natsSecret" -}}
{{- if .Values.demo.enabled }}{{ include "danchu.fullname" . }}-demo-nats
{{- else }}{{ required "nats.existingSecret is required: the Secret with the key url, such as nats://user:password@nats:4222 (or demo.enabled=true)" .Values.nats.existingSecret }}
{{- end }}
{{- end }}

{{- define "danchu.keysSecret" -}}
{{ .Values.keys.existingSecret | default (printf "%s-keys" (include "danchu.fullname" .)) }}
{{- end }}
