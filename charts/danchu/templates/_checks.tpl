{{/*
What the schema cannot say: values that contradict one another, and required ones. Each program asks this first, so that
the first thing somebody reads is a sentence about values and not about a template.
*/}}
{{- define "danchu.checks" -}}
{{- include "danchu.deprecations" . }}
{{- if and .Values.demo.enabled (gt (int .Values.gateway.replicas) 1) }}
{{- fail "\n\ndemo.enabled with gateway.replicas above 1: the demo's sign-in page lives in the gateway's pod; write gateway.replicas: 1.\n" }}
{{- end }}
{{- if and .Values.demo.enabled (eq .Values.migrations.mode "hook") }}
{{- fail "\n\ndemo.enabled with migrations.mode hook: the demo's database does not exist before the install; write migrations.mode: initContainer.\n" }}
{{- end }}
{{- if not .Values.publicUrl }}
{{- fail "\n\npublicUrl is required: the address people type, such as https://danchu.phutho.gov.vn.\n" }}
{{- end }}
{{- if not (regexMatch "^https?://[^/?#]+$" .Values.publicUrl) }}
{{- fail (printf "\n\npublicUrl is a scheme and a host, without path and without final slash: write https://danchu.phutho.gov.vn, not %s.\n" .Values.publicUrl) }}
{{- end }}
{{- if not (or .Values.oidc.issuer .Values.demo.enabled) }}
{{- fail "\n\noidc.issuer is required: the address of the OpenID provider that signs people in.\n" }}
{{- end }}
{{- if and (gt (int .Values.gateway.replicas) 1) (hasPrefix "file:" .Values.blobs.url) (ne .Values.blobs.persistence.accessMode "ReadWriteMany") }}
{{- fail "\n\nblobs.url on a volume with several pods: write blobs.persistence.accessMode: ReadWriteMany, or keep files in s3.\n" }}
{{- end }}
{{- if and .Values.routes.enabled (not .Values.routes.parentRefs) }}
{{- fail "\n\nroutes.enabled without routes.parentRefs: name the Gateway that the routes attach to.\n" }}
{{- end }}
{{- end }}
