{{/* The sign-in page of the demo: a container of the gateway's pod, so that 127.0.0.1 is the same place for the gateway,
which asks it for keys and tokens, and for a browser that comes through a port-forward. */}}
{{- define "danchu.demoIssuer" -}}
http://127.0.0.1:{{ .Values.demo.issuerPort }}
{{- end }}

{{- define "danchu.demoIssuerContainer" -}}
name: issuer
image: {{ include "danchu.image" (dict "root" $ "name" "issuer") }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
args: [serve]
env:
  # The gateway's own admin port is in the same pod.
  - {name: DANCHU_ADMIN_ADDR, value: ":{{ add1 .Values.demo.issuerPort }}"}
  - {name: DANCHU_ISSUER_ADDR, value: ":{{ .Values.demo.issuerPort }}"}
  - {name: DANCHU_ISSUER_URL, value: {{ include "danchu.demoIssuer" $ | quote }}}
  - {name: DANCHU_PUBLIC_URL, value: {{ .Values.publicUrl | quote }}}
  - {name: DANCHU_OIDC_CLIENT_ID, value: {{ .Values.oidc.clientId | quote }}}
  - {name: DANCHU_OIDC_CLIENT_SECRET, value: demo}
ports:
  - {name: issuer, containerPort: {{ .Values.demo.issuerPort }}}
readinessProbe: {httpGet: {path: /.well-known/openid-configuration, port: issuer}, periodSeconds: 2}
resources:
  requests: {cpu: 10m, memory: 16Mi}
  limits: {memory: 64Mi}
securityContext: {{- include "danchu.containerSecurity" $ | nindent 2 }}
{{- end }}

{{/* A StatefulSet with one volume, and the Service before it: what the demo's database and its bus have in common.
Arguments: root, name, image arguments, port, probe, values, env, mounts, volumes, clients. */}}
{{- define "danchu.demoStore" -}}
{{- $full := printf "%s-demo-%s" (include "danchu.fullname" .root) .name }}
{{- $labels := dict "root" .root "name" (printf "demo-%s" .name) }}
{{- $root := .root }}
apiVersion: v1
kind: Service
metadata:
  name: {{ $full }}
  labels: {{- include "danchu.labels" $labels | nindent 4 }}
spec:
  selector: {{- include "danchu.selector" $labels | nindent 4 }}
  ports: [{name: {{ .name }}, port: {{ .port }}, targetPort: {{ .name }}}]
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {{ $full }}
  labels: {{- include "danchu.labels" $labels | nindent 4 }}
spec:
  serviceName: {{ $full }}
  replicas: 1
  selector:
    matchLabels: {{- include "danchu.selector" $labels | nindent 6 }}
  # An uninstalled demo leaves nothing behind.
  persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete, whenScaled: Retain}
  template:
    metadata:
      labels: {{- include "danchu.podLabels" $labels | nindent 8 }}
    spec:
      {{- include "danchu.podCommon" .root | nindent 6 }}
      terminationGracePeriodSeconds: 30
      containers:
        - name: {{ .name }}
          image: {{ include "danchu.image" (dict "root" .root "name" .name) }}
          imagePullPolicy: {{ .root.Values.image.pullPolicy }}
          {{- with .args }}
          args: {{- toYaml . | nindent 12 }}
          {{- end }}
          {{- with .env }}
          env: {{- toYaml . | nindent 12 }}
          {{- end }}
          ports:
            - {name: {{ .name }}, containerPort: {{ .port }}}
            {{- with .ports }}{{ toYaml . | nindent 12 }}{{ end }}
          startupProbe: {{- toYaml (merge (dict "periodSeconds" 1 "failureThreshold" 120) .probe) | nindent 12 }}
          readinessProbe: {{- toYaml (merge (dict "periodSeconds" 2) .probe) | nindent 12 }}
          livenessProbe: {{- toYaml (merge (dict "periodSeconds" 20 "timeoutSeconds" 5) .probe) | nindent 12 }}
          resources: {{- toYaml .values.resources | nindent 12 }}
          securityContext: {{- include "danchu.containerSecurity" .root | nindent 12 }}
          volumeMounts:
            - {name: data, mountPath: /data}
            - {name: tmp, mountPath: /tmp}
            {{- with .mounts }}{{ toYaml . | nindent 12 }}{{ end }}
      volumes:
        - {name: tmp, emptyDir: {sizeLimit: 256Mi}}
        {{- with .volumes }}{{ toYaml . | nindent 8 }}{{ end }}
  volumeClaimTemplates:
    - metadata: {name: data}
      spec:
        accessModes: [ReadWriteOnce]
        resources: {requests: {storage: {{ .values.size }}}}
        {{- with .root.Values.demo.storageClass }}
        storageClassName: {{ . }}
        {{- end }}
{{- if .root.Values.networkPolicy.enabled }}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ $full }}
  labels: {{- include "danchu.labels" $labels | nindent 4 }}
spec:
  podSelector:
    matchLabels: {{- include "danchu.selector" $labels | nindent 6 }}
  policyTypes: [Ingress]
  ingress:
    - ports: [{port: {{ .name }}}]
      from:
        {{- range .clients }}
        - podSelector:
            matchLabels: {{- include "danchu.selector" (dict "root" $root "name" .) | nindent 14 }}
        {{- end }}
{{- end }}
{{- end }}
