{{/* The release's own name when it already says danchu, so that `helm install danchu` gives danchu-gateway. */}}
{{- define "danchu.fullname" -}}
{{- if .Values.fullnameOverride }}{{ .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- else if contains "danchu" .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else }}{{ printf "%s-danchu" .Release.Name | trunc 40 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* Labels that never change: Deployments cannot change their selector. Arguments: root, name. */}}
{{- define "danchu.selector" -}}
app.kubernetes.io/name: danchu
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .name }}
{{- end }}

{{- define "danchu.labels" -}}
{{ include "danchu.selector" . }}
app.kubernetes.io/part-of: danchu
app.kubernetes.io/version: {{ .root.Values.image.tag | default .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end }}

{{/* Labels of pods: without the chart's version, so that a new chart with the same pod does not restart it. */}}
{{- define "danchu.podLabels" -}}
{{ include "danchu.selector" . }}
app.kubernetes.io/part-of: danchu
app.kubernetes.io/version: {{ .root.Values.image.tag | default .root.Chart.AppVersion | quote }}
{{- end }}

{{- define "danchu.image" -}}
{{ .root.Values.image.registry }}/danchu-{{ .name }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}
{{- end }}

{{/* What the restricted Pod Security Standard asks of a pod, and a file group so that mounted secrets can be read. */}}
{{- define "danchu.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
fsGroupChangePolicy: OnRootMismatch
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "danchu.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{/* Scheduling and pull settings that every pod of the chart shares. */}}
{{- define "danchu.podCommon" -}}
automountServiceAccountToken: false
# Service links would put DANCHU_..._PORT variables of other Services among our own settings.
enableServiceLinks: false
securityContext: {{- include "danchu.podSecurity" . | nindent 2 }}
{{- with .Values.image.pullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end }}

{{- define "danchu.gatewayUrl" -}}
http://{{ include "danchu.fullname" . }}-gateway:8080
{{- end }}
